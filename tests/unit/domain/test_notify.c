// "You have a message": only to whoever wishes it, seldom, and at no hour ruled out.
#include "domain/care/notify.h"

#include "domain/on_call.h"
#include "domain/vault.h"
#include "store/db.h"
#include "store/notify_store.h"
#include "support.h"

#include <string.h>

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)

static struct on_call on_call;
static struct world *const world = &on_call.world;
static const struct notify by_mail = {.mail = true,
                                      .address = TEXT_INIT("june@example.org")};

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

#define NOTIFY_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void say(person_id by, conversation_id conversation)
{
    world_say(world, by, conversation, "how are you?");
    on_call_scan(&on_call);
}

// Mails that went by now, all to June.
static int mails(void)
{
    struct outbox_letter letter;
    int count = 0;
    while (on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter)) {
        assert_int_equal(letter.row.kind, NOTICE_MESSAGE);
        assert_int_equal(letter.row.person.v, world->june.v);
        assert_text_is(letter.address, "june@example.org");
        assert_text_is(letter.subject, "You have a message");
        assert_null(strstr(letter.body.s, "Priya"));
        assert_null(strstr(letter.body.s, "how are you"));
        count++;
    }
    return count;
}

// She is here, on a browser.
static void june_looks(void)
{
    struct change *change = world_as(world, world->june);
    struct stmt *stmt = db_stmt(
        change->db, "INSERT INTO session (id, person, organisation, hash, kind,"
                    " device_version, created_utc_ms, seen_utc_ms, expires_utc_ms)"
                    " SELECT :now, :person, organisation, randomblob(32), 'browser', 0,"
                    " :now, :now, :now + 1 FROM person WHERE id = :person");
    stmt_int(stmt, ":person", world->june.v);
    stmt_int(stmt, ":now", change->now_utc_ms);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
}

static void whoever_did_not_ask_gets_none(void **state)
{
    (void)state;
    say(world->priya, world_pair(world));
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 0);
}

static void mail_waits_for_her_to_look_by_herself(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    on_call_reach(&on_call, world->june, by_mail);
    say(world->priya, pair);
    on_call_wait(&on_call, 5 * MINUTE_MS);
    assert_int_equal(mails(), 0);
    june_looks();
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 0);
    say(world->priya, pair);
    on_call_wait(&on_call, 11 * MINUTE_MS);
    assert_int_equal(mails(), 1);
}

static void one_mail_is_enough_until_she_was_here(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    on_call_reach(&on_call, world->june, by_mail);
    for (int i = 0; i < 3; i++) {
        say(world->priya, pair);
        on_call_wait(&on_call, 9 * HOUR_MS);
    }
    assert_int_equal(mails(), 1);
    june_looks();
    say(world->priya, pair);
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 1);
    // She came at once, but eight hours must pass between two mails.
    june_looks();
    say(world->priya, pair);
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 0);
    on_call_wait(&on_call, 8 * HOUR_MS);
    assert_int_equal(mails(), 1);
}

static void no_mail_comes_in_hours_that_she_ruled_out(void **state)
{
    (void)state;
    struct notify awake = by_mail; // it is noon
    awake.quiet_from_min = 11 * 60;
    awake.quiet_until_min = 18 * 60;
    on_call_reach(&on_call, world->june, awake);
    say(world->priya, world_pair(world));
    on_call_wait(&on_call, 5 * HOUR_MS);
    assert_int_equal(mails(), 0);
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 1);
}

static void own_words_and_hidden_ones_are_no_reason(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    on_call_reach(&on_call, world->june, by_mail);
    say(world->june, pair);
    world_block(world, world->june, world->priya);
    say(world->priya, pair);
    on_call_wait(&on_call, HOUR_MS);
    assert_int_equal(mails(), 0);
}

static void address_stands_nowhere_in_the_open(void **state)
{
    (void)state;
    struct notify notify;
    on_call_reach(&on_call, world->june, by_mail);
    assert_int_equal(
        on_call_count(&on_call,
                      "SELECT count(*) FROM notify"
                      " WHERE instr(address_sealed, CAST('june@' AS BLOB)) > 0"),
        0);
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, notify_get(change, &notify)));
    assert_text_is(notify.address, "june@example.org");
    assert_true(notify.mail);
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"june",  "@example.org",   "june@", "a b@c.d",
                                      "a@b@c", "a@b\r\nTo: c@d", "<a@b>", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct notify notify = {.mail = true, .address = text_of(bad[i])};
        struct change *change = world_as(world, world->june);
        assert_err(world_end(world, notify_set(change, &notify)), ERR_BAD_REQUEST);
        assert_string_equal(change->at_fault, "address");
    }
    const struct notify phone = {.phone = TEXT("0800; rm")};
    struct change *change = world_as(world, world->june);
    assert_err(world_end(world, notify_set(change, &phone)), ERR_BAD_REQUEST);
    assert_string_equal(change->at_fault, "phone");
}

