#include "domain/care/group_meeting.h"

#include "domain/access.h"
#include "domain/care/group_meeting_part.h"
#include "domain/care/group_name.h"
#include "domain/care/group_tell.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/meeting_store.h"
#include "store/stay_store.h"

#define AHEAD_MAX_MS (366 * 86400000LL)

// A meeting that runs over is not past at once; nor is one whose end nobody wrote down.
#define RUNS_OVER_MS (2 * 3600000LL)

// The register is opened a little before the meeting, while people come in.
#define DOORS_MS 3600000LL

static bool is_done(const struct meeting *meeting)
{
    return meeting->state == MEETING_STATE_OVER ||
           meeting->state == MEETING_STATE_CANCELLED;
}

static enum err refuse(struct change *change, const char *at_fault)
{
    change->at_fault = at_fault;
    return ERR_BAD_REQUEST;
}

static enum err check_plan(struct change *change, const struct meeting *meeting)
{
    if (meeting->at_utc_ms < change->now_utc_ms ||
        meeting->at_utc_ms > change->now_utc_ms + AHEAD_MAX_MS) {
        return refuse(change, "at");
    }
    if (meeting->mode == MEETING_MODE_ONLINE && meeting->link.len == 0) {
        return refuse(change, "link");
    }
    if (meeting->mode == MEETING_MODE_VENUE && meeting->venue.len == 0) {
        return refuse(change, "venue");
    }
    return OK;
}

static enum err rows_of(struct change *change, conversation_id conversation, bool past,
                        struct meeting_rows *rows_out)
{
    const struct meeting_query query = {.conversation = conversation,
                                        .past = past,
                                        .since_utc_ms =
                                            change->now_utc_ms - RUNS_OVER_MS,
                                        .limit = GROUP_MEETINGS_MAX + 1};
    return meeting_store_list(change->db, change->arena, &query, rows_out);
}

enum err group_meeting_create(struct change *change, const struct meeting *wanted,
                              meeting_id *meeting_out)
{
    struct grant grant;
    struct meeting_rows rows = {0};
    struct meeting meeting = *wanted;
    meeting.id = meeting_id_new();
    meeting.state = MEETING_STATE_PLANNED;
    enum err err = access_keeper(change, wanted->conversation, &grant);
    if (err == OK) {
        err = check_plan(change, &meeting);
    }
    if (err == OK) {
        err = rows_of(change, wanted->conversation, false, &rows);
    }
    if (err == OK && rows.count >= GROUP_MEETINGS_MAX) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = group_meeting_part_keep(change, &meeting, true);
    }
    if (err == OK) {
        *meeting_out = meeting.id;
    }
    return err;
}

static void apply(const struct group_meeting_change *wanted, struct meeting *meeting)
{
    const struct meeting *to = &wanted->to;
    meeting->at_utc_ms = wanted->has_at ? to->at_utc_ms : meeting->at_utc_ms;
    meeting->minutes = wanted->has_minutes ? to->minutes : meeting->minutes;
    meeting->mode = wanted->has_mode ? to->mode : meeting->mode;
    meeting->link = wanted->has_link ? to->link : meeting->link;
    meeting->venue = wanted->has_venue ? to->venue : meeting->venue;
    meeting->access = wanted->has_access ? to->access : meeting->access;
    meeting->childcare = wanted->has_childcare ? to->childcare : meeting->childcare;
}

// A meeting that is planned still, for whoever looks after its group.
static enum err find_planned(struct change *change, meeting_id id,
                             struct meeting *meeting_out)
{
    enum err err = group_meeting_part_keeper(change, id, meeting_out);
    return err == OK && meeting_out->state != MEETING_STATE_PLANNED ? ERR_WRONG_STATE
                                                                    : err;
}

enum err group_meeting_change(struct change *change, meeting_id id,
                              const struct group_meeting_change *wanted)
{
    struct meeting meeting;
    enum err err = find_planned(change, id, &meeting);
    if (err == OK) {
        apply(wanted, &meeting);
        err = check_plan(change, &meeting);
    }
    return err == OK ? group_meeting_part_keep(change, &meeting, false) : err;
}

