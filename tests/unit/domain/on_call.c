#include "domain/on_call.h"

#include "domain/care/notify.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "store/db.h"
#include "support.h"

#define ROUNDS_MAX 1000 // of whatever is done until nothing is left

static person_id make_lead(struct change *change, const struct world *world,
                           struct text name)
{
    const struct person_new lead = {
        .organisation = world->organisation,
        .name = name,
        .role = {ROLE_SAFEGUARDING_LEAD, {0}}
    };
    person_id person;
    assert_ok(person_create(change, &lead, &person));
    return person;
}

void on_call_open(struct on_call *on_call)
{
    struct world *world = &on_call->world;
    world_open(world);
    world->policy.can_mail = true;
    world->policy.can_command = true;
    struct change *change = world_as(world, (person_id){0});
    on_call->grace = make_lead(change, world, TEXT("Grace"));
    on_call->hope = make_lead(change, world, TEXT("Hope"));
    assert_ok(world_end(world, OK));
    on_call->scanner = risk_scanner_new();
}

void on_call_close(struct on_call *on_call)
{
    risk_scanner_free(on_call->scanner);
    world_close(&on_call->world);
}

int on_call_scan(struct on_call *on_call)
{
    int steps = 0;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        struct scan_job *job = NULL;
        struct change *change = world_as(&on_call->world, (person_id){0});
        assert_ok(scan_load(change, on_call->scanner, 1, &job));
        const size_t count = job->count;
        assert_ok(world_end(&on_call->world, scan_store(change, job)));
        if (count == 0) {
            return steps;
        }
        steps += (int)count;
    }
    fail_msg("the scan comes to no end");
    return 0;
}

void on_call_wait(struct on_call *on_call, int64_t later_ms)
{
    bool more = true;
    on_call->world.now_utc_ms += later_ms;
    for (int round = 0; more && round < ROUNDS_MAX; round++) {
        struct change *change = world_as(&on_call->world, (person_id){0});
        assert_ok(world_end(&on_call->world, timer_run_due(change, 20, &more)));
    }
}

void on_call_reach(struct on_call *on_call, person_id person, struct notify notify)
{
    struct change *change = world_as(&on_call->world, person);
    assert_ok(world_end(&on_call->world, notify_set(change, &notify)));
}

bool on_call_send(struct on_call *on_call, enum notice_failure failure,
                  struct outbox_letter *letter_out)
{
    struct change *change = world_as(&on_call->world, (person_id){0});
    const enum err err = outbox_take(change, letter_out);
    if (err == OK) {
        letter_out->failure = failure;
        assert_ok(outbox_settle(change, letter_out));
    }
    assert_ok(world_end(&on_call->world, err == ERR_NOT_FOUND ? OK : err));
    return err == OK;
}

int64_t on_call_count(struct on_call *on_call, const char *sql)
{
    struct stmt *stmt = db_stmt(on_call->world.db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}
