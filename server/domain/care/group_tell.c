#include "domain/care/group_tell.h"

#include "domain/care/care_tell.h"
#include "store/stay_store.h"

enum err group_tell(struct change *change, conversation_id conversation)
{
    struct stay_query query = {.conversation = conversation, .limit = GROUP_TOLD_MAX};
    struct stay *members = NULL;
    int count = 0;
    enum err err =
        stay_store_members(change->db, change->arena, query, &members, &count);
    for (int i = 0; err == OK && i < count; i++) {
        err = care_tell(change, members[i].person,
                        (struct care_told){CARE_NEWS_GROUP, conversation.v});
    }
    return err;
}