static void message_that_cannot_be_sent_is_given_up_in_a_day(void **state)
{
    (void)state;
    struct outbox_letter letter;
    int tries = 0;
    on_call_reach(&on_call, world->june, by_mail);
    say(world->priya, world_pair(world));
    on_call_wait(&on_call, 11 * MINUTE_MS);
    for (int hour = 0; hour < 40; hour++) {
        tries += on_call_send(&on_call, NOTICE_FAILURE_CONNECT, &letter) ? 1 : 0;
        on_call_wait(&on_call, HOUR_MS);
    }
    assert_true(tries > 4 && tries < 15);
    assert_int_equal(
        on_call_count(&on_call, "SELECT count(*) FROM outbox WHERE state = 'given_up'"),
        1);
}

static enum err sets(struct text address, struct text phone)
{
    const struct notify notify = {.address = address, .phone = phone};
    struct change *change = world_as(world, world->june);
    return world_end(world, notify_set(change, &notify));
}

// They reach the command of the operator's, who may use them on a command line.
static void what_a_shell_or_an_option_would_take_is_no_address(void **state)
{
    (void)state;
    static const struct text bad[] = {
        TEXT_INIT("-oQ/tmp@example.org"), TEXT_INIT("a`id`@example.org"),
        TEXT_INIT("a'b@example.org"),     TEXT_INIT("a\"b@example.org"),
        TEXT_INIT("a b@example.org"),     TEXT_INIT("a\nb@example.org"),
        TEXT_INIT("a$(id)@example.org"),  TEXT_INIT("a|b@example.org"),
        TEXT_INIT("a&b@example.org"),     TEXT_INIT("a;b@example.org"),
        TEXT_INIT("a\\b@example.org"),    TEXT_INIT("a@-example.org"),
        TEXT_INIT("a@b@example.org"),     TEXT_INIT("@example.org")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_err(sets(bad[i], TEXT("")), ERR_BAD_REQUEST);
        assert_string_equal(world->change.at_fault, "address");
    }
    assert_err(sets(TEXT(""), TEXT("-44 7700 900123")), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "phone");
    assert_ok(sets(TEXT("June.O-Brien+kith_1@mail.example.org"),
                   TEXT("+44 (0)7700 900-123")));
}

static struct sealed seal_for_june(const char *column, struct text plain)
{
    const struct seal_place place = {
        "notify", column, world->june.v, 0, {.person = world->june}};
    struct sealed sealed;
    assert_ok(vault_seal(world->vault, world->change.arena, place, plain, &sealed));
    return sealed;
}

static struct notify reached_at(struct text address, struct text phone)
{
    struct notify notify;
    struct change *change = world_as(world, (person_id){0});
    const struct sealed sealed_address = seal_for_june("address_sealed", address);
    const struct sealed sealed_phone = seal_for_june("phone_sealed", phone);
    const struct notify_row row = {
        .notify = {.person = world->june, .mail = true},
        .address_sealed = sealed_address.bytes,
        .address_version = sealed_address.key_version,
        .phone_sealed = sealed_phone.bytes,
        .phone_version = sealed_phone.key_version,
    };
    assert_ok(notify_store_set(change->db, &row));
    assert_ok(notify_of(change, world->june, &notify));
    assert_ok(world_end(world, OK));
    return notify;
}

// Stored before it was checked as it is now.
static void what_would_be_refused_now_reaches_nobody(void **state)
{
    (void)state;
    struct notify notify = reached_at(TEXT("-oQ/tmp@example.org"), TEXT("0800 1234"));
    assert_int_equal(notify.address.len, 0);
    assert_text_is(notify.phone, "0800 1234");
    notify = reached_at(TEXT("june@example.org"), TEXT("0800`id`"));
    assert_text_is(notify.address, "june@example.org");
    assert_int_equal(notify.phone.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NOTIFY_TEST(what_a_shell_or_an_option_would_take_is_no_address),
        NOTIFY_TEST(what_would_be_refused_now_reaches_nobody),
        NOTIFY_TEST(whoever_did_not_ask_gets_none),
        NOTIFY_TEST(mail_waits_for_her_to_look_by_herself),
        NOTIFY_TEST(one_mail_is_enough_until_she_was_here),
        NOTIFY_TEST(no_mail_comes_in_hours_that_she_ruled_out),
        NOTIFY_TEST(own_words_and_hidden_ones_are_no_reason),
        NOTIFY_TEST(address_stands_nowhere_in_the_open),
        NOTIFY_TEST(what_is_no_address_is_refused),
        NOTIFY_TEST(message_that_cannot_be_sent_is_given_up_in_a_day),
    };
    return RUN_TESTS(tests);
}