enum err group_meeting_cancel(struct change *change, meeting_id id)
{
    struct meeting meeting;
    enum err err = find_planned(change, id, &meeting);
    meeting.state = MEETING_STATE_CANCELLED;
    return err == OK ? group_meeting_part_keep(change, &meeting, false) : err;
}

static enum err parts_of(struct change *change, meeting_id id,
                         struct meeting_parts *parts_out)
{
    return meeting_store_parts(change->db, change->arena, id, GROUP_MEETING_PEOPLE_MAX,
                               parts_out);
}

// Her part in the meeting, or an empty one of hers where there is room for it.
static enum err part_for(struct change *change, meeting_id id, person_id person,
                         struct meeting_part *part_out)
{
    struct meeting_parts parts = {0};
    enum err err = parts_of(change, id, &parts);
    if (err != OK) {
        return err;
    }
    const struct meeting_part *known = group_meeting_part_of(&parts, person);
    *part_out = known != NULL ? *known : (struct meeting_part){.person = person};
    bool is_full = known == NULL && parts.count == GROUP_MEETING_PEOPLE_MAX;
    return is_full ? ERR_WRONG_STATE : OK;
}

enum err group_meeting_book(struct change *change, meeting_id id, bool coming,
                            const struct text *needs)
{
    struct meeting meeting;
    struct meeting_part part;
    enum err err = group_meeting_part_member(change, id, &meeting);
    if (err == OK && is_done(&meeting)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = part_for(change, id, change->actor.person, &part);
    }
    if (err == OK && needs != NULL) {
        err = group_meeting_part_seal_needs(change, id, *needs, &part);
    }
    if (err != OK) {
        return err;
    }
    part.coming = coming ? MEETING_ANSWER_YES : MEETING_ANSWER_NO;
    err = meeting_store_put_part(change->db, id, &part);
    return err == OK ? group_tell(change, meeting.conversation) : err;
}

static enum err check_was_member(struct change *change, conversation_id conversation,
                                 person_id person, bool is_now)
{
    struct stay_query query = {conversation, person, STAYS_MAX};
    struct stay_set set;
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    bool is_in = err == OK && set.rows[set.count - 1].stay.end == STAY_CURRENT;
    return err == OK && is_now && !is_in ? ERR_NOT_FOUND : err;
}

enum err group_meeting_attended(struct change *change, meeting_id id, person_id person,
                                bool came)
{
    struct meeting meeting;
    struct meeting_part part;
    enum err err = group_meeting_part_keeper(change, id, &meeting);
    if (err == OK) {
        err = check_was_member(change, meeting.conversation, person, false);
    }
    if (err == OK && (meeting.state == MEETING_STATE_CANCELLED ||
                      meeting.at_utc_ms > change->now_utc_ms + DOORS_MS)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = part_for(change, id, person, &part);
    }
    if (err != OK) {
        return err;
    }
    part.came = came ? MEETING_ANSWER_YES : MEETING_ANSWER_NO;
    err = meeting_store_put_part(change->db, id, &part);
    return err == OK ? group_tell(change, meeting.conversation) : err;
}

// ---- held here

enum err group_meeting_begin(struct change *change, meeting_id id)
{
    struct meeting meeting;
    struct meeting_parts parts = {0};
    int place = 0;
    enum err err = find_planned(change, id, &meeting);
    if (err == OK && meeting.mode != MEETING_MODE_HERE) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = parts_of(change, id, &parts);
    }
    for (size_t i = 0; err == OK && i < parts.count; i++) {
        struct meeting_part *part = &parts.rows[i];
        if (part->coming == MEETING_ANSWER_YES) {
            part->place = ++place;
            part->turn = MEETING_TURN_WAITING;
            err = meeting_store_put_part(change->db, id, part);
        }
    }
    meeting.state = MEETING_STATE_OPENING;
    return err == OK ? group_meeting_part_keep(change, &meeting, false) : err;
}

