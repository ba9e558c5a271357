#include "domain/unread.h"

#include "store/event_store.h"

// How much one count may read: beyond this many messages that she may not see, one more
// does not matter to her.
#define UNREAD_BATCH UNREAD_MAX
#define UNREAD_BATCHES_MAX 20

enum err unread_count(struct change *change, const struct viewer *viewer,
                      const struct conversation *conversation, int64_t read,
                      int *count_out)
{
    struct event_range range = {.conversation = conversation->id,
                                .from = read + 1,
                                .to = conversation->head,
                                .limit = UNREAD_BATCH,
                                .reader = viewer->person};
    int unread = 0;
    for (int batch = 0; batch < UNREAD_BATCHES_MAX && range.from <= range.to; batch++) {
        struct event *events = NULL;
        int count = 0;
        enum err err =
            event_store_unread(change->db, change->arena, &range, &events, &count);
        if (err != OK) {
            return err;
        }
        for (int i = 0; i < count && unread < UNREAD_MAX; i++) {
            unread += access_event_visible(viewer, &events[i]) ? 1 : 0;
        }
        if (count < UNREAD_BATCH || unread == UNREAD_MAX) {
            break;
        }
        range.from = events[count - 1].seq + 1;
    }
    *count_out = unread;
    return OK;
}
