#include "domain/care/opening.h"

#include "domain/access.h"
#include "domain/care/care_tell.h"
#include "domain/care/concern.h"
#include "domain/membership.h"
#include "domain/timer.h"
#include "store/conversation_store.h"
#include "store/opening_store.h"
#include "store/pair_store.h"

#define HOUR_MS 3600000LL

// value · reason
#define READ_MS (24 * HOUR_MS)       // long enough to act, too short to browse
#define DECIDE_MS (7 * 24 * HOUR_MS) // what nobody agreed to by then was not needed
#define TOLD_MAX MEMBERSHIP_MAX      // everybody whom a group has room for

#define LEADS ROLE_BIT(ROLE_SAFEGUARDING_LEAD)
#define DECIDERS (LEADS | ROLE_BIT(ROLE_ADMINISTRATOR))

#define TO(name) (1u << OPENING_##name)

// Which states may follow which, as bits.
static const unsigned NEXT[OPENING_STATES] = {
    [OPENING_ASKED] = TO(APPROVED) | TO(REFUSED) | TO(LAPSED),
    [OPENING_APPROVED] = TO(OVER),
};

static const char *const COLUMNS[OPENING_TEXTS] = {
    [OPENING_TEXT_REASON] = "reason_sealed",
    [OPENING_TEXT_SILENT] = "silent_sealed",
    [OPENING_TEXT_REFUSAL] = "refusal_sealed",
};

// The one function by which an opening changes its state.
static enum err advance(struct change *change, struct opening_row *row,
                        enum opening_state next)
{
    if ((NEXT[row->opening.state] & (1u << next)) == 0) {
        return ERR_WRONG_STATE;
    }
    row->opening.state = next;
    return opening_store_update(change->db, row);
}

// Words

static struct seal_place place_of(const struct opening_row *row,
                                  enum opening_text which)
{
    const int64_t id = row->opening.id.v;
    return (struct seal_place){"opening", COLUMNS[which], id, 0, concern_scope(id)};
}

static enum err text_seal(struct change *change, struct opening_row *row,
                          enum opening_text which, struct text plain)
{
    struct sealed sealed;
    if (plain.len == 0) {
        return OK;
    }
    enum err err =
        vault_seal(change->vault, change->arena, place_of(row, which), plain, &sealed);
    if (err == OK) {
        row->texts[which] = (struct opening_sealed){sealed.bytes, sealed.key_version};
    }
    return err;
}

static enum err text_open(struct change *change, const struct opening_row *row,
                          enum opening_text which, struct text *plain_out)
{
    const struct opening_sealed *sealed = &row->texts[which];
    return vault_open_sealed(change->vault, change->arena, place_of(row, which),
                             (struct sealed){sealed->bytes, sealed->version},
                             plain_out);
}

// Who

static bool has_any(const struct change *change, unsigned roles)
{
    return access_any_role(&change->actor, roles) == OK;
}

// Whether the actor may be the second person of any opening.
static enum err is_decider(struct change *change, bool *is_out)
{
    person_id deputy;
    enum err err =
        concern_store_deputy(change->db, change->actor.organisation, &deputy);
    if (err == OK) {
        *is_out = has_any(change, DECIDERS) ||
                  (deputy.v != 0 && person_id_equal(deputy, change->actor.person));
    }
    return err;
}

// Errors: ERR_NOT_FOUND (of elsewhere, or of talk that the actor was in).
static enum err find(struct change *change, opening_id id, struct opening_row *row_out)
{
    struct opening_row row;
    bool is_member = true;
    enum err err = opening_store_get(change->db, change->arena, id, &row);
    if (err == OK) {
        err = opening_store_is_member(change->db, row.opening.conversation,
                                      change->actor.person, &is_member);
    }
    if (err == OK &&
        (is_member || !organisation_id_equal(row.opening.organisation,
                                             change->actor.organisation))) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        *row_out = row;
    }
    return err;
}

static enum err find_to_decide(struct change *change, opening_id id,
                               struct opening_row *row_out)
{
    bool may = false;
    enum err err = is_decider(change, &may);
    if (err == OK && !may) {
        err = ERR_DENIED;
    }
    if (err == OK) {
        err = find(change, id, row_out);
    }
    if (err == OK && person_id_equal(row_out->opening.asked_by, change->actor.person)) {
        err = ERR_DENIED;
    }
    return err;
}

// Telling

static struct care_told told_of(const struct opening *opening)
{
    return (struct care_told){CARE_NEWS_OPENING, opening->id.v};
}

