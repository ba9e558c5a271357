// When and how it is safe to reach her: kept sealed, obeyed by the mail, shown to few.
#include "domain/care/safe_contact.h"

#include "domain/care/notify.h"
#include "domain/on_call.h"
#include "store/db.h"
#include "support.h"

#include <string.h>

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

static struct on_call on_call;
static struct world *const world = &on_call.world;
static const struct notify by_mail = {.mail = true,
                                      .address = TEXT_INIT("june@example.org")};
static const struct safe_contact said = {.look = SAFE_LOOK_NOTES,
                                         .disguise = true,
                                         .phone = true,
                                         .texts = true,
                                         .safe_from_min = 18 * 60, // it is noon
                                         .safe_until_min = 20 * 60,
                                         .code_word = TEXT_INIT("marmalade"),
                                         .not_told = TEXT_INIT("My brother.\nNor Al.")};

static int begin(void **state)
{
    on_call_open(&on_call);
    return support_begin(state);
}

static int end(void **state)
{
    on_call_close(&on_call);
    return support_end(state);
}

#define SAFE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void june_says(struct safe_contact contact)
{
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, safe_contact_set(change, &contact)));
    assert_true(world_noted(world, SAFETY_SAFE_WAYS) > 0);
}

static struct safe_contact read_own(void)
{
    struct safe_contact contact;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, safe_contact_get(change, &contact)));
    return contact;
}

static void priya_writes(void)
{
    world_say(world, world->priya, world_pair(world), "how are you?");
    on_call_scan(&on_call);
}

static bool sends(struct outbox_letter *letter)
{
    return on_call_send(&on_call, NOTICE_FAILURE_NONE, letter) &&
           letter->held_until_utc_ms == 0;
}

static void what_she_said_comes_back(void **state)
{
    (void)state;
    struct safe_contact contact = read_own();
    assert_int_equal(contact.said_utc_ms, 0);
    assert_int_equal(contact.look, SAFE_LOOK_MESSAGES);
    june_says(said);
    contact = read_own();
    assert_int_equal(contact.look, SAFE_LOOK_NOTES);
    assert_true(contact.disguise && contact.phone && contact.texts);
    assert_false(contact.voicemail || contact.letters);
    assert_int_equal(contact.safe_from_min, 18 * 60);
    assert_int_equal(contact.safe_until_min, 20 * 60);
    assert_text_is(contact.code_word, "marmalade");
    assert_text_is(contact.not_told, "My brother.\nNor Al.");
    june_says((struct safe_contact){.letters = true, .voicemail = true});
    contact = read_own();
    assert_true(contact.letters && contact.voicemail);
    assert_false(contact.disguise || contact.phone || contact.texts);
    assert_int_equal(contact.code_word.len, 0);
    assert_int_equal(contact.not_told.len, 0);
}

static void nothing_of_it_stands_in_the_open(void **state)
{
    (void)state;
    june_says(said);
    assert_int_equal(
        on_call_count(&on_call,
                      "SELECT count(*) FROM safe_contact"
                      " WHERE instr(words_sealed, CAST('marmalade' AS BLOB)) > 0"
                      " OR instr(words_sealed, CAST('brother' AS BLOB)) > 0"),
        0);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM safe_contact"), 1);
}

static void a_code_word_of_blanks_is_none(void **state)
{
    (void)state;
    const struct safe_contact blank = {.code_word = TEXT("  ")};
    struct change *change = world_as(world, world->june);
    assert_err(world_end(world, safe_contact_set(change, &blank)), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "code_word");
}

static void after_three_months_she_is_asked_again(void **state)
{
    (void)state;
    june_says(said);
    struct safe_contact contact = read_own();
    world->now_utc_ms += 90 * DAY_MS;
    assert_false(safe_contact_is_old(world_as(world, world->june), &contact));
    assert_ok(world_end(world, OK));
    world->now_utc_ms += DAY_MS;
    assert_true(safe_contact_is_old(world_as(world, world->june), &contact));
    assert_ok(world_end(world, OK));
    june_says(said);
    contact = read_own();
    assert_false(safe_contact_is_old(world_as(world, world->june), &contact));
    assert_ok(world_end(world, OK));
}

static void no_mail_goes_outside_her_safe_hours(void **state)
{
    (void)state;
    struct outbox_letter letter;
    on_call_reach(&on_call, world->june, by_mail);
    june_says(said);
    priya_writes();
    on_call_wait(&on_call, 5 * HOUR_MS);
    assert_false(sends(&letter));
    on_call_wait(&on_call, HOUR_MS);
    assert_true(sends(&letter));
    assert_text_is(letter.subject, "Something new");
    assert_null(strstr(letter.body.s, "message"));
    assert_null(strstr(letter.body.s, "http"));
}

