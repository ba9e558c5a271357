// What staff see and do about people leaves an audit line; the private check is hashed
// on a hasher.
#include "command/asking.h"

#include <stdio.h>

#include "command/decode.h"
#include "protocol.h"

static const char *about(person_id person, const char *rest)
{
    static char params[256];

    snprintf(params, sizeof params, "{\"person\":\"%s\"%s}", person_id_text(person).s,
             rest);
    return params;
}

static void every_view_of_a_profile_is_audited(void **state)
{
    (void)state;
    const struct credential amara = session_of(&asking.amara);
    const char sql[] = "SELECT count(*) FROM audit WHERE action = 'profile.view'"
                       " AND outcome = 'done'";

    for (int i = 1; i <= 3; i++) {
        assert_done(asking_ask("profile.view", about(asking.world.june, ""), amara));
        assert_int_equal(asking_count(sql), i);
    }
    assert_refused(asking_ask("profile.view", about(asking.world.nell, ""), amara),
                   ERR_NOT_FOUND);
    assert_int_equal(asking_count(sql), 3);
    assert_int_equal(asking_count("SELECT count(*) FROM audit WHERE"
                                  " action = 'profile.view' AND outcome = 'not_found'"
                                  " AND role = 'coordinator'"),
                     1);
    assert_refused(asking_ask("profile.view", about(asking.world.june, ""),
                              session_of(&asking.june)),
                   ERR_DENIED);
    assert_int_equal(asking_count("SELECT count(*) FROM audit WHERE"
                                  " action = 'profile.view' AND outcome = 'denied'"),
                     1);
}

// Whom concerns are about stands in it.
static void a_list_of_concerns_is_audited(void **state)
{
    (void)state;
    assert_done(asking_ask("concerns.list", "{}", session_of(&asking.amara)));
    assert_int_equal(asking_count("SELECT count(*) FROM audit WHERE"
                                  " action = 'concerns.list' AND outcome = 'done'"),
                     1);
}

static void what_staff_do_about_people_is_audited(void **state)
{
    (void)state;
    static const char *const names[] = {
        "profile.view",   "profile.answer_for",  "consent.record",
        "carer.enter",    "blind.add_for",       "blind.add",
        "blind.clear",    "supporter.readiness", "supporter.allow_crisis",
        "case.add",       "case.remove",         "hold.place",
        "hold.lift",      "no_contact.place",    "no_contact.lift",
        "area.neighbour",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct command_row *row = command_find(text_of(names[i]));
        assert_non_null(row);
        assert_true(row->audited);
    }
}

// Referred by the coordinator, then taken back by `who`.
static void take_back(struct credential who)
{
    static char params[64];
    const char sql[] = "SELECT id FROM matching_request WHERE state = 'submitted'";

    assert_done(asking_ask("request.refer", about(asking.world.june, ""),
                           session_of(&asking.amara)));
    const request_id id = {asking_count(sql)};
    snprintf(params, sizeof params, "{\"request\":\"%s\"}", request_id_text(id).s);
    assert_done(asking_ask("request.withdraw", params, who));
}

static void what_staff_do_for_somebody_is_audited(void **state)
{
    (void)state;
    const char sql[] = "SELECT count(*) FROM audit WHERE action = 'request.withdraw'"
                       " AND outcome = 'done'";

    take_back(session_of(&asking.june));
    assert_int_equal(asking_count(sql), 0);
    take_back(session_of(&asking.amara));
    assert_int_equal(asking_count(sql), 1);
}

static void a_private_check_goes_by_reader_hasher_and_writer(void **state)
{
    (void)state;
    const char *params =
        "{\"kind\":\"relative\",\"name\":\"Mary Hall\",\"birth_year\":1987,"
        "\"postcode\":\"NW1 6XE\"}";
    struct request *request =
        asking_request("blind.add", params, session_of(&asking.june));

    assert_int_equal(dispatch_lane(request), LANE_READER);
    struct outcome *outcome = asking_run(request);
    assert_null(outcome->reply);
    outcome->request = NULL;
    outcome_free(outcome);
    assert_int_equal(request->stage, STAGE_HASH);
    assert_int_equal(request->stretch.count, 2);
    assert_int_equal(dispatch_lane(request), LANE_HASHER);
    dispatch_hash(request);
    assert_int_equal(dispatch_lane(request), LANE_WRITER);
    outcome = asking_run(request);
    assert_frame_has(outcome->reply, "\"count\":1");
    outcome_free(outcome);
    assert_int_equal(asking_count("SELECT count(*) FROM blind_hash"), 2);
}

static void a_private_check_of_somebody_else_is_refused_before_hashing(void **state)
{
    (void)state;
    const char rest[] = ",\"kind\":\"employer\",\"name\":\"Acme\"";

    assert_refused(asking_ask("blind.add_for", about(asking.world.nell, rest),
                              session_of(&asking.amara)),
                   ERR_NOT_FOUND);
    // Denied, it goes on to the writer, which notes the denial.
    struct request *request =
        asking_request("blind.add", "{\"kind\":\"employer\",\"name\":\"Acme\"}",
                       session_of(&asking.amara));
    struct outcome *outcome = asking_run(request);
    assert_true(outcome->goes_on);
    outcome->request = NULL;
    outcome_free(outcome);
    assert_int_equal(dispatch_lane(request), LANE_WRITER);
    assert_refused(asking_run(request), ERR_DENIED);
    assert_int_equal(asking_count("SELECT count(*) FROM audit WHERE"
                                  " action = 'blind.add' AND outcome = 'denied'"),
                     1);
    assert_refused(
        asking_ask("blind.add", "{\"kind\":\"employer\",\"name\":\"Acme\"}", nobody),
        ERR_UNAUTHENTICATED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(every_view_of_a_profile_is_audited),
        ASKING_TEST(a_list_of_concerns_is_audited),
        ASKING_TEST(what_staff_do_about_people_is_audited),
        ASKING_TEST(what_staff_do_for_somebody_is_audited),
        ASKING_TEST(a_private_check_goes_by_reader_hasher_and_writer),
        ASKING_TEST(a_private_check_of_somebody_else_is_refused_before_hashing),
    };

    return RUN_TESTS(tests);
}