// Whoever may agree, and whoever asked; nobody who is or was in the conversation.
static enum err tell_staff(struct change *change, const struct opening *opening)
{
    struct person_ids own;
    person_id deputy = {0};
    bool is_member = true;
    enum err err = opening_store_staff_in(change->db, change->arena,
                                          opening->conversation, TOLD_MAX, &own);
    if (err != OK) {
        return err;
    }
    const struct care_staff staff = {.organisation = opening->organisation,
                                     .roles = DECIDERS,
                                     .except = own.ids,
                                     .except_count = (int)own.count};
    err = care_tell_staff(change, &staff, told_of(opening));
    if (err == OK) {
        err = concern_store_deputy(change->db, opening->organisation, &deputy);
    }
    if (err == OK && deputy.v != 0) {
        err = opening_store_is_member(change->db, opening->conversation, deputy,
                                      &is_member);
    }
    return err == OK && !is_member ? care_tell(change, deputy, told_of(opening)) : err;
}

static enum err tell_members(struct change *change, struct opening_row *row)
{
    struct person_ids members;
    enum err err = opening_store_members(change->db, change->arena,
                                         row->opening.conversation, TOLD_MAX, &members);
    for (size_t i = 0; err == OK && i < members.count; i++) {
        err = care_tell(change, members.ids[i], told_of(&row->opening));
    }
    row->opening.told_utc_ms = change->now_utc_ms;
    return err == OK ? opening_store_update(change->db, row) : err;
}

static enum err audit(struct change *change, const struct opening_row *row,
                      const char *action, struct text reason)
{
    const struct opening *opening = &row->opening;
    const bool is_second = person_id_equal(opening->asked_by, change->actor.person);
    const struct audit_entry entry = {.action = action,
                                      .object = opening->id.v,
                                      .object2 = opening->conversation.v,
                                      .reason = reason,
                                      .approver = is_second ? opening->decided_by
                                                            : (person_id){0}};
    return change_audit_entry(change, &entry);
}

// Asking