// Made while it was safe, and could not be sent until it was no longer.
static void what_waits_to_be_sent_is_held_as_well(void **state)
{
    (void)state;
    struct outbox_letter letter;
    on_call_reach(&on_call, world->june, by_mail);
    june_says(said);
    priya_writes();
    on_call_wait(&on_call, 7 * HOUR_MS + 30 * MINUTE_MS);
    assert_true(on_call_send(&on_call, NOTICE_FAILURE_CONNECT, &letter));
    on_call_wait(&on_call, HOUR_MS); // it is past eight
    assert_false(sends(&letter));
    assert_int_not_equal(letter.held_until_utc_ms, 0);
    on_call_wait(&on_call, 20 * HOUR_MS);
    assert_false(sends(&letter));
    on_call_wait(&on_call, 2 * HOUR_MS);
    assert_true(sends(&letter));
}

static void where_no_hour_is_left_no_mail_is_made(void **state)
{
    (void)state;
    struct outbox_letter letter;
    struct notify awake = by_mail;
    awake.quiet_from_min = 17 * 60;
    awake.quiet_until_min = 21 * 60;
    on_call_reach(&on_call, world->june, awake);
    june_says(said);
    priya_writes();
    for (int hour = 0; hour < 30; hour++) {
        on_call_wait(&on_call, HOUR_MS);
        assert_false(sends(&letter));
    }
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM outbox"), 0);
}

// She put herself on call: that is asked for.
static void being_called_is_never_held(void **state)
{
    (void)state;
    struct outbox_letter letter = {0};
    bool called = false;
    struct change *change = world_as(world, on_call.grace);
    assert_ok(world_end(world, safe_contact_set(change, &said)));
    on_call_reach(&on_call, on_call.grace,
                  (struct notify){.address = TEXT("grace@example.org")});
    world_say(world, world->june, world_pair(world), ON_CALL_DESPAIR);
    on_call_scan(&on_call);
    while (sends(&letter)) {
        assert_int_equal(letter.row.kind, NOTICE_ALERT);
        called = called || letter.row.person.v == on_call.grace.v;
    }
    assert_true(called);
}

static enum err view(person_id by, struct safe_contact *contact_out)
{
    struct change *change = world_as(world, by);
    return world_end(world, safe_contact_view(change, world->june, TEXT("I ring her."),
                                              contact_out));
}

static void staff_of_her_area_see_it_and_it_is_noted(void **state)
{
    (void)state;
    struct safe_contact contact;
    june_says(said);
    assert_ok(view(world->amara, &contact));
    assert_text_is(contact.code_word, "marmalade");
    assert_int_equal(world->change.audit_count, 1);
    assert_ok(view(on_call.grace, &contact));
    assert_err(view(world->sid, &contact), ERR_NOT_FOUND);   // of another area
    assert_err(view(world->priya, &contact), ERR_NOT_FOUND); // her supporter
    assert_err(view(world->ada, &contact), ERR_NOT_FOUND);
    assert_int_equal(
        on_call_count(&on_call,
                      "SELECT count(*) FROM audit AS a JOIN audit_reason AS r"
                      " ON r.audit = a.seq WHERE a.action = 'safe_contact.view'"),
        2);
}

static void what_was_changed_outside_keeps_mail_back(void **state)
{
    (void)state;
    struct outbox_letter letter;
    support_expect_log("safe_contact_unreadable");
    on_call_reach(&on_call, world->june, by_mail);
    june_says(said);
    struct change *change = world_as(world, world->june);
    struct stmt *stmt =
        db_stmt(change->db, "UPDATE safe_contact SET words_sealed = randomblob(90)");
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
    priya_writes();
    on_call_wait(&on_call, 7 * HOUR_MS);
    assert_false(sends(&letter));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAFE_TEST(what_she_said_comes_back),
        SAFE_TEST(nothing_of_it_stands_in_the_open),
        SAFE_TEST(a_code_word_of_blanks_is_none),
        SAFE_TEST(after_three_months_she_is_asked_again),
        SAFE_TEST(no_mail_goes_outside_her_safe_hours),
        SAFE_TEST(what_waits_to_be_sent_is_held_as_well),
        SAFE_TEST(where_no_hour_is_left_no_mail_is_made),
        SAFE_TEST(being_called_is_never_held),
        SAFE_TEST(staff_of_her_area_see_it_and_it_is_noted),
        SAFE_TEST(what_was_changed_outside_keeps_mail_back),
    };
    return RUN_TESTS(tests);
}
