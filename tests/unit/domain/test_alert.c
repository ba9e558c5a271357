// Alerts: who is called, how often, and until when; and what becomes of what is sent.
#include "domain/care/alert_desk.h"

#include "domain/care/alert_call.h"
#include "domain/on_call.h"
#include "store/db.h"
#include "support.h"

#include <string.h>

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)

static struct on_call on_call;
static struct world *const world = &on_call.world;
static conversation_id group; // in which people cry; v == 0: not made yet

static int begin(void **state)
{
    on_call_open(&on_call);
    const struct notify grace = {.address = TEXT("grace@example.org"),
                                 .phone = TEXT("+44 7700 900123")};
    on_call_reach(&on_call, on_call.grace, grace);
    return support_begin(state);
}

static int end(void **state)
{
    on_call_close(&on_call);
    group.v = 0;
    return support_end(state);
}

#define ALERT_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// `author` despairs in the group.
static void cry(person_id author)
{
    if (group.v == 0) {
        group = world_group(world);
    }
    world_say(world, author, group, ON_CALL_DESPAIR);
    on_call_scan(&on_call);
}

static struct alert_list list_as(person_id person)
{
    struct alert_list list;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, alert_desk_list(change, (alert_id){0}, &list)));
    return list;
}

static void acknowledge_as(person_id person, alert_id alert)
{
    struct alert_view view;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, alert_desk_acknowledge(change, alert, 0, &view)));
    assert_int_equal(view.alert.acknowledged_by.v, person.v);
}

static int send_all(enum notice_failure failure, struct outbox_letter *last_out)
{
    int sent = 0;
    while (on_call_send(&on_call, failure, last_out)) {
        sent++;
    }
    return sent;
}

static void everybody_is_called_when_nobody_is_on_duty(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    // Two commands and one mail: Hope has no address.
    assert_true(on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter));
    assert_int_equal(letter.row.way, NOTICE_WAY_COMMAND);
    assert_true(on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter));
    assert_int_equal(letter.row.way, NOTICE_WAY_COMMAND);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 1);
    assert_int_equal(list_as(on_call.grace).count, 1);
    assert_true(list_as(on_call.grace).views[0].reached);
}

static void what_is_sent_says_nothing_of_the_message(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    while (on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter)) {
        const struct id_text june = person_id_text(world->june);
        assert_null(strstr(letter.body.s, "kill"));
        assert_null(strstr(letter.body.s, "June"));
        assert_null(strstr(letter.body.s, june.s));
        assert_non_null(strstr(letter.body.s, "http://127.0.0.1:8080"));
        assert_null(strstr(letter.subject.s, "June"));
    }
}

static void people_are_called_again_until_one_has_it(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
    on_call_wait(&on_call, 9 * MINUTE_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 0);
    on_call_wait(&on_call, MINUTE_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
    assert_int_equal(letter.row.kind, NOTICE_ALERT_AGAIN);
    const struct alert_list list = list_as(on_call.hope);
    assert_int_equal(list.views[0].alert.calls, 2);
    assert_int_equal(list.waiting, 1);
    acknowledge_as(on_call.hope, list.views[0].alert.id);
    on_call_wait(&on_call, 30 * MINUTE_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 0);
    assert_int_equal(list_as(on_call.grace).waiting, 0);
    assert_int_equal(list_as(on_call.grace).views[0].next_utc_ms, 0);
}

static void first_to_acknowledge_stays_the_one(void **state)
{
    (void)state;
    struct alert_view view;
    cry(world->june);
    const alert_id alert = list_as(on_call.grace).views[0].alert.id;
    acknowledge_as(on_call.grace, alert);
    struct change *change = world_as(world, on_call.hope);
    assert_ok(world_end(world, alert_desk_acknowledge(change, alert, 0, &view)));
    assert_int_equal(view.alert.acknowledged_by.v, on_call.grace.v);
}

static void acknowledged_alert_leaves_nothing_to_be_sent(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    assert_int_equal(send_all(NOTICE_FAILURE_CONNECT, &letter), 3);
    acknowledge_as(on_call.grace, list_as(on_call.grace).views[0].alert.id);
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 0);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM outbox"), 0);
}