// Whoever has the turn has had it.
static enum err end_turn(struct change *change, meeting_id id,
                         const struct meeting_parts *parts, enum meeting_turn became)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < parts->count; i++) {
        struct meeting_part *part = &parts->rows[i];
        if (part->place > 0 && part->turn == MEETING_TURN_NOW) {
            part->turn = became;
            err = meeting_store_put_part(change->db, id, part);
        }
    }
    return err;
}

static enum err give_turn(struct change *change, meeting_id id,
                          const struct meeting_parts *parts, person_id person)
{
    struct meeting_part part = {.person = person};
    const struct meeting_part *known = group_meeting_part_of(parts, person);
    int last = 0;
    for (size_t i = 0; i < parts->count; i++) {
        last = parts->rows[i].place > last ? parts->rows[i].place : last;
    }
    if (known == NULL && parts->count == GROUP_MEETING_PEOPLE_MAX) {
        return ERR_WRONG_STATE;
    }
    if (known != NULL) {
        part = *known;
    }
    part.place = part.place == 0 ? last + 1 : part.place;
    part.turn = MEETING_TURN_NOW;
    part.came = MEETING_ANSWER_YES;
    return meeting_store_put_part(change->db, id, &part);
}

// Whose turn it may be, or, for nobody, whether there is a round to end.
static enum err check_turn(struct change *change, const struct meeting *meeting,
                           person_id person)
{
    if (meeting->state == MEETING_STATE_OPENING && person.v == 0) {
        return ERR_WRONG_STATE;
    }
    if (meeting->state != MEETING_STATE_OPENING &&
        meeting->state != MEETING_STATE_ROUND) {
        return ERR_WRONG_STATE;
    }
    return person.v == 0
               ? OK
               : check_was_member(change, meeting->conversation, person, true);
}

enum err group_meeting_turn(struct change *change, meeting_id id, person_id person)
{
    struct meeting meeting;
    struct meeting_parts parts = {0};
    enum err err = group_meeting_part_keeper(change, id, &meeting);
    if (err == OK) {
        err = check_turn(change, &meeting, person);
    }
    if (err == OK) {
        err = parts_of(change, id, &parts);
    }
    if (err == OK) {
        err = end_turn(change, id, &parts, MEETING_TURN_HAD);
    }
    if (err == OK && person.v != 0) {
        err = give_turn(change, id, &parts, person);
    }
    meeting.state = person.v != 0 ? MEETING_STATE_ROUND : MEETING_STATE_CLOSING;
    return err == OK ? group_meeting_part_keep(change, &meeting, false) : err;
}

static enum err pass_on(struct change *change, meeting_id id,
                        const struct meeting_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct meeting_part *part = &parts->rows[i];
        if (part->place > 0 && part->turn == MEETING_TURN_WAITING) {
            return give_turn(change, id, parts, part->person);
        }
    }
    return OK;
}

// The actor gives her turn on, or says beforehand that she will pass.
static enum err leave_turn(struct change *change, meeting_id id,
                           enum meeting_turn became)
{
    struct meeting meeting;
    struct meeting_parts parts = {0};
    enum err err = group_meeting_part_member(change, id, &meeting);
    if (err == OK && meeting.state != MEETING_STATE_OPENING &&
        meeting.state != MEETING_STATE_ROUND) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = parts_of(change, id, &parts);
    }
    if (err != OK) {
        return err;
    }
    struct meeting_part *own = group_meeting_part_of(&parts, change->actor.person);
    bool was_hers = own != NULL && own->place > 0 && own->turn == MEETING_TURN_NOW;
    bool may_pass = own != NULL && own->place > 0 &&
                    own->turn == MEETING_TURN_WAITING && became == MEETING_TURN_PASSED;
    if (!was_hers && !may_pass) {
        return ERR_WRONG_STATE;
    }
    own->turn = became;
    err = meeting_store_put_part(change->db, id, own);
    if (err == OK && was_hers) {
        err = pass_on(change, id, &parts);
    }
    return err == OK ? group_tell(change, meeting.conversation) : err;
}

enum err group_meeting_pass(struct change *change, meeting_id id)
{
    return leave_turn(change, id, MEETING_TURN_PASSED);
}

