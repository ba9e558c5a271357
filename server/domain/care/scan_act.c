#include "domain/care/scan_act.h"

#include "domain/access.h"
#include "domain/audience.h"
#include "domain/care/alert.h"
#include "domain/care/care_case.h"
#include "domain/care/care_tell.h"
#include "domain/care/rules.h"
#include "domain/pair.h"
#include "store/conversation_store.h"
#include "store/event_store.h"
#include "store/pair_store.h"

static enum err give_card(struct change *change, const struct scan_step *step,
                          const struct scan_hit *hit, uint32_t categories)
{
    enum help_card card = HELP_CARD_CRISIS;
    if (!rules_card(categories, &card)) {
        return OK;
    }
    return care_tell_help(change, hit->author, card, step->conversation, hit->seq);
}

// Whoever reads this message as a buddy of its author.
static bool is_buddy(const struct viewer *viewer, const struct event *event,
                     const struct person_ids *supporters)
{
    for (size_t i = 0; i < supporters->count; i++) {
        if (person_id_equal(viewer->person, supporters->ids[i])) {
            return access_event_visible(viewer, event);
        }
    }
    return false;
}

// How to answer a carer whom the child hurts. Only where the buddy reads the message
// herself: nobody learns by a card what was said elsewhere.
static enum err tell_buddy(struct change *change, const struct scan_step *step,
                           const struct scan_hit *hit)
{
    struct person_ids supporters = {0};
    struct event_row row = {0};
    struct audience audience = {0};
    enum err err = pair_store_supporters(change->db, change->arena, hit->author,
                                         PAIRS_PER_PERSON_MAX, &supporters);
    if (err != OK || supporters.count == 0) {
        return err;
    }
    err =
        event_store_get(change->db, change->arena, step->conversation, hit->seq, &row);
    if (err == OK) {
        err = audience_load(change, step->conversation, &audience);
    }
    for (int i = 0; err == OK && i < audience.count; i++) {
        const struct viewer *viewer = &audience.viewers[i];
        if (is_buddy(viewer, &row.event, &supporters)) {
            err = care_tell_help(change, viewer->person, HELP_CARD_BUDDY,
                                 step->conversation, hit->seq);
        }
    }
    return err;
}

static enum err call(struct change *change, const struct scan_step *step,
                     const struct scan_hit *hit, uint32_t categories)
{
    struct conversation_row row;
    if (!rules_alert(categories)) {
        return OK;
    }
    const enum err err =
        conversation_store_get(change->db, change->arena, step->conversation, &row);
    if (err != OK) {
        return err;
    }
    const struct alert_cause cause = {.organisation = step->organisation,
                                      .area = row.conversation.area,
                                      .conversation = step->conversation,
                                      .seq = hit->seq,
                                      .author = hit->author,
                                      .risks = categories};
    return alert_raise(change, &cause);
}

// Taken back by its author in the meantime, it leaves nothing to be done.
static enum err still_stands(struct change *change, const struct scan_step *step,
                             const struct scan_hit *hit, bool *stands_out)
{
    struct event_row row;
    const enum err err =
        event_store_get(change->db, change->arena, step->conversation, hit->seq, &row);
    *stands_out = err == OK && !row.event.removed;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err act(struct change *change, const struct scan_step *step,
                    const struct scan_hit *hit, uint32_t categories)
{
    // What is not clear waits in the queue: a card beside every tenth message, and a
    // call at night for each, would soon be read by nobody.
    const uint32_t clear = categories & hit->found.clear;
    enum err err = give_card(change, step, hit, clear);
    if (err == OK && rules_tells_buddy(clear)) {
        err = tell_buddy(change, step, hit);
    }
    if (err == OK) {
        err = call(change, step, hit, clear);
    }
    return err == OK ? care_case_open_risk(change, step->conversation, hit->seq,
                                           categories, rules_rank(categories))
                     : err;
}

enum err scan_act(struct change *change, const struct scan_step *step,
                  const struct scan_hit *hit)
{
    struct rules_kept kept;
    bool is_new = false;
    bool stands = false;
    enum err err = still_stands(change, step, hit, &stands);
    if (err != OK || !stands) {
        return err;
    }
    err = rules_keep(change, step->organisation, &hit->found, &kept);
    if (err == OK) {
        err = rules_note(change, &kept, step->conversation, hit->seq, &is_new);
    }
    return err == OK && is_new ? act(change, step, hit, kept.categories) : err;
}
