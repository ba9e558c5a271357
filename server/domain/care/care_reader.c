#include "domain/care/care_reader.h"

#include "domain/access.h"
#include "domain/care/care_parties.h"
#include "domain/care/care_tell.h"
#include "domain/membership.h"
#include "domain/safeguarding.h"
#include "store/care_case_store.h"
#include "store/care_excerpt_store.h"
#include "store/care_report_store.h"
#include "store/person_store.h"
#include "store/stay_store.h"

// ---- the actor

static enum err has_reported(struct change *change, const struct care_case *row,
                             person_id person, bool *reported_out)
{
    struct care_report_row report;
    const enum err err =
        care_report_store_of(change->db, change->arena, row->id, person, &report);
    *reported_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err care_reader_reported(struct change *change, const struct care_case *row,
                              bool *reported_out)
{
    return has_reported(change, row, change->actor.person, reported_out);
}

enum err care_reader_facilitates(struct change *change, conversation_id conversation,
                                 bool *facilitates_out)
{
    const struct stay_query query = {conversation, change->actor.person, STAYS_MAX};
    struct stay_set set;
    *facilitates_out = false;
    if (access_any_role(&change->actor, ROLE_BIT(ROLE_FACILITATOR)) != OK) {
        return OK; // what she once was in the group does not outlive her role
    }
    const enum err err = stay_store_of(change->db, change->arena, query, &set);
    for (int i = 0; err == OK && i < set.count; i++) {
        const struct stay *stay = &set.rows[i].stay;
        if (stay->end == STAY_CURRENT && stay->role == ROLE_FACILITATOR) {
            *facilitates_out = true;
        }
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool is_coordinator(const struct change *change, const struct care_case *row)
{
    return row->lane != CARE_LANE_LEAD &&
           access_has_role(&change->actor, ROLE_COORDINATOR, row->area);
}

bool care_reader_leads(const struct change *change, const struct care_case *row)
{
    return access_has_role(&change->actor, ROLE_SAFEGUARDING_LEAD, row->area);
}

enum err care_reader_sees(struct change *change, const struct care_case *row,
                          bool *sees_out)
{
    bool has_part = false;
    *sees_out = false;
    if (!organisation_id_equal(row->organisation, change->actor.organisation) ||
        person_id_equal(row->subject, change->actor.person)) {
        return OK;
    }
    enum err err = care_reader_reported(change, row, &has_part);
    if (err != OK || has_part) {
        return err;
    }
    if (care_reader_leads(change, row)) {
        *sees_out = true; // no order takes her desk away
        return OK;
    }
    err = safeguarding_is_apart(change, row->subject, &has_part);
    if (err != OK || has_part) {
        return err;
    }
    if (is_coordinator(change, row)) {
        *sees_out = true;
        return OK;
    }
    return row->lane == CARE_LANE_GROUP
               ? care_reader_facilitates(change, row->conversation, sees_out)
               : OK;
}

enum err care_reader_find(struct change *change, care_case_id id,
                          struct care_case *row_out)
{
    struct care_case row = {0};
    bool sees = false;
    enum err err = care_case_store_get(change->db, change->arena, id, &row);
    if (err == OK) {
        err = care_reader_sees(change, &row, &sees);
    }
    if (err == OK && !sees) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        *row_out = row;
    }
    return err;
}

static bool is_among(const struct person_ids *people, person_id person)
{
    for (size_t i = 0; i < people->count; i++) {
        if (person_id_equal(people->ids[i], person)) {
            return true;
        }
    }
    return false;
}

enum err care_reader_may_decide(struct change *change, const struct care_case *row,
                                bool *may_out)
{
    struct person_ids overruled = {0};
    const enum err err =
        care_excerpt_store_overruled(change->db, change->arena, row, &overruled);
    if (err == OK) {
        *may_out = !is_among(&overruled, change->actor.person);
    }
    return err;
}

// ---- everybody

// Those who facilitate the case's group, whoever they are.
static enum err facilitators_find(struct change *change, const struct care_case *row,
                                  struct person_ids *list_out)
{
    const struct stay_query query = {.conversation = row->conversation,
                                     .limit = MEMBERSHIP_MAX};
    struct stay *stays = NULL;
    int count = 0;
    const enum err err =
        stay_store_members(change->db, change->arena, query, &stays, &count);
    if (err != OK) {
        return err;
    }
    person_id *ids = arena_array(change->arena, (size_t)count, sizeof *ids);
    size_t found = 0;
    for (int i = 0; i < count; i++) {
        if (stays[i].role == ROLE_FACILITATOR) {
            ids[found++] = stays[i].person;
        }
    }
    *list_out = (struct person_ids){ids, found};
    return OK;
}

static enum err is_facilitated(struct change *change, const struct care_case *row,
                               const struct care_parties *parties, bool *somebody_out)
{
    struct person_ids list;
    const enum err err = facilitators_find(change, row, &list);
    *somebody_out = false;
    for (size_t i = 0; err == OK && i < list.count; i++) {
        *somebody_out = *somebody_out || !care_parties_have(parties, list.ids[i]);
    }
    return err;
}

static enum err has_role_there(struct change *change, const struct care_case *row,
                               enum role role, const struct care_parties *parties,
                               bool *somebody_out)
{
    const struct person_store_filter filter = {.organisation = row->organisation,
                                               .area = row->area,
                                               .by_role = true,
                                               .role = role,
                                               .limit = CARE_STAFF_MAX};
    struct person_rows people;
    const enum err err = person_store_page(change->db, change->arena, &filter, &people);
    *somebody_out = false;
    for (size_t i = 0; err == OK && i < people.count; i++) {
        *somebody_out =
            *somebody_out || (people.rows[i].state == PERSON_ACTIVE &&
                              !care_parties_have(parties, people.rows[i].id));
    }
    return err;
}

// Whether there is somebody for an appeal who has not decided anything of it.
static enum err is_fresh_there(struct change *change, const struct care_case *row,
                               bool *somebody_out)
{
    struct care_parties unfit;
    enum err err = care_parties_find_unfit(change, row, &unfit);
    if (err == OK) {
        err = has_role_there(change, row, ROLE_SAFEGUARDING_LEAD, &unfit, somebody_out);
    }
    return err == OK && !*somebody_out
               ? has_role_there(change, row, ROLE_COORDINATOR, &unfit, somebody_out)
               : err;
}

// Who decided the appeal of one side decides that of the other where there is nobody
// else.
static enum err may_again(struct change *change, const struct care_case *row,
                          bool *may_out)
{
    const struct care_deciders all = {row->id, .of_appeals = true};
    struct person_ids deciders;
    bool somebody = false;
    enum err err =
        care_excerpt_store_deciders(change->db, change->arena, &all, &deciders);
    if (err != OK || !is_among(&deciders, change->actor.person)) {
        return err;
    }
    err = is_fresh_there(change, row, &somebody);
    *may_out = !somebody;
    return err;
}

enum err care_reader_may_redecide(struct change *change, const struct care_case *row,
                                  bool *may_out)
{
    const struct care_deciders first = {row->id, .of_appeals = false};
    struct person_ids deciders = {0};
    bool may = false;
    enum err err = care_reader_may_decide(change, row, &may);
    if (err == OK) {
        err = care_excerpt_store_deciders(change->db, change->arena, &first, &deciders);
    }
    may = may && (care_reader_leads(change, row) || is_coordinator(change, row)) &&
          err == OK && !is_among(&deciders, change->actor.person);
    if (may) {
        err = may_again(change, row, &may);
    }
    if (err == OK) {
        *may_out = may;
    }
    return err;
}

enum err care_reader_is_stranded(struct change *change, const struct care_case *row,
                                 bool *stranded_out)
{
    const struct care_deciders first = {row->id, .of_appeals = false};
    struct care_parties unfit;
    bool somebody = false;
    enum err err = care_parties_find_beside(change, row, &first, &unfit);
    if (err == OK) {
        err = has_role_there(change, row, ROLE_SAFEGUARDING_LEAD, &unfit, &somebody);
    }
    if (err == OK && !somebody && row->lane != CARE_LANE_LEAD) {
        err = has_role_there(change, row, ROLE_COORDINATOR, &unfit, &somebody);
    }
    if (err == OK) {
        *stranded_out = !somebody;
    }
    return err;
}

// An appeal is for a coordinator or a lead; where the only lead has decided it herself,
// it is a coordinator's, whoever looked at it first.
static enum err route_appeal(struct change *change, struct care_case *row,
                             const struct care_parties *parties)
{
    bool somebody = false;
    enum err err =
        has_role_there(change, row, ROLE_SAFEGUARDING_LEAD, parties, &somebody);
    if (err == OK && !somebody && row->lane == CARE_LANE_LEAD) {
        row->lane = CARE_LANE_PAIR;
    }
    return err;
}

// Where every lead has a part in it, it is a coordinator's, if there is one.
static enum err route_lead(struct change *change, struct care_case *row,
                           const struct care_parties *parties)
{
    bool lead = false;
    bool coordinator = false;
    enum err err = has_role_there(change, row, ROLE_SAFEGUARDING_LEAD, parties, &lead);
    if (err == OK && !lead) {
        err = has_role_there(change, row, ROLE_COORDINATOR, parties, &coordinator);
    }
    row->lane = coordinator ? CARE_LANE_PAIR : CARE_LANE_LEAD;
    return err;
}

enum err care_reader_route(struct change *change, struct care_case *row)
{
    struct care_parties parties;
    bool somebody = true;
    enum err err = care_parties_find_unfit(change, row, &parties);
    if (err == OK && row->state == CARE_CASE_APPEALED) {
        return route_appeal(change, row, &parties);
    }
    if (err == OK && row->lane == CARE_LANE_GROUP) {
        err = is_facilitated(change, row, &parties, &somebody);
        row->lane = somebody ? CARE_LANE_GROUP : CARE_LANE_PAIR;
    }
    if (err == OK && row->lane == CARE_LANE_PAIR) {
        err = has_role_there(change, row, ROLE_COORDINATOR, &parties, &somebody);
        row->lane = somebody ? CARE_LANE_PAIR : CARE_LANE_LEAD;
    }
    return err == OK && row->lane == CARE_LANE_LEAD ? route_lead(change, row, &parties)
                                                    : err;
}

static enum err tell_facilitators(struct change *change, const struct care_case *row,
                                  const struct care_parties *parties,
                                  struct care_told what)
{
    struct person_ids list;
    enum err err = facilitators_find(change, row, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        if (!care_parties_have(parties, list.ids[i])) {
            err = care_tell(change, list.ids[i], what);
        }
    }
    return err;
}

enum err care_reader_tell(struct change *change, const struct care_case *row)
{
    const struct care_told what = {CARE_NEWS_CASE, row->id.v};
    struct care_parties parties;
    enum err err = care_parties_find(change, row, &parties);
    if (err == OK && row->lane == CARE_LANE_GROUP) {
        err = tell_facilitators(change, row, &parties, what);
    }
    if (err != OK) {
        return err;
    }
    const unsigned lead = ROLE_BIT(ROLE_SAFEGUARDING_LEAD);
    const struct care_staff staff = {
        .organisation = row->organisation,
        .area = row->area,
        .roles = row->lane == CARE_LANE_LEAD ? lead : lead | ROLE_BIT(ROLE_COORDINATOR),
        .except = parties.people,
        .except_count = parties.count};
    return care_tell_staff(change, &staff, what);
}

enum err care_reader_tell_stranded(struct change *change, const struct care_case *row)
{
    const struct care_told what = {.what = CARE_NEWS_CASE};
    struct care_parties parties;
    const enum err err = care_parties_find(change, row, &parties);
    if (err != OK) {
        return err;
    }
    const struct care_staff administrators = {.organisation = row->organisation,
                                              .roles = ROLE_BIT(ROLE_ADMINISTRATOR),
                                              .except = parties.people,
                                              .except_count = parties.count};
    return care_tell_staff(change, &administrators, what);
}

enum role care_reader_role(const struct care_case *row)
{
    static const enum role ROLES[] = {
        [CARE_LANE_GROUP] = ROLE_FACILITATOR,
        [CARE_LANE_PAIR] = ROLE_COORDINATOR,
        [CARE_LANE_LEAD] = ROLE_SAFEGUARDING_LEAD,
    };

    return ROLES[row->lane];
}
