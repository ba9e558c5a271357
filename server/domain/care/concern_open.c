// Opening a concern.
#include "domain/care/concern.h"

#include "base/secret.h"
#include "domain/access.h"
#include "domain/audience.h"
#include "domain/care/alert.h"
#include "domain/care/concern_record.h"
#include "domain/care/rota.h"
#include "domain/event.h"
#include "domain/person.h"
#include "store/event_store.h"

#define DAY_MS 86400000LL

// value · reason
#define NUMBERS_SHORT 90000LL     // five digits, as long as they are easy to find
#define NUMBERS_LONG 9000000000LL // then ten
#define NUMBER_TRIES 40           // the first half of them short

static const enum concern_grade GRADES[CARE_RANKS] = {
    [CARE_RANK_DANGER] = CONCERN_GRADE_IMMEDIATE,
    [CARE_RANK_SAME_DAY] = CONCERN_GRADE_SAME_DAY,
    [CARE_RANK_HATE] = CONCERN_GRADE_DAY,
    [CARE_RANK_OTHER] = CONCERN_GRADE_DAY,
};

// A number by which people speak of it, drawn at random: a hole in somebody's list must
// not tell her that there is a concern which she does not see.
static enum err number_draw(struct change *change, organisation_id organisation,
                            int64_t *number_out)
{
    bool taken = true;
    enum err err = OK;
    for (int i = 0; err == OK && taken && i < NUMBER_TRIES; i++) {
        const int64_t range = i < NUMBER_TRIES / 2 ? NUMBERS_SHORT : NUMBERS_LONG;
        const int64_t drawn = (int64_t)(secret_random_u64() % (uint64_t)range);
        *number_out = range / 9 + drawn;
        err = concern_store_has_number(change->db, organisation, *number_out, &taken);
    }
    return err == OK && taken ? ERR_BUSY : err;
}

// Staffed time within which somebody looks: a quarter of an hour where somebody is in
// danger, else as for every report.
#define LOOK_AT_ONCE_MS (15 * 60000LL)
#define LOOK_MS (4 * 3600000LL)

// Until when somebody looks, where the rota promises it; where there is no promise,
// none is made.
static enum err promise(struct change *change, struct concern_view *view)
{
    struct concern *concern = &view->concern;
    const struct rota_post leads = {.organisation = concern->organisation,
                                    .part = DUTY_PART_SAFEGUARDING_LEAD};
    const bool is_pressing = concern->asked == CONCERN_GRADE_IMMEDIATE;
    bool staffed = false;
    int64_t due = 0;
    enum err err = rota_staffed(change, &leads, &staffed);
    // Of a lead it is the deputy who acts, whom no rota has.
    if (err != OK || !staffed || concern->is_about_lead) {
        return err;
    }
    err = rota_staffed_until(change, &leads, is_pressing ? LOOK_AT_ONCE_MS : LOOK_MS,
                             &due);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        concern->look_by_utc_ms = due;
    }
    return err;
}

static enum err store_it(struct change *change, const struct concern_new *new_concern,
                         struct concern *concern)
{
    struct concern_words words = {.cid = new_concern->cid, .rank = (int)concern->asked};
    enum err err = number_draw(change, concern->organisation, &concern->number);
    if (err == OK) {
        err = vault_key_make(change->vault, concern_scope(concern->id.v),
                             change->now_utc_ms);
    }
    if (err == OK) {
        err = concern_seal(change, concern->id, "what_sealed", new_concern->what,
                           &words.what);
    }
    if (err == OK) {
        err = concern_seal(change, concern->id, "where_sealed", new_concern->where,
                           &words.where);
    }
    return err == OK ? concern_store_insert(change->db, concern, &words) : err;
}

// The message as it is now: its words are kept, and whoever wrote it is somebody whom
// the concern is about.
static enum err keep_message(struct change *change, struct concern_view *view)
{
    const struct concern *concern = &view->concern;
    struct event_row row = {0};
    struct person_card author;
    struct concern_record record = {.kind = CONCERN_ENTRY_EXACT_WORDS};
    enum err err = event_store_get(change->db, change->arena, concern->conversation,
                                   concern->seq, &row);
    if (err == OK && row.event.kind != EVENT_MESSAGE_SENT) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = concern_add_person(change, view, row.event.by, false);
    }
    if (err == OK) {
        err = person_card(change, row.event.by, &author);
    }
    if (err != OK) {
        return err;
    }
    err = event_open_body(change, &row, &record.text);
    if (err == ERR_GONE) {
        return OK; // removed: what was said in words of whoever raises it must do
    }
    record.whom = author.name;
    record.person = row.event.by;
    record.happened_utc_ms = row.event.at_utc_ms;
    return err == OK ? concern_record_add(change, concern->id, &record) : err;
}

