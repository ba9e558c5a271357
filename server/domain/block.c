#include "domain/block.h"

#include "domain/access.h"
#include "domain/care/group_name.h"
#include "domain/gate_version.h"
#include "domain/matching/match_offer.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/safety.h"
#include "store/block_store.h"
#include "store/pair_store.h"

static enum err note(struct change *change, enum safety_kind kind, person_id person)
{
    return safety_note(change, (struct safety_record){.kind = kind,
                                                      .a = change->actor.person.v,
                                                      .b = person.v});
}

enum err block_add(struct change *change, person_id person)
{
    person_id actor = change->actor.person;
    bool met = false;
    bool is_new = false;
    int64_t count = 0;
    if (person_id_equal(actor, person)) {
        return ERR_NOT_FOUND;
    }
    enum err err = block_store_have_met(change->db, actor, person, &met);
    if (err == OK && !met) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = block_store_count(change->db, actor, &count);
    }
    if (err == OK && count >= BLOCKS_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err == OK) {
        err =
            block_store_insert(change->db, actor, person, change->now_utc_ms, &is_new);
    }
    if (err == OK && is_new) {
        change_add_block(change, &(struct block_pair){actor, person});
        err = note(change, SAFETY_BLOCK, person);
        if (err == OK) {
            err = gate_version_raise_both(change, actor, person);
        }
        if (err == OK) {
            err = match_gate_closed(change, actor, person);
        }
    }
    return err;
}

enum err block_remove(struct change *change, person_id person)
{
    bool deleted = false;
    bool met = false;
    enum err err =
        block_store_delete(change->db, change->actor.person, person, &deleted);
    if (err == OK && !deleted) {
        err = block_store_have_met(change->db, change->actor.person, person, &met);
    }
    if (err == OK && !deleted && !met) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && deleted) {
        err = note(change, SAFETY_UNBLOCK, person);
    }
    if (err == OK && deleted) {
        err = gate_version_raise_both(change, change->actor.person, person);
    }
    return err;
}

#define STAFF                                                                          \
    (ROLE_BIT(ROLE_FACILITATOR) | ROLE_BIT(ROLE_COORDINATOR) |                         \
     ROLE_BIT(ROLE_SAFEGUARDING_LEAD))

enum err block_card(struct change *change, person_id person,
                    struct person_card *card_out)
{
    conversation_id pair;
    enum err err = person_card(change, person, card_out);
    if (err != OK || access_any_role(&change->actor, STAFF) == OK) {
        return err;
    }
    err = pair_store_find(change->db, change->actor.person, person, &pair);
    return err == ERR_NOT_FOUND ? group_name_known(change, card_out) : err;
}

enum err block_list(struct change *change, struct person_card **list_out,
                    size_t *count_out)
{
    struct person_ids ids;
    enum err err = block_store_list(change->db, change->arena, change->actor.person,
                                    BLOCKS_MAX, &ids);
    if (err != OK) {
        return err;
    }
    struct person_card *list = arena_array(change->arena, ids.count, sizeof(*list));
    size_t count = 0;
    for (size_t i = 0; err == OK && i < ids.count; i++) {
        bool apart = false;
        err = safeguarding_is_apart(change, ids.ids[i], &apart);
        if (err == OK && !apart) {
            err = block_card(change, ids.ids[i], &list[count++]);
        }
    }
    if (err == OK) {
        *list_out = list;
        *count_out = count;
    }
    return err;
}

enum err block_between(struct change *change, person_id a, person_id b,
                       bool *blocked_out)
{
    return block_store_between(change->db, a, b, blocked_out);
}

enum err block_hidden(struct change *change, person_id person, person_id **people_out,
                      int *count_out)
{
    struct person_ids ids;
    enum err err = block_store_hidden(change->db, change->arena, person, &ids);
    if (err == OK) {
        *people_out = ids.ids;
        *count_out = (int)ids.count;
    }
    return err;
}
