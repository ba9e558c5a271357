#include "domain/casework.h"

#include "domain/access.h"
#include "domain/care/care_appeal.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_hide.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "store/care_case_store.h"
#include "support.h"

#define TIMERS_AT_ONCE 50

static person_id joins(struct casework *casework, struct change *change,
                       const char *name, enum role role)
{
    const struct person_new person = {
        .organisation = casework->world.organisation,
        .name = text_of(name),
        .role = {role, casework->world.north}
    };
    person_id id;
    assert_ok(person_create(change, &person, &id));
    return id;
}

void casework_open(struct casework *casework)
{
    struct world *world = &casework->world;
    world_open(world);
    struct change *change = world_as(world, (person_id){0});
    casework->fay = joins(casework, change, "Fay", ROLE_FACILITATOR);
    casework->gus = joins(casework, change, "Gus", ROLE_FACILITATOR);
    casework->cora = joins(casework, change, "Cora", ROLE_COORDINATOR);
    casework->lena = joins(casework, change, "Lena", ROLE_SAFEGUARDING_LEAD);
    assert_ok(world_end(world, OK));
    casework->group = world_group(world);
    casework->pair = world_pair(world);
    change = world_as(world, world->amara);
    assert_ok(membership_add(change, casework->group, casework->fay));
    assert_ok(membership_add(change, casework->group, casework->gus));
    assert_ok(membership_add(change, casework->group, world->priya));
    assert_ok(world_end(world, OK));
}

void casework_close(struct casework *casework)
{
    world_close(&casework->world);
}

enum err casework_report(struct casework *casework, person_id by, int64_t seq,
                         enum report_about about, struct care_report_done *done_out)
{
    const struct id_text cid = epoch_text(epoch_new());
    const struct care_report_new report = {.cid = text_of(cid.s),
                                           .conversation = casework->group,
                                           .seq = seq,
                                           .about = about,
                                           .note = TEXT("please look")};
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_report_raise(change, &report, done_out));
}

enum err casework_claim(struct casework *casework, person_id by, care_case_id id)
{
    int64_t until = 0;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_claim_take(change, id, &until));
}

enum err casework_decide(struct casework *casework, person_id by, care_case_id id,
                         enum care_decision decision)
{
    const struct care_ruling ruling = {.decision = decision,
                                       .text = TEXT("a word from us")};
    struct care_decided decided;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_decide(change, id, &ruling, &decided));
}

enum err casework_restrict(struct casework *casework, person_id by, care_case_id id,
                           int64_t until_utc_ms)
{
    const struct care_ruling ruling = {.decision = CARE_DECISION_RESTRICTED,
                                       .until_utc_ms = until_utc_ms};
    struct care_decided decided;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_decide(change, id, &ruling, &decided));
}

enum err casework_redecide(struct casework *casework, person_id by, care_case_id id,
                           enum care_decision decision, enum care_appeal *appeal_out)
{
    const struct care_ruling ruling = {.decision = decision, .text = TEXT("again")};
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world,
                     care_appeal_decide(change, id, &ruling, appeal_out));
}

enum err casework_hide(struct casework *casework, person_id by, int64_t seq)
{
    const struct message_ref ref = {casework->group, seq};
    care_case_id id;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_hide(change, ref, TEXT("a name"), &id));
}

enum err casework_unhide(struct casework *casework, person_id by, int64_t seq)
{
    const struct message_ref ref = {casework->group, seq};
    care_case_id id;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world,
                     care_hide_undo(change, ref, TEXT("it was not"), &id));
}

enum err casework_get(struct casework *casework, person_id by, care_case_id id,
                      struct care_desk_case *case_out)
{
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, care_desk_get(change, id, 0, case_out));
}

enum err casework_tries(struct casework *casework, person_id by)
{
    const struct id_text cid = epoch_text(epoch_new());
    const struct message_new message = {
        .conversation = casework->group, .cid = text_of(cid.s), .text = TEXT("hello")};
    struct message_done done;
    struct change *change = world_as(&casework->world, by);
    return world_end(&casework->world, message_send(change, &message, &done));
}

care_case_id casework_about(struct casework *casework, int64_t seq)
{
    const struct care_case_place place = {.conversation = casework->group, .seq = seq};
    struct care_case row;
    struct change *change = world_as(&casework->world, (person_id){0});
    assert_ok(care_case_store_newest(change->db, change->arena, &place, &row));
    assert_ok(world_end(&casework->world, OK));
    return row.id;
}

care_case_id casework_reported(struct casework *casework, person_id by, int64_t seq)
{
    struct care_report_done done;
    assert_ok(casework_report(casework, by, seq, REPORT_ABOUT_UNKIND, &done));
    return casework_about(casework, seq);
}

care_case_id casework_decided(struct casework *casework, person_id by, int64_t seq,
                              enum care_decision decision)
{
    const care_case_id id = casework_reported(casework, casework->world.dorothy, seq);
    assert_ok(casework_claim(casework, by, id));
    assert_ok(casework_decide(casework, by, id, decision));
    return id;
}

struct care_receipts casework_receipts(struct casework *casework, person_id by)
{
    struct care_receipts receipts;
    struct change *change = world_as(&casework->world, by);
    assert_ok(world_end(&casework->world, care_receipt_list(change, &receipts)));
    return receipts;
}

struct care_case casework_case(struct casework *casework, care_case_id id)
{
    struct care_case row;
    struct change *change = world_as(&casework->world, (person_id){0});
    assert_ok(world_end(&casework->world,
                        care_case_store_get(change->db, change->arena, id, &row)));
    return row;
}

int casework_listed(struct casework *casework, person_id by)
{
    const struct care_desk_query query = {.by_view = false};
    struct care_desk_list list;
    struct change *change = world_as(&casework->world, by);
    assert_ok(world_end(&casework->world, care_desk_list(change, &query, &list)));
    return (int)list.count;
}

void casework_appeals(struct casework *casework, person_id by, care_case_id id)
{
    int64_t decide_by = 0;
    struct change *change = world_as(&casework->world, by);
    assert_ok(world_end(&casework->world,
                        care_appeal_ask(change, id, (report_id){0},
                                        TEXT("I was quoting"), &decide_by)));
}

struct text casework_reads(struct casework *casework, int64_t seq)
{
    const struct history_page page =
        world_read(&casework->world, casework->world.mo, casework->group);
    const struct event *event = world_event(&page, seq);
    assert_non_null(event);
    return event->text;
}

bool casework_is_member(struct casework *casework, person_id person)
{
    struct grant grant;
    struct change *change = world_as(&casework->world, person);
    const enum err err = access_member(change, casework->group, &grant);
    return world_end(&casework->world, err) == OK;
}

void casework_wait(struct casework *casework, int64_t ms)
{
    bool more = false;
    casework->world.now_utc_ms += ms;
    struct change *change = world_as(&casework->world, (person_id){0});
    assert_ok(timer_run_due(change, TIMERS_AT_ONCE, &more));
    assert_false(more);
    assert_ok(world_end(&casework->world, OK));
}

bool casework_told(const struct casework *casework, person_id person,
                   enum care_news what)
{
    const struct change *change = &casework->world.change;
    for (size_t i = 0; i < change->event_count; i++) {
        const struct event *event = &change->events[i];
        if (event->kind == EVENT_CARE_CHANGED && event->care == what &&
            person_id_equal(event->subject.id, person)) {
            return true;
        }
    }
    return false;
}
