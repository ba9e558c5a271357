// What two said about a match, when it has been over for long.
#include "domain/matching/match_life.h"
#include "domain/matching/match_view.h"
#include "domain/matching/matching_request.h"
#include "domain/meeting.h"
#include "domain/retention.h"
#include "store/db.h"
#include "support.h"

#define ROUNDS_MAX 100

static struct meeting meeting;
static struct world *const world = &meeting.world;

static int begin(void **state)
{
    const int result = support_begin(state);
    meeting_open(&meeting);
    world->policy.keep_match_ms = 730 * MEETING_DAY_MS;
    return result;
}

static int end(void **state)
{
    meeting_close(&meeting);
    return support_end(state);
}

#define MATCH_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void run_after(int days)
{
    bool more = true;
    world->now_utc_ms += days * MEETING_DAY_MS;
    for (int i = 0; more; i++) {
        assert_true(i < ROUNDS_MAX);
        struct change *change = world_as(world, (person_id){0});
        assert_ok(world_end(world, retention_run_due(change, &more)));
    }
}

static int64_t due(void)
{
    struct retention_preview found;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, retention_preview(change, RETENTION_MATCHES, &found)));
    return found.due;
}

static int64_t number(const char *sql)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t found = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return found;
}

static void change_row(const char *sql)
{
    (void)world_as(world, (person_id){0});
    struct stmt *stmt = db_stmt(world->db, sql);
    stmt_int(stmt, ":june", world->june.v);
    stmt_int(stmt, ":priya", world->priya.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
}

// Of a match: its card, a reason and an answer to a review. Of its request: what was
// weighed.
static int64_t said(void)
{
    return number("SELECT (SELECT count(*) FROM match WHERE card_sealed IS NOT NULL)"
                  " + (SELECT count(*) FROM match_reason)"
                  " + (SELECT count(*) FROM match_review WHERE note_sealed IS NOT NULL"
                  " OR like_me IS NOT NULL OR wish IS NOT NULL)");
}

static int64_t reasons_of_requests(void)
{
    return number("SELECT count(*) FROM matching_request"
                  " WHERE closed_reason_sealed IS NOT NULL");
}

static request_id ended_match(match_id *match_out)
{
    const request_id request = meeting_waits(&meeting, world->june);
    const match_id match = meeting_introduces(&meeting, request, world->priya);
    const struct match_ending ending = {false, TEXT("We live too far apart.")};
    enum match_state state;
    change_row("INSERT INTO match_review (id, match, person, part, due_utc_ms,"
               " answered_utc_ms, like_me, wish, note_version)"
               " SELECT 7, id, carer, 'day_14', 1, 2, 4, 'go_on', 0 FROM match"
               " WHERE carer = :june AND supporter = :priya");
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, match_life_end(change, match, &ending, &state)));
    *match_out = match;
    return request;
}

static void what_was_said_goes_two_years_after_the_end(void **state)
{
    (void)state;
    match_id match;
    ended_match(&match);
    assert_int_equal(said(), 3);
    run_after(729);
    assert_int_equal(said(), 3);
    assert_int_equal(due(), 0);
    world->now_utc_ms += 2 * MEETING_DAY_MS;
    assert_int_equal(due(), 1);
    run_after(0);
    assert_int_equal(said(), 0);
    assert_int_equal(due(), 0);
    assert_int_equal(number("SELECT count(*) FROM audit WHERE action = 'retention.run'"
                            " AND object = 1 AND outcome = 'matches'"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM match WHERE ended_utc_ms > 0"), 1);
    struct match_staff staff;
    struct change *change = world_as(world, world->amara);
    assert_ok(match_view_staff(change, match, &staff));
    assert_int_equal(staff.reason_count, 0);
    for (size_t i = 0; i < staff.review_count; i++) {
        assert_false(staff.reviews[i].review.has_wish); // not the first of the words
    }
    assert_ok(world_end(world, OK));
}

static void it_stays_while_the_match_goes_on(void **state)
{
    (void)state;
    const request_id request = meeting_waits(&meeting, world->june);
    meeting_introduces(&meeting, request, world->priya);
    run_after(3000);
    assert_int_equal(said(), 1);
}

static void it_stays_while_something_about_one_of_them_is_held(void **state)
{
    (void)state;
    match_id match;
    ended_match(&match);
    change_row("INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
               " SELECT :priya, 1, 1 WHERE :june <> 0");
    run_after(800);
    assert_int_equal(due(), 0);
    assert_int_equal(said(), 3);
    change_row("UPDATE safeguarding_hold SET lifted_utc_ms = 2 WHERE person = :priya"
               " AND :june <> 0");
    run_after(1);
    assert_int_equal(said(), 0);
}

static void why_a_request_was_closed_goes_two_years_later(void **state)
{
    (void)state;
    match_id match;
    const request_id request = ended_match(&match);
    run_after(100);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(
        world, matching_request_close(change, request, TEXT("She has moved away."))));
    run_after(729);
    assert_int_equal(said(), 0);
    assert_int_equal(reasons_of_requests(), 1);
    run_after(2);
    assert_int_equal(reasons_of_requests(), 0);
}

static void who_would_go_on_after_a_half_hour_goes_too(void **state)
{
    (void)state;
    static const char wished[] = "SELECT count(*) FROM cuppa WHERE carer_again <> 0";
    change_row("INSERT INTO cuppa (id, organisation, area, carer, supporter, state,"
               " conversation, asked_utc_ms, ends_utc_ms, carer_again, supporter_again)"
               " SELECT 9, organisation, 1, :june, :priya, 'ended', 0, created_utc_ms,"
               " created_utc_ms, 1, 1 FROM person WHERE id = :june");
    run_after(700);
    assert_int_equal(number(wished), 1);
    run_after(31);
    assert_int_equal(number(wished), 0);
    assert_int_equal(number("SELECT count(*) FROM cuppa"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MATCH_TEST(what_was_said_goes_two_years_after_the_end),
        MATCH_TEST(it_stays_while_the_match_goes_on),
        MATCH_TEST(it_stays_while_something_about_one_of_them_is_held),
        MATCH_TEST(why_a_request_was_closed_goes_two_years_later),
        MATCH_TEST(who_would_go_on_after_a_half_hour_goes_too),
    };
    return RUN_TESTS(tests);
}