// A pair or a group of the actor's organisation in which she never was.
static enum err find_talk(struct change *change, conversation_id id,
                          struct conversation *conversation_out)
{
    struct conversation_row row;
    bool is_member = true;
    enum err err = conversation_store_get(change->db, change->arena, id, &row);
    if (err == OK) {
        err = opening_store_is_member(change->db, id, change->actor.person, &is_member);
    }
    if (err != OK) {
        return err;
    }
    const struct conversation *talk = &row.conversation;
    const bool is_talk =
        talk->kind == CONVERSATION_PAIR || talk->kind == CONVERSATION_GROUP;
    if (is_member || !is_talk ||
        !organisation_id_equal(talk->organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    *conversation_out = *talk;
    return OK;
}

static enum err asked_before(struct change *change,
                             const struct opening_new *new_opening,
                             opening_id *opening_out)
{
    struct opening_row row;
    struct text reason = {0};
    enum err err = opening_store_by_cid(change->db, change->arena, change->actor.person,
                                        new_opening->cid, &row);
    if (err == OK) {
        err = text_open(change, &row, OPENING_TEXT_REASON, &reason);
    }
    if (err == OK && (row.opening.conversation.v != new_opening->conversation.v ||
                      row.opening.why != new_opening->why ||
                      !text_equal(reason, new_opening->reason))) {
        err = ERR_CID_CONFLICT;
    }
    if (err == OK) {
        *opening_out = row.opening.id;
    }
    return err;
}

// Only what was said by now: talk goes on unread.
static enum err set_range(struct change *change, const struct opening_new *new_opening,
                          const struct conversation *talk, struct opening *opening)
{
    const int64_t until = new_opening->until_seq;
    opening->from_seq = new_opening->from_seq == 0 ? 1 : new_opening->from_seq;
    opening->until_seq = until == 0 || until > talk->head ? talk->head : until;
    if (opening->until_seq < opening->from_seq) {
        change->at_fault = "until_seq";
        return ERR_BAD_REQUEST;
    }
    return OK;
}

static enum err store_it(struct change *change, const struct opening_new *new_opening,
                         struct opening_row *row)
{
    enum err err = vault_key_make(change->vault, concern_scope(row->opening.id.v),
                                  change->now_utc_ms);
    if (err == OK) {
        err = text_seal(change, row, OPENING_TEXT_REASON, new_opening->reason);
    }
    if (err == OK) {
        err = text_seal(change, row, OPENING_TEXT_SILENT, new_opening->silent_reason);
    }
    if (err == OK) {
        err = opening_store_insert(change->db, row);
    }
    if (err == OK) {
        err = timer_set(change, TIMER_OPENING, row->opening.id.v,
                        change->now_utc_ms + DECIDE_MS);
    }
    return err;
}

enum err opening_pair_of(struct change *change, person_id one, person_id other,
                         conversation_id *conversation_out)
{
    const enum err err = access_any_role(&change->actor, LEADS);
    return err == OK ? pair_store_find(change->db, one, other, conversation_out) : err;
}

enum err opening_ask(struct change *change, const struct opening_new *new_opening,
                     opening_id *opening_out)
{
    struct conversation talk;
    struct opening_row row = {.cid = new_opening->cid};
    enum err err = access_any_role(&change->actor, LEADS);
    if (err == OK) {
        err = asked_before(change, new_opening, opening_out);
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    row.opening = (struct opening){.id = opening_id_new(),
                                   .organisation = change->actor.organisation,
                                   .conversation = new_opening->conversation,
                                   .state = OPENING_ASKED,
                                   .why = new_opening->why,
                                   .asked_by = change->actor.person,
                                   .asked_utc_ms = change->now_utc_ms,
                                   .silent = new_opening->silent_reason.len > 0};
    err = find_talk(change, new_opening->conversation, &talk);
    if (err == OK) {
        err = set_range(change, new_opening, &talk, &row.opening);
    }
    if (err == OK) {
        err = store_it(change, new_opening, &row);
    }
    if (err == OK) {
        err = tell_staff(change, &row.opening);
    }
    if (err == OK) {
        *opening_out = row.opening.id;
        err = audit(change, &row, "opening.ask", new_opening->reason);
    }
    return err;
}

// Deciding

static void note_decider(const struct change *change, struct opening *opening)
{
    opening->decided_by = change->actor.person;
    opening->decided_utc_ms = change->now_utc_ms;
}

enum err opening_approve(struct change *change, opening_id id,
                         int64_t *read_until_utc_ms_out)
{
    struct opening_row row;
    enum err err = find_to_decide(change, id, &row);
    if (err != OK) {
        return err;
    }
    note_decider(change, &row.opening);
    row.opening.read_until_utc_ms = change->now_utc_ms + READ_MS;
    err = advance(change, &row, OPENING_APPROVED);
    if (err == OK) {
        err = timer_set(change, TIMER_OPENING, id.v, row.opening.read_until_utc_ms);
    }
    if (err == OK) {
        err = tell_staff(change, &row.opening);
    }
    if (err == OK) {
        *read_until_utc_ms_out = row.opening.read_until_utc_ms;
        err = audit(change, &row, "opening.approve", TEXT(""));
    }
    return err;
}

enum err opening_refuse(struct change *change, opening_id id, struct text reason)
{
    struct opening_row row;
    enum err err = find_to_decide(change, id, &row);
    if (err == OK) {
        note_decider(change, &row.opening);
        err = text_seal(change, &row, OPENING_TEXT_REFUSAL, reason);
    }
    if (err == OK) {
        err = advance(change, &row, OPENING_REFUSED);
    }
    if (err == OK) {
        err = timer_clear(change, TIMER_OPENING, id.v);
    }
    if (err == OK) {
        err = tell_staff(change, &row.opening);
    }
    return err == OK ? audit(change, &row, "opening.refuse", reason) : err;
}

// Reading

static enum err check_readable(const struct change *change,
                               const struct opening *opening)
{
    if (!person_id_equal(opening->asked_by, change->actor.person)) {
        return ERR_DENIED;
    }
    if (opening->state == OPENING_OVER) {
        return ERR_EXPIRED;
    }
    if (opening->state != OPENING_APPROVED) {
        return ERR_WRONG_STATE;
    }
    return change->now_utc_ms < opening->read_until_utc_ms ? OK : ERR_EXPIRED;
}

static enum err note_read(struct change *change, struct opening_row *row)
{
    if (row->opening.read_utc_ms == 0) {
        row->opening.read_utc_ms = change->now_utc_ms;
    }
    if (!row->opening.silent && row->opening.told_utc_ms == 0) {
        return tell_members(change, row);
    }
    return opening_store_update(change->db, row);
}

enum err opening_read(struct change *change, opening_id id, int64_t after,
                      struct history_page *page_out)
{
    struct opening_row row;
    struct grant grant;
    struct text reason = {0};
    enum err err = access_any_role(&change->actor, LEADS);
    if (err == OK) {
        err = find(change, id, &row);
    }
    if (err == OK) {
        err = check_readable(change, &row.opening);
    }
    if (err == OK) {
        const struct stay range = {.since_seq = row.opening.from_seq,
                                   .until_seq = row.opening.until_seq};
        err = access_opened(change, row.opening.conversation, &range, &grant);
    }
    if (err == OK) {
        const struct history_opening from = {after, row.opening.asked_utc_ms};
        err = history_opened(change, &grant, &from, page_out);
    }
    if (err == OK) {
        err = note_read(change, &row);
    }
    if (err == OK) {
        err = text_open(change, &row, OPENING_TEXT_REASON, &reason);
    }
    return err == OK ? audit(change, &row, "opening.read", reason) : err;
}

// Who may say that the people of the conversation may know.
static bool may_end_silence(const struct change *change, const struct opening *opening)
{
    const person_id self = change->actor.person;
    return has_any(change, LEADS) || person_id_equal(opening->asked_by, self) ||
           person_id_equal(opening->decided_by, self);
}

enum err opening_end_silence(struct change *change, opening_id id)
{
    struct opening_row row;
    enum err err = find(change, id, &row);
    if (err == OK && !may_end_silence(change, &row.opening)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && !row.opening.silent) {
        err = ERR_WRONG_STATE;
    }
    if (err != OK) {
        return err;
    }
    row.opening.silent = false;
    err = row.opening.read_utc_ms != 0 ? tell_members(change, &row)
                                       : opening_store_update(change->db, &row);
    if (err == OK) {
        err = tell_staff(change, &row.opening);
    }
    return err == OK ? audit(change, &row, "opening.end_silence", TEXT("")) : err;
}

// Lists

static enum err view_fill(struct change *change, const struct opening_row *row,
                          bool decides, struct opening_view *view)
{
    const struct opening *opening = &row->opening;
    const bool is_asker = person_id_equal(opening->asked_by, change->actor.person);
    struct conversation_row talk;
    view->opening = *opening;
    view->can[OPENING_ACT_DECIDE] =
        decides && !is_asker && opening->state == OPENING_ASKED;
    view->can[OPENING_ACT_READ] = check_readable(change, opening) == OK;
    view->can[OPENING_ACT_END_SILENCE] =
        opening->silent && may_end_silence(change, opening);
    enum err err =
        conversation_store_get(change->db, change->arena, opening->conversation, &talk);
    if (err == OK) {
        view->kind = talk.conversation.kind;
        err = opening_store_members(change->db, change->arena, opening->conversation,
                                    OPENING_MEMBERS_MAX, &view->members);
    }
    if (err == OK) {
        err = text_open(change, row, OPENING_TEXT_REASON, &view->reason);
    }
    if (err == OK) {
        err = text_open(change, row, OPENING_TEXT_SILENT, &view->silent_reason);
    }
    return err == OK ? text_open(change, row, OPENING_TEXT_REFUSAL, &view->refusal)
                     : err;
}

static enum err page_fill(struct change *change, const struct opening_rows *rows,
                          bool decides, struct opening_page *page)
{
    const size_t count =
        rows->count < OPENING_PAGE_MAX ? rows->count : OPENING_PAGE_MAX;
    enum err err = OK;
    page->views = arena_array(change->arena, count, sizeof *page->views);
    for (size_t i = 0; i < count && err == OK; i++) {
        err = view_fill(change, &rows->rows[i], decides, &page->views[i]);
    }
    page->count = count;
    page->more = rows->count > count;
    return err;
}

enum err opening_list(struct change *change, opening_id after,
                      struct opening_page *page_out)
{
    struct opening_query query = {.organisation = change->actor.organisation,
                                  .viewer = change->actor.person,
                                  .limit = OPENING_PAGE_MAX + 1};
    struct opening_row last;
    struct opening_rows rows;
    struct opening_page page = {0};
    bool decides = false;
    enum err err = is_decider(change, &decides);
    if (err == OK && after.v != 0) {
        err = find(change, after, &last);
        query.before = after;
        query.before_utc_ms = err == OK ? last.opening.asked_utc_ms : 0;
    }
    if (err != OK) {
        return err;
    }
    query.own_only = !decides;
    err = opening_store_list(change->db, change->arena, &query, &rows);
    if (err == OK) {
        err = page_fill(change, &rows, decides, &page);
    }
    if (err == OK) {
        *page_out = page;
    }
    return err;
}

enum err opening_own(struct change *change, struct opening **list_out,
                     size_t *count_out)
{
    struct opening_rows rows;
    enum err err = opening_store_told(change->db, change->arena, change->actor.person,
                                      OPENING_OWN_MAX, &rows);
    if (err != OK) {
        return err;
    }
    *list_out = arena_array(change->arena, rows.count, sizeof **list_out);
    for (size_t i = 0; i < rows.count; i++) {
        (*list_out)[i] = rows.rows[i].opening;
    }
    *count_out = rows.count;
    return OK;
}

enum err opening_due(struct change *change, int64_t id)
{
    struct opening_row row;
    enum err err = opening_store_get(change->db, change->arena, (opening_id){id}, &row);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK && row.opening.state == OPENING_ASKED) {
        err = advance(change, &row, OPENING_LAPSED);
    } else if (err == OK && row.opening.state == OPENING_APPROVED) {
        err = advance(change, &row, OPENING_OVER);
    }
    return err == OK ? tell_staff(change, &row.opening) : err;
}
