#include "domain/attach.h"

#include "domain/organisation.h"
#include "domain/second_factor.h"
#include "store/stay_store.h"

// What the reply takes as JSON beside the list of conversations [B]: names of roles,
// areas and what is gone, each at its longest, and the least that is left for the list.
#define ATTACH_FIXED_BYTES 2048
#define AREA_BYTES 40
#define GONE_BYTES 20
#define LIST_BYTES_MIN 8192

static const struct attach_cursor *cursor_of(const struct attach_query *query,
                                             conversation_id conversation)
{
    for (size_t i = 0; i < query->cursor_count; i++) {
        if (query->cursors[i].conversation.v == conversation.v) {
            return &query->cursors[i];
        }
    }
    return NULL;
}

// Whether the events after the cursor are those that the client is missing.
static bool cursor_is_good(const struct attach_cursor *cursor,
                           const struct conversation *conversation)
{
    return cursor->epoch == conversation->epoch && cursor->seq >= 0 &&
           cursor->seq <= conversation->head;
}

static struct attach_stream stream_of(const struct attach_query *query,
                                      const struct stay_listed *listed)
{
    const struct conversation *conversation = &listed->row.conversation;
    struct attach_stream stream = {.conversation = conversation->id,
                                   .epoch = conversation->epoch,
                                   .next_seq = conversation->head + 1,
                                   .since_seq = listed->stay.stay.since_seq,
                                   .head = conversation->head};
    const struct attach_cursor *cursor = cursor_of(query, conversation->id);
    if (cursor != NULL && cursor_is_good(cursor, conversation)) {
        stream.next_seq = cursor->seq + 1;
    }
    // What lies before this stay is history: the client asks for it as for any hole.
    if (stream.next_seq < stream.since_seq) {
        stream.next_seq = stream.since_seq;
    }
    return stream;
}

static void find_gone(struct change *change, const struct attach_query *query,
                      struct attachment *attachment)
{
    attachment->gone =
        arena_array(change->arena, query->cursor_count, sizeof(*attachment->gone));
    for (size_t i = 0; i < query->cursor_count; i++) {
        conversation_id wanted = query->cursors[i].conversation;
        bool is_hers = false;
        for (int j = 0; j < attachment->stream_count && !is_hers; j++) {
            is_hers = attachment->streams[j].conversation.v == wanted.v;
        }
        if (!is_hers) {
            attachment->gone[attachment->gone_count++] = wanted;
        }
    }
}

static enum err read_organisation(struct change *change, struct attachment *attachment)
{
    struct organisation organisation;
    enum err err = organisation_find(change, change->actor.organisation, &organisation);
    if (err != OK) {
        return err;
    }
    attachment->organisation_name = organisation.name;
    return organisation_areas(change, change->actor.organisation, &attachment->areas,
                              &attachment->area_count);
}

// What is left of the reply for the list.
static size_t list_bytes(const struct attachment *attachment)
{
    size_t used = ATTACH_FIXED_BYTES + (size_t)attachment->gone_count * GONE_BYTES;
    for (size_t i = 0; i < attachment->area_count; i++) {
        used += AREA_BYTES + 2 * attachment->areas[i].name.len;
    }
    return used + LIST_BYTES_MIN < CONVERSATION_PAGE_BYTES
               ? CONVERSATION_PAGE_BYTES - used
               : LIST_BYTES_MIN;
}

static enum err read_page(struct change *change, const struct attach_query *query,
                          const struct stay_listed *rows, struct attachment *attachment)
{
    struct conversation_query wanted = {.marks = query->marks,
                                        .max_bytes = list_bytes(attachment)};
    int total = attachment->stream_count;
    int shown = total < CONVERSATION_PAGE_MAX ? total : CONVERSATION_PAGE_MAX;
    enum err err =
        conversation_page_of(change, &wanted, rows, shown, &attachment->page);
    if (err != OK) {
        return err;
    }
    attachment->page.more = attachment->page.count < total;
    for (int i = 0; i < attachment->page.count; i++) {
        struct conversation_view *view = &attachment->page.views[i];
        const struct attach_cursor *cursor = cursor_of(query, view->conversation.id);
        view->resync = cursor != NULL && !cursor_is_good(cursor, &view->conversation);
    }
    return OK;
}

enum err attach_read(struct change *change, const struct attach_query *query,
                     struct attachment *attachment_out)
{
    if (change->actor.person.v == 0) {
        return ERR_UNAUTHENTICATED;
    }
    struct attachment attachment = {0};
    enum err err = second_factor_demand(change);
    if (err == OK) {
        err = read_organisation(change, &attachment);
    }
    if (err != OK) {
        return err;
    }
    struct stay_query all = {.person = change->actor.person,
                             .limit = ATTACH_STREAMS_MAX};
    struct stay_listed *rows = NULL;
    err = stay_store_list(change->db, change->arena, all, &rows,
                          &attachment.stream_count);
    if (err != OK) {
        return err;
    }
    attachment.streams = arena_array(change->arena, (size_t)attachment.stream_count,
                                     sizeof(*attachment.streams));
    for (int i = 0; i < attachment.stream_count; i++) {
        attachment.streams[i] = stream_of(query, &rows[i]);
    }
    find_gone(change, query, &attachment);
    err = read_page(change, query, rows, &attachment);
    if (err == OK) {
        *attachment_out = attachment;
    }
    return err;
}