static void what_fails_is_tried_again_but_never_queued_twice(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    assert_int_equal(send_all(NOTICE_FAILURE_CONNECT, &letter), 3);
    on_call_wait(&on_call, 8000);
    assert_int_equal(send_all(NOTICE_FAILURE_CONNECT, &letter), 0);
    on_call_wait(&on_call, 12000);
    assert_int_equal(send_all(NOTICE_FAILURE_CONNECT, &letter), 3);
    for (int i = 0; i < 6; i++) {
        on_call_wait(&on_call, 10 * MINUTE_MS);
    }
    assert_int_equal(
        on_call_count(&on_call, "SELECT count(*) FROM outbox WHERE state = 'waiting'"),
        3);
    assert_int_equal(list_as(on_call.grace).views[0].reached, false);
    // It never gives up while somebody waits.
    on_call_wait(&on_call, 30 * HOUR_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
}

static void address_that_is_none_is_given_up(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    assert_int_equal(send_all(NOTICE_FAILURE_RECIPIENT, &letter), 3);
    assert_int_equal(
        on_call_count(&on_call, "SELECT count(*) FROM outbox WHERE state = 'given_up'"),
        3);
}

static void whoever_wrote_it_is_neither_called_nor_shown_it(void **state)
{
    (void)state;
    struct alert_view view;
    struct outbox_letter letter;
    struct change *change = world_as(world, (person_id){0});
    struct stmt *stmt =
        db_stmt(change->db, "INSERT INTO role_grant (person, role, area, organisation)"
                            " SELECT :june, 'safeguarding_lead', 0, organisation"
                            " FROM person WHERE id = :june");
    stmt_int(stmt, ":june", world->june.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
    cry(world->june);
    while (on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter)) {
        assert_int_not_equal(letter.row.person.v, world->june.v);
    }
    assert_int_equal(list_as(world->june).count, 0);
    const alert_id alert = list_as(on_call.grace).views[0].alert.id;
    change = world_as(world, world->june);
    assert_err(world_end(world, alert_desk_acknowledge(change, alert, 0, &view)),
               ERR_NOT_FOUND);
}

static void address_in_the_settings_is_called_too(void **state)
{
    (void)state;
    struct outbox_letter letter;
    int to_settings = 0;
    world->policy.has_on_call_address = true;
    world->policy.can_command = false;
    cry(world->june);
    while (on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter)) {
        to_settings += letter.row.person.v == 0 ? 1 : 0;
    }
    assert_int_equal(to_settings, 1);
}

static void without_a_way_the_desk_alone_is_told(void **state)
{
    (void)state;
    world->policy.can_mail = false;
    world->policy.can_command = false;
    cry(world->june);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(list_as(on_call.grace).waiting, 1);
}

static int64_t alerts(void)
{
    return on_call_count(&on_call, "SELECT count(*) FROM alert");
}

static void cries_of_one_author_are_one_alert_until_somebody_has_it(void **state)
{
    (void)state;
    struct outbox_letter letter;

    enum {
        CRIES = 20
    };

    for (int i = 0; i < CRIES; i++) {
        cry(world->june);
    }
    assert_int_equal(alerts(), 1);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
    const struct alert_list list = list_as(on_call.grace);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.views[0].alert.messages, CRIES);
    // None of them is lost: each has its place in the alert, and a case.
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM alert_message"),
                     CRIES);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM care_case"), CRIES);
}

static void cry_after_somebody_has_it_is_a_new_alert(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    (void)send_all(NOTICE_FAILURE_NONE, &letter);
    acknowledge_as(on_call.grace, list_as(on_call.grace).views[0].alert.id);
    cry(world->june);
    assert_int_equal(alerts(), 2);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
    const struct alert_list list = list_as(on_call.grace);
    assert_int_equal(list.waiting, 1);
    assert_int_equal(list.views[0].alert.messages, 1);
}

// Desks hear of each cry; whoever has read less than all cannot say that she has it.
static void nobody_looks_after_more_than_she_has_read(void **state)
{
    (void)state;
    struct outbox_letter letter;
    struct alert_view view;
    const char *news = "SELECT count(*) FROM event WHERE kind = 13";
    cry(world->june);
    const struct alert read = list_as(on_call.grace).views[0].alert;
    const int64_t told = on_call_count(&on_call, news);
    cry(world->june);
    assert_true(on_call_count(&on_call, news) > told);
    struct change *change = world_as(world, on_call.grace);
    assert_err(
        world_end(world, alert_desk_acknowledge(change, read.id, read.messages, &view)),
        ERR_CONFLICT);
    assert_int_equal(list_as(on_call.grace).waiting, 1);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
    change = world_as(world, on_call.grace);
    assert_ok(world_end(
        world, alert_desk_acknowledge(change, read.id, read.messages + 1, &view)));
    assert_int_equal(list_as(on_call.grace).waiting, 0);
}

static void cries_of_two_people_are_two_alerts(void **state)
{
    (void)state;
    cry(world->june);
    cry(world->dorothy);
    cry(world->june);
    assert_int_equal(alerts(), 2);
}