static enum err audit(struct change *change, const struct concern *concern,
                      person_id about)
{
    const struct audit_entry entry = {.action = "concern.raise",
                                      .object = concern->id.v,
                                      .object2 = about.v,
                                      .organisation = concern->organisation};
    return change_audit_entry(change, &entry);
}

static struct concern concern_of(const struct change *change,
                                 const struct concern_new *new_concern)
{
    return (struct concern){
        .id = concern_id_new(),
        .organisation = new_concern->organisation,
        .area = new_concern->area,
        .state = CONCERN_OPENED,
        .asked =
            new_concern->is_graded ? new_concern->asked : GRADES[new_concern->rank],
        .grade = CONCERN_UNGRADED,
        .outcome = CONCERN_NO_OUTCOME,
        .raised_by = new_concern->raised_by,
        .raised_utc_ms = change->now_utc_ms,
        .conversation = new_concern->conversation,
        .seq = new_concern->seq,
        .from_case = new_concern->from_case,
        .happened_utc_ms = new_concern->happened_utc_ms,
    };
}

enum err concern_open(struct change *change, const struct concern_new *new_concern,
                      concern_id *concern_out)
{
    const struct concern_record opened = {.kind = CONCERN_ENTRY_OPENED};
    struct concern_view view = {.concern = concern_of(change, new_concern)};
    const concern_id id = view.concern.id;
    enum err err = store_it(change, new_concern, &view.concern);
    if (err == OK) {
        err = concern_record_add(change, id, &opened);
    }
    if (err == OK && new_concern->about.v != 0) {
        err = concern_add_person(change, &view, new_concern->about, false);
    }
    if (err == OK && new_concern->conversation.v != 0) {
        err = keep_message(change, &view);
    }
    if (err == OK) {
        err = concern_find_deputy(change, &view);
    }
    if (err == OK) {
        err = promise(change, &view);
    }
    if (err == OK) {
        err = concern_keep(change, &view);
    }
    if (err == OK) {
        err = audit(change, &view.concern, new_concern->about);
    }
    if (err == OK) {
        err = alert_raise_concern(change, &view.concern);
    }
    if (err == OK) {
        *concern_out = id;
    }
    return err;
}

// Raised by somebody

// A message that the actor may read. Errors: ERR_NOT_FOUND.
static enum err check_visible(struct change *change, conversation_id conversation,
                              int64_t seq)
{
    struct grant grant;
    struct viewer viewer;
    struct event_row row = {0};
    enum err err = access_reader(change, conversation, &grant);
    if (err == OK) {
        err = event_store_get(change->db, change->arena, conversation, seq, &row);
    }
    if (err == OK) {
        err = audience_viewer(change, &grant, &viewer);
    }
    return err == OK && !access_event_visible(&viewer, &row.event) ? ERR_NOT_FOUND
                                                                   : err;
}

static enum err raised_before(struct change *change,
                              const struct concern_new *new_concern, concern_id id,
                              struct concern *concern_out)
{
    struct text what = {0};
    enum err err = concern_store_get(change->db, change->arena, id, concern_out);
    if (err == OK) {
        err = concern_text_read(change, id, CONCERN_TEXT_WHAT, &what);
    }
    if (err == OK && (!text_equal(what, new_concern->what) ||
                      concern_out->conversation.v != new_concern->conversation.v ||
                      concern_out->seq != new_concern->seq)) {
        err = ERR_CID_CONFLICT;
    }
    return err;
}

static enum err check_room(struct change *change)
{
    int64_t raised = 0;
    enum err err = concern_store_raised_since(change->db, change->actor.person,
                                              change->now_utc_ms - DAY_MS, &raised);
    return err == OK && raised >= CONCERNS_A_DAY_MAX ? ERR_RATE_LIMITED : err;
}

enum err concern_raise(struct change *change, const struct concern_new *concern,
                       struct concern *concern_out)
{
    struct concern_new own = *concern;
    concern_id id = {0};
    own.raised_by = change->actor.person;
    own.organisation = change->actor.organisation;
    enum err err = concern_store_by_cid(change->db, own.raised_by, own.cid, &id);
    if (err == OK) {
        return raised_before(change, &own, id, concern_out);
    }
    err = err == ERR_NOT_FOUND ? check_room(change) : err;
    if (err == OK && own.conversation.v != 0) {
        err = check_visible(change, own.conversation, own.seq);
    }
    if (err == OK) {
        err = concern_open(change, &own, &id);
    }
    return err == OK ? concern_store_get(change->db, change->arena, id, concern_out)
                     : err;
}
