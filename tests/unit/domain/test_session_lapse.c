// Sessions that end because nobody used them for long, or because they are too old.
#include "domain/session.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS INT64_C(86400000)

static const person_id operator_id = {0};

static void open(struct world *world)
{
    world_open(world);
    world->policy.session_idle_ms = 14 * DAY_MS;
    world->policy.session_absolute_ms = 90 * DAY_MS;
}

static struct session_made june_comes_in(struct world *world)
{
    struct session_made made;
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(
        world, session_create(change, world->june, TEXT("June's phone"), &made)));
    return made;
}

static enum err acts(struct world *world, struct session_made made)
{
    struct change *change = world_as(world, operator_id);
    change->actor.is_operator = false;
    return world_end(world,
                     session_actor_by_hash(change, secret_hash(text_of(made.token.s)),
                                           SESSION_BROWSER));
}

static enum err ends_lapsed(struct world *world, bool *more_out)
{
    struct change *change = world_as(world, operator_id);
    return world_end(world, session_end_lapsed(change, more_out));
}

static void an_unused_session_is_ended_and_its_sockets_with_it(void **state)
{
    (void)state;
    struct world world;
    bool more = true;
    open(&world);
    const struct session_made made = june_comes_in(&world);
    world.now_utc_ms += 14 * DAY_MS - 60000;
    assert_ok(ends_lapsed(&world, &more));
    assert_int_equal(world.change.revocation_count, 0);
    assert_false(more);
    world.now_utc_ms += 60000;
    assert_ok(ends_lapsed(&world, &more));
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].session.v, made.session.v);
    assert_int_equal(world.change.revocations[0].person.v, world.june.v);
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    assert_ok(ends_lapsed(&world, &more)); // once
    assert_int_equal(world.change.revocation_count, 0);
    world_close(&world);
}

static void a_used_session_is_ended_when_it_is_too_old(void **state)
{
    (void)state;
    struct world world;
    bool more = false;
    open(&world);
    const struct session_made made = june_comes_in(&world);
    for (int days = 10; days < 90; days += 10) {
        world.now_utc_ms += 10 * DAY_MS;
        assert_ok(ends_lapsed(&world, &more));
        assert_ok(acts(&world, made));
    }
    world.now_utc_ms += 10 * DAY_MS;
    assert_ok(ends_lapsed(&world, &more));
    assert_int_equal(world.change.revocation_count, 1);
    world_close(&world);
}

static void many_lapsed_sessions_end_piece_by_piece(void **state)
{
    (void)state;
    struct world world;
    bool more = true;
    int pieces = 0;
    int ended = 0;
    open(&world);
    (void)june_comes_in(&world);
    struct change *change = world_as(&world, operator_id);
    struct stmt *stmt = db_stmt(
        change->db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    " WHERE i < 120) INSERT INTO session SELECT id + i, person,"
                    " organisation, randomblob(32), kind, device_sealed,"
                    " device_version, created_utc_ms, seen_utc_ms, expires_utc_ms,"
                    " NULL, 0, NULL FROM session, n");
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(&world, OK));
    world.now_utc_ms += 15 * DAY_MS;
    for (; more; pieces++) {
        assert_ok(ends_lapsed(&world, &more));
        ended += (int)world.change.revocation_count;
    }
    assert_int_equal(pieces, 3);
    assert_int_equal(ended, 121);
    world_close(&world);
}

static void a_token_does_not_lapse_for_want_of_use(void **state)
{
    (void)state;
    struct world world;
    struct session_made made;
    bool more = false;
    int64_t expires_utc_ms = 0;
    open(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_token_create(change, world.june, TEXT("bridge"),
                                                     &made, &expires_utc_ms)));
    world.now_utc_ms += 200 * DAY_MS;
    assert_ok(ends_lapsed(&world, &more));
    assert_int_equal(world.change.revocation_count, 0);
    world.now_utc_ms = expires_utc_ms;
    assert_ok(ends_lapsed(&world, &more));
    assert_int_equal(world.change.revocation_count, 1);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unused_session_is_ended_and_its_sockets_with_it),
        TEST(a_used_session_is_ended_when_it_is_too_old),
        TEST(many_lapsed_sessions_end_piece_by_piece),
        TEST(a_token_does_not_lapse_for_want_of_use),
    };
    return RUN_TESTS(tests);
}