static void joined_cry_adds_what_it_is_about(void **state)
{
    (void)state;
    cry(world->june);
    const uint32_t before = list_as(on_call.grace).views[0].alert.risks;
    world_say(world, world->june, group,
              "my ex is outside now and says he will kill me");
    on_call_scan(&on_call);
    const struct alert_list list = list_as(on_call.grace);
    assert_int_equal(list.count, 1);
    assert_int_not_equal(list.views[0].alert.risks, before);
}

// Somebody who takes every alert at once, and an author who cries on all the same.
static int letters_of_cries(int cries)
{
    struct outbox_letter letter;
    int letters = 0;
    for (int i = 0; i < cries; i++) {
        cry(world->june);
        letters += send_all(NOTICE_FAILURE_NONE, &letter);
        acknowledge_as(on_call.grace, list_as(on_call.grace).views[0].alert.id);
    }
    return letters;
}

static void one_author_has_nobody_called_more_often_than_can_be_answered(void **state)
{
    (void)state;

    enum {
        CRIES = 12,
        ADDRESSES = 3 // Grace by mail and command, Hope by command
    };

    assert_int_equal(letters_of_cries(CRIES), ADDRESSES * ALERT_LETTERS_PER_AUTHOR_MAX);
    assert_int_equal(alerts(), CRIES);
    cry(world->june);
    struct outbox_letter letter;
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 0);
    // The desk has it all the same, others are called as ever, and she is, a while
    // later.
    assert_int_equal(list_as(on_call.grace).waiting, 1);
    cry(world->dorothy);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), ADDRESSES);
    on_call_wait(&on_call, 11 * MINUTE_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 2 * ADDRESSES);
}

static void run_sql(const char *sql)
{
    struct change *change = world_as(world, (person_id){0});
    assert_ok(stmt_run(db_stmt(change->db, sql)));
    assert_ok(world_end(world, OK));
}

static void address_that_cannot_be_read_keeps_nobody_from_being_called(void **state)
{
    (void)state;
    struct outbox_letter letter;
    int to_grace = 0;
    run_sql("UPDATE notify SET address_sealed = x'00', phone_sealed = x'00'");
    for (int i = 0; i < 4; i++) { // of her letter, and as it is made: either of them
        support_expect_log("notify_unreadable");
    }
    cry(world->june);
    for (int sent = 0; sent < 2; sent++) {
        assert_true(on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter));
        assert_int_equal(letter.row.way, NOTICE_WAY_COMMAND);
        assert_int_equal(letter.address.len + letter.phone.len, 0);
        to_grace += person_id_equal(letter.row.person, on_call.grace) ? 1 : 0;
    }
    assert_int_equal(to_grace, 1);
    assert_false(on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter));
}

static void call_that_fails_is_made_again_in_a_minute(void **state)
{
    (void)state;
    struct outbox_letter letter;
    cry(world->june);
    (void)send_all(NOTICE_FAILURE_NONE, &letter);
    run_sql("CREATE TRIGGER broken BEFORE INSERT ON outbox"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END");
    support_expect_log("timer_failed");
    on_call_wait(&on_call, 11 * MINUTE_MS);
    run_sql("DROP TRIGGER broken");
    on_call_wait(&on_call, MINUTE_MS);
    assert_int_equal(send_all(NOTICE_FAILURE_NONE, &letter), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALERT_TEST(cries_of_one_author_are_one_alert_until_somebody_has_it),
        ALERT_TEST(cry_after_somebody_has_it_is_a_new_alert),
        ALERT_TEST(cries_of_two_people_are_two_alerts),
        ALERT_TEST(joined_cry_adds_what_it_is_about),
        ALERT_TEST(one_author_has_nobody_called_more_often_than_can_be_answered),
        ALERT_TEST(address_that_cannot_be_read_keeps_nobody_from_being_called),
        ALERT_TEST(call_that_fails_is_made_again_in_a_minute),
        ALERT_TEST(everybody_is_called_when_nobody_is_on_duty),
        ALERT_TEST(what_is_sent_says_nothing_of_the_message),
        ALERT_TEST(people_are_called_again_until_one_has_it),
        ALERT_TEST(first_to_acknowledge_stays_the_one),
        ALERT_TEST(nobody_looks_after_more_than_she_has_read),
        ALERT_TEST(acknowledged_alert_leaves_nothing_to_be_sent),
        ALERT_TEST(what_fails_is_tried_again_but_never_queued_twice),
        ALERT_TEST(address_that_is_none_is_given_up),
        ALERT_TEST(whoever_wrote_it_is_neither_called_nor_shown_it),
        ALERT_TEST(address_in_the_settings_is_called_too),
        ALERT_TEST(without_a_way_the_desk_alone_is_told),
    };
    return RUN_TESTS(tests);
}