enum err group_meeting_said(struct change *change, meeting_id id)
{
    return leave_turn(change, id, MEETING_TURN_HAD);
}

enum err group_meeting_end(struct change *change, meeting_id id, struct text next)
{
    struct meeting meeting;
    struct meeting_parts parts = {0};
    enum err err = group_meeting_part_keeper(change, id, &meeting);
    bool has_begun = err == OK && (meeting.state != MEETING_STATE_PLANNED ||
                                   (meeting.mode != MEETING_MODE_HERE &&
                                    meeting.at_utc_ms <= change->now_utc_ms));
    if (err == OK && (is_done(&meeting) || !has_begun)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = parts_of(change, id, &parts);
    }
    if (err == OK) {
        err = end_turn(change, id, &parts, MEETING_TURN_HAD);
    }
    meeting.state = MEETING_STATE_OVER;
    meeting.next = next;
    return err == OK ? group_meeting_part_keep(change, &meeting, false) : err;
}

// ---- as people see it

// Adds who has `part`, unless she and the actor may not know of each other.
static enum err person_add(struct change *change, const struct meeting_part *part,
                           struct group_meeting_view *view)
{
    struct group_meeting_person *person = &view->people[view->people_count];
    bool apart = false;
    enum err err = safeguarding_is_apart(change, part->person, &apart);
    if (err != OK || apart) {
        return err;
    }
    *person = (struct group_meeting_person){.part = *part};
    err = person_card(change, part->person, &person->card);
    if (err == OK) {
        err = group_name_show(change, view->meeting.conversation, &person->card);
    }
    if (err == OK && view->keeps) {
        err = group_meeting_part_open_needs(change, view->meeting.id, part,
                                            &person->needs);
    }
    view->people_count += err == OK ? 1 : 0;
    return err;
}

// The round is for all, the register for those who look after the group.
static enum err people_view(struct change *change, const struct meeting_parts *parts,
                            struct group_meeting_view *view)
{
    enum err err = OK;
    view->people = arena_array(change->arena, parts->count, sizeof(*view->people));
    for (size_t i = 0; err == OK && i < parts->count; i++) {
        const struct meeting_part *part = &parts->rows[i];
        view->booked += part->coming == MEETING_ANSWER_YES ? 1 : 0;
        if (part->person.v == change->actor.person.v) {
            view->own = *part;
            err = group_meeting_part_open_needs(change, view->meeting.id, part,
                                                &view->own_needs);
        }
        if (err == OK && (part->place > 0 || view->keeps)) {
            err = person_add(change, part, view);
        }
    }
    return err;
}

static enum err check_reader(struct change *change, conversation_id conversation,
                             bool *keeps_out)
{
    struct grant grant;
    *keeps_out = access_keeper(change, conversation, &grant) == OK;
    if (*keeps_out) {
        return OK;
    }
    enum err err = access_member(change, conversation, &grant);
    return err == OK && grant.conversation.kind != CONVERSATION_GROUP ? ERR_WRONG_STATE
                                                                      : err;
}

enum err group_meeting_list(struct change *change, conversation_id conversation,
                            bool past, struct group_meeting_list *list_out)
{
    struct group_meeting_list list = {0};
    struct meeting_rows rows = {0};
    bool keeps = false;
    enum err err = check_reader(change, conversation, &keeps);
    if (err == OK) {
        err = rows_of(change, conversation, past, &rows);
    }
    list.list = arena_array(change->arena, GROUP_MEETINGS_MAX, sizeof(*list.list));
    while (err == OK && list.count < rows.count && list.count < GROUP_MEETINGS_MAX) {
        struct group_meeting_view *view = &list.list[list.count];
        struct meeting_parts parts = {0};
        view->keeps = keeps;
        err = group_meeting_part_open(change, &rows.rows[list.count++], &view->meeting);
        if (err == OK) {
            err = parts_of(change, view->meeting.id, &parts);
        }
        if (err == OK) {
            err = people_view(change, &parts, view);
        }
    }
    if (err == OK) {
        list.more = rows.count > list.count;
        *list_out = list;
    }
    return err;
}
