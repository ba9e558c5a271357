// Passkeys, with a device made here that signs as devices do (EdDSA).
#include "domain/passkey.h"

#include "base/base64url.h"
#include "domain/account_notice.h"
#include "domain/care/notify.h"
#include "domain/world.h"
#include "store/db.h"
#include "store/session_store.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

#define ORIGIN "https://kith.example.org"
#define RP_ID "kith.example.org"
#define FLAGS_ADD 0x45 // present, recognised, with a key
#define FLAGS_GET 0x05
#define MINUTE_MS 60000LL

static struct world world;

// June gave her password.
static const struct second_factor_proof RIGHT = {.matches = true, .stored = "stored"};

// A phone.
struct device {
    char id[16];
    struct secret_signer signer;
    struct secret_public_key public;
    struct text user;
    uint32_t counter;
    unsigned char flags; // what it says of its owner when it signs
    const char *origin;  // of the page that it sees
    const char *rp_id;
};

static struct device device_new(unsigned char number)
{
    struct device device = {.flags = FLAGS_GET, .origin = ORIGIN, .rp_id = RP_ID};
    struct secret_key seed;
    memset(device.id, number, sizeof device.id);
    memset(seed.bytes, number, sizeof seed.bytes);
    secret_signer_from(&seed, &device.signer, &device.public);
    return device;
}

static int begin(void **state)
{
    world_open(&world);
    world.policy.public_url = ORIGIN;
    world.policy.session_idle_ms = 60 * MINUTE_MS;
    world.policy.session_absolute_ms = 600 * MINUTE_MS;
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define PASSKEY_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static size_t put_head(unsigned char *data, const struct device *device,
                       unsigned char flags)
{
    const struct secret_hash hash = secret_sha256(text_of(device->rp_id));
    memcpy(data, hash.bytes, 32);
    data[32] = flags;
    data[33] = (unsigned char)(device->counter >> 24);
    data[34] = (unsigned char)(device->counter >> 16);
    data[35] = (unsigned char)(device->counter >> 8);
    data[36] = (unsigned char)device->counter;
    return 37;
}

// What it gives when it makes a key.
static struct text data_of_new(const struct device *device, unsigned char flags)
{
    static const unsigned char key_head[] = {0xa4, 1, 1,    3,    0x27,
                                             0x20, 6, 0x21, 0x58, 32};
    unsigned char *data = arena_alloc(world.change.arena, 256);
    size_t len = put_head(data, device, flags);
    memset(data + len, 0, 17);
    len += 17;
    data[len++] = sizeof device->id;
    memcpy(data + len, device->id, sizeof device->id);
    len += sizeof device->id;
    memcpy(data + len, key_head, sizeof key_head);
    len += sizeof key_head;
    memcpy(data + len, device->public.bytes, sizeof device->public.bytes);
    len += sizeof device->public.bytes;
    return (struct text){(const char *)data, len};
}

static struct passkey_client client_of(const struct device *device, const char *type,
                                       struct text challenge)
{
    char *bytes = arena_alloc(world.change.arena, 512);
    const int len = snprintf(
        bytes, 512, "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\"}", type,
        (int)challenge.len, challenge.s, device->origin);
    return (struct passkey_client){
        .type = text_of(type),
        .challenge = challenge,
        .origin = text_of(device->origin),
        .bytes = {bytes, (size_t)len}
    };
}

static struct passkey_answer answer_of(struct device *device, struct text challenge)
{
    struct arena *arena = world.change.arena;
    unsigned char *data = arena_alloc(arena, 64);
    char *over = arena_alloc(arena, 128);
    struct secret_signature *signature = arena_alloc(arena, sizeof *signature);
    struct passkey_answer answer = {
        .credential = {device->id, sizeof device->id},
        .user = device->user,
        .client = client_of(device, "webauthn.get", challenge)
    };
    device->counter += device->counter > 0 ? 1 : 0;
    const size_t len = put_head(data, device, device->flags);
    const struct secret_hash hash = secret_sha256(answer.client.bytes);
    memcpy(over, data, len);
    memcpy(over + len, hash.bytes, sizeof hash.bytes);
    *signature =
        secret_sign(&device->signer, (struct text){over, len + sizeof hash.bytes});
    answer.data = (struct text){(const char *)data, len};
    answer.signature =
        (struct text){(const char *)signature->bytes, sizeof signature->bytes};
    return answer;
}

// ---- what people do

// June acts from her browser, the same at each call.
static struct change *june(void)
{
    struct change *change = world_as(&world, world.june);
    change->actor.session = (session_id){4711};
    return change;
}

// Kept after the change: challenge and handle.
static char challenge_kept[128];
static char user_kept[64];

static struct text keep(char *space, struct text t)
{
    memcpy(space, t.s, t.len);
    return (struct text){space, t.len};
}

// The challenge and the handle for a new passkey of the actor's, as she would have it
// who has shown that it is her.
static struct text ask_new(struct change *change, struct device *device)
{
    static const char handle[] = "a handle of 32 bytes, made of it";
    struct passkey_ask ask;
    struct stmt *stmt =
        db_stmt(change->db, "INSERT OR IGNORE INTO account (person, handle_hash,"
                            " handle_version, password_hash)"
                            " VALUES (:person, randomblob(32), 0, 'stored')");
    stmt_int(stmt, ":person", change->actor.person.v);
    assert_ok(stmt_run(stmt));
    assert_ok(passkey_begin(change, &RIGHT, &ask));
    assert_text_is(ask.rp_id, RP_ID);
    assert_int_equal(ask.user.len, sizeof handle - 1);
    device->user = keep(user_kept, ask.user);
    return keep(challenge_kept, ask.challenge);
}

static enum err add(struct device *device, unsigned char flags)
{
    passkey_id passkey;
    const struct text challenge = ask_new(june(), device);
    assert_ok(world_end(&world, OK));
    struct change *change = june();
    const struct passkey_new made = {
        .name = TEXT("My phone"),
        .data = data_of_new(device, flags),
        .client = client_of(device, "webauthn.create", challenge)};
    return world_end(&world, passkey_add(change, &made, &passkey));
}

static struct text ask_sign_in(void)
{
    struct passkey_ask ask;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(passkey_ask_sign_in(change, &ask));
    assert_int_equal(ask.credential_count, 0);
    assert_int_equal(ask.user.len, 0);
    const struct text challenge = keep(challenge_kept, ask.challenge);
    assert_ok(world_end(&world, OK));
    return challenge;
}

static enum err sign_in(const struct passkey_answer *answer)
{
    struct session_made made;
    struct change *change = &world.change;
    const enum err err = passkey_sign_in(change, answer, TEXT("Phone"), &made);
    if (err == OK) {
        assert_int_equal(made.person.v, world.june.v);
        assert_true(change->actor.by_passkey);
    }
    return world_end(&world, err);
}

static enum err sign_in_with(struct device *device)
{
    const struct text challenge = ask_sign_in();
    (void)world_as(&world, (person_id){0});
    const struct passkey_answer answer = answer_of(device, challenge);
    return sign_in(&answer);
}

// ---- adding

static void one_that_was_added_signs_in(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    assert_ok(sign_in_with(&phone));
    assert_ok(sign_in_with(&phone));
    struct passkey_shown *list = NULL;
    size_t count = 0;
    assert_ok(passkey_list(june(), &list, &count));
    assert_int_equal(count, 1);
    assert_text_is(list[0].name, "My phone");
    assert_true(list[0].used_utc_ms > 0);
    assert_ok(world_end(&world, OK));
    struct stmt *stmt = db_stmt(world.db, "SELECT 1 FROM passkey WHERE"
                                          " instr(name_sealed, CAST('phone' AS BLOB))");
    assert_err(stmt_one(stmt), ERR_NOT_FOUND);
}

static void no_second_one_has_the_same_credential(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    assert_err(add(&phone, FLAGS_ADD), ERR_CONFLICT);
}

static void nobody_has_more_than_ten(void **state)
{
    (void)state;
    for (unsigned char i = 1; i <= PASSKEYS_MAX; i++) {
        struct device device = device_new(i);
        assert_ok(add(&device, FLAGS_ADD));
    }
    struct passkey_ask ask;
    assert_err(world_end(&world, passkey_begin(june(), &RIGHT, &ask)), ERR_TOO_LARGE);
    assert_string_equal(world.change.at_fault, "passkeys");
}

static void an_owner_who_was_not_recognised_adds_none(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_err(add(&phone, FLAGS_ADD & ~0x04), ERR_BAD_REQUEST);
    assert_err(add(&phone, FLAGS_ADD & ~0x01), ERR_BAD_REQUEST);
    assert_err(add(&phone, FLAGS_ADD & ~0x40), ERR_BAD_REQUEST);
    assert_ok(add(&phone, FLAGS_ADD));
}

static void one_for_another_service_or_page_is_none(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    phone.rp_id = "example.org";
    assert_err(add(&phone, FLAGS_ADD), ERR_BAD_REQUEST);
    assert_string_equal(world.change.at_fault, "authenticator_data");
    phone = device_new(1);
    phone.origin = "https://kith.example.org.evil.test";
    assert_err(add(&phone, FLAGS_ADD), ERR_BAD_REQUEST);
    assert_string_equal(world.change.at_fault, "client_data");
}

static void her_password_is_needed_to_begin(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    struct passkey_ask ask;
    const struct second_factor_proof wrong = {.matches = false, .stored = "stored"};
    (void)ask_new(june(), &phone);
    assert_ok(world_end(&world, OK));
    assert_err(world_end(&world, passkey_begin(june(), &wrong, &ask)), ERR_WRONG_STATE);
}

// Each prefix, and each byte changed: none is read beyond its end, and none that is
// about who it is for is taken.
static void damaged_data_is_refused(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    struct passkey_made made;
    (void)june();
    const struct text whole = data_of_new(&phone, FLAGS_ADD);
    struct arena *arena = world.change.arena;
    assert_ok(passkey_read(arena, TEXT(RP_ID), whole, &made));
    assert_int_equal(made.key.algorithm, PASSKEY_EDDSA);
    for (size_t len = 0; len < whole.len; len++) {
        char *exact = arena_alloc(arena, len + 1);
        memcpy(exact, whole.s, len);
        assert_err(passkey_read(arena, TEXT(RP_ID), (struct text){exact, len}, &made),
                   ERR_BAD_REQUEST);
    }
    for (size_t i = 0; i < whole.len; i++) {
        char *changed = arena_alloc(arena, whole.len);
        memcpy(changed, whole.s, whole.len);
        changed[i] = (char)(changed[i] ^ 0x55);
        const enum err err =
            passkey_read(arena, TEXT(RP_ID), (struct text){changed, whole.len}, &made);
        assert_true(i >= 33 || err == ERR_BAD_REQUEST);
    }
    char *long_one = arena_alloc(arena, PASSKEY_DATA_MAX + 1);
    memset(long_one, 0, PASSKEY_DATA_MAX + 1);
    memcpy(long_one, whole.s, whole.len);
    assert_err(passkey_read(arena, TEXT(RP_ID),
                            (struct text){long_one, PASSKEY_DATA_MAX + 1}, &made),
               ERR_BAD_REQUEST);
    assert_ok(world_end(&world, OK));
}

// ---- challenges

static void a_challenge_lapses(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    struct text challenge = ask_sign_in();
    world.now_utc_ms += 5 * MINUTE_MS;
    (void)world_as(&world, (person_id){0});
    struct passkey_answer answer = answer_of(&phone, challenge);
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
    challenge = ask_sign_in();
    world.now_utc_ms += 4 * MINUTE_MS;
    (void)world_as(&world, (person_id){0});
    answer = answer_of(&phone, challenge);
    assert_ok(sign_in(&answer));
}

static void a_challenge_is_answered_once(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    const struct text challenge = ask_sign_in();
    (void)world_as(&world, (person_id){0});
    struct passkey_answer answer = answer_of(&phone, challenge);
    assert_ok(sign_in(&answer));
    (void)world_as(&world, (person_id){0});
    answer = answer_of(&phone, challenge); // a new signature, the same challenge
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
}

static void a_challenge_is_for_one_use_and_one_session(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    passkey_id passkey;
    const struct text challenge = ask_new(june(), &phone);
    assert_ok(world_end(&world, OK));
    // Another browser of hers.
    struct change *change = world_as(&world, world.june);
    change->actor.session = (session_id){4712};
    struct passkey_new made = {.name = TEXT("My phone"),
                               .data = data_of_new(&phone, FLAGS_ADD),
                               .client =
                                   client_of(&phone, "webauthn.create", challenge)};
    assert_err(world_end(&world, passkey_add(change, &made, &passkey)), ERR_EXPIRED);
    // Somebody else, with the same number of a session.
    change = world_as(&world, world.mo);
    change->actor.session = (session_id){4711};
    assert_err(world_end(&world, passkey_add(change, &made, &passkey)), ERR_EXPIRED);
    assert_ok(add(&phone, FLAGS_ADD));
    // One for adding is none for signing in, and one of nobody is none at all.
    const struct text other = ask_new(june(), &phone);
    assert_ok(world_end(&world, OK));
    (void)world_as(&world, (person_id){0});
    struct passkey_answer answer = answer_of(&phone, other);
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
    (void)world_as(&world, (person_id){0});
    answer = answer_of(&phone, TEXT("c29tZWJvZHkgZWxzZSBtYWRlIHRoaXM"));
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
}

// ---- signing in

static void what_is_wrong_signs_nobody_in(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    struct device wrong = phone;
    wrong.flags = 0x01; // present, not recognised
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    wrong = phone;
    wrong.flags = 0x04; // recognised, not present
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    wrong = phone;
    wrong.origin = "http://kith.example.org";
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    wrong = phone;
    wrong.rp_id = "example.org";
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    wrong = phone;
    wrong.user = TEXT("somebody else");
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    wrong.user = TEXT("");
    assert_err(sign_in_with(&wrong), ERR_UNAUTHENTICATED);
    struct device other = device_new(2); // knows the credential, not the key
    memcpy(other.id, phone.id, sizeof other.id);
    other.user = phone.user;
    assert_err(sign_in_with(&other), ERR_UNAUTHENTICATED);
    struct device unknown = device_new(3);
    unknown.user = phone.user;
    assert_err(sign_in_with(&unknown), ERR_UNAUTHENTICATED);
    assert_ok(sign_in_with(&phone));
}

static void a_page_within_another_or_of_another_purpose_is_none(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    struct text challenge = ask_sign_in();
    (void)world_as(&world, (person_id){0});
    struct passkey_answer answer = answer_of(&phone, challenge);
    answer.client.is_cross_origin = true;
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
    (void)world_as(&world, (person_id){0});
    answer = answer_of(&phone, challenge);
    answer.client.type = TEXT("webauthn.create");
    assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
}

// Each byte of what was signed, and of the signature.
static void what_was_changed_on_the_way_is_refused(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    const struct text challenge = ask_sign_in();
    for (int part = 0; part < 3; part++) {
        for (size_t i = 0; i < 37; i++) {
            (void)world_as(&world, (person_id){0});
            struct passkey_answer answer = answer_of(&phone, challenge);
            struct text *parts[] = {&answer.data, &answer.signature,
                                    &answer.client.bytes};
            char *changed = arena_alloc(world.change.arena, parts[part]->len);
            memcpy(changed, parts[part]->s, parts[part]->len);
            changed[i] = (char)(changed[i] ^ 1);
            parts[part]->s = changed;
            assert_err(sign_in(&answer), ERR_UNAUTHENTICATED);
        }
    }
}

static void a_device_that_counts_backwards_is_one_of_two(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    phone.counter = 7;
    assert_ok(add(&phone, FLAGS_ADD));
    struct device copy = phone;
    assert_ok(sign_in_with(&phone));
    assert_ok(sign_in_with(&phone));
    support_expect_log("passkey_counter_went_back");
    assert_err(sign_in_with(&copy), ERR_UNAUTHENTICATED);
    assert_string_equal(world.change.denied_outcome, "counter_went_back");
    assert_int_equal(world.change.denied_object, world.june.v);
    assert_ok(sign_in_with(&phone));
}

static void whoever_is_suspended_is_not_let_in(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    assert_ok(add(&phone, FLAGS_ADD));
    struct change *change = world_as(&world, (person_id){0});
    struct stmt *stmt =
        db_stmt(change->db, "UPDATE person SET state = 'suspended' WHERE id = :id");
    stmt_int(stmt, ":id", world.june.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(&world, OK));
    assert_err(sign_in_with(&phone), ERR_UNAUTHENTICATED);
}

// ---- removing

static passkey_id first_of(person_id person)
{
    struct passkey_shown *list = NULL;
    size_t count = 0;
    assert_ok(passkey_list(world_as(&world, person), &list, &count));
    assert_true(count > 0);
    const passkey_id id = list[0].id;
    assert_ok(world_end(&world, OK));
    return id;
}

static void it_is_removed_by_password_or_by_passkey(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    struct device key = device_new(2);
    const struct second_factor_proof wrong = {.matches = false, .stored = "stored"};
    struct passkey_ask ask;
    assert_ok(add(&phone, FLAGS_ADD));
    assert_ok(add(&key, FLAGS_ADD));
    const passkey_id of_phone = first_of(world.june);
    assert_err(world_end(&world, passkey_remove(june(), of_phone, &wrong, NULL)),
               ERR_WRONG_STATE);
    assert_ok(world_end(&world, passkey_remove(june(), of_phone, &RIGHT, NULL)));
    assert_int_equal(world_noted(&world, SAFETY_PASSKEY_REMOVED), 1);
    assert_err(sign_in_with(&phone), ERR_UNAUTHENTICATED);
    const passkey_id of_key = first_of(world.june);
    assert_ok(passkey_ask_proof(june(), &ask));
    assert_int_equal(ask.credential_count, 1);
    const struct text challenge = keep(challenge_kept, ask.challenge);
    assert_ok(world_end(&world, OK));
    struct change *change = june();
    struct passkey_answer answer = answer_of(&phone, challenge); // it is no more
    assert_err(world_end(&world, passkey_remove(change, of_key, NULL, &answer)),
               ERR_WRONG_STATE);
    change = june();
    answer = answer_of(&key, challenge);
    assert_ok(world_end(&world, passkey_remove(change, of_key, NULL, &answer)));
    assert_err(sign_in_with(&key), ERR_UNAUTHENTICATED);
}

static void she_is_told_on_her_other_devices_and_by_mail(void **state)
{
    (void)state;
    struct device phone = device_new(1);
    struct account_notice_shown *list = NULL;
    size_t told = 0;
    const struct notify notify = {.mail = true, .address = TEXT_INIT("june@a.example")};
    world.policy.can_mail = true;
    assert_ok(world_end(&world, notify_set(june(), &notify)));
    assert_ok(add(&phone, FLAGS_ADD));
    const passkey_id id = first_of(world.june);
    assert_ok(world_end(&world, passkey_remove(june(), id, &RIGHT, NULL)));
    assert_ok(account_notice_list(june(), &list, &told)); // where it was done
    assert_int_equal(told, 0);
    world.change.actor.session = (session_id){4712};
    assert_ok(account_notice_list(&world.change, &list, &told));
    assert_int_equal(told, 2);
    assert_int_equal(list[0].notice.news, ACCOUNT_NEWS_PASSKEY_REMOVED);
    assert_int_equal(list[1].notice.news, ACCOUNT_NEWS_PASSKEY_ADDED);
    struct stmt *stmt = db_stmt(world.db, "SELECT 1 FROM outbox");
    assert_ok(stmt_one(stmt));
    stmt_reset(stmt);
    assert_ok(world_end(&world, OK));
}

// ---- staff

static void it_is_the_second_step_of_staff_as_well(void **state)
{
    (void)state;
    world.policy.staff_need_second_factor = true;
    struct change *change = world_as(&world, world.amara);
    assert_err(second_factor_demand(change), ERR_STEP_UP);
    change->actor.by_passkey = true;
    assert_ok(second_factor_demand(change));
    assert_ok(world_end(&world, OK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PASSKEY_TEST(one_that_was_added_signs_in),
        PASSKEY_TEST(no_second_one_has_the_same_credential),
        PASSKEY_TEST(nobody_has_more_than_ten),
        PASSKEY_TEST(an_owner_who_was_not_recognised_adds_none),
        PASSKEY_TEST(one_for_another_service_or_page_is_none),
        PASSKEY_TEST(her_password_is_needed_to_begin),
        PASSKEY_TEST(damaged_data_is_refused),
        PASSKEY_TEST(a_challenge_lapses),
        PASSKEY_TEST(a_challenge_is_answered_once),
        PASSKEY_TEST(a_challenge_is_for_one_use_and_one_session),
        PASSKEY_TEST(what_is_wrong_signs_nobody_in),
        PASSKEY_TEST(a_page_within_another_or_of_another_purpose_is_none),
        PASSKEY_TEST(what_was_changed_on_the_way_is_refused),
        PASSKEY_TEST(a_device_that_counts_backwards_is_one_of_two),
        PASSKEY_TEST(whoever_is_suspended_is_not_let_in),
        PASSKEY_TEST(it_is_removed_by_password_or_by_passkey),
        PASSKEY_TEST(she_is_told_on_her_other_devices_and_by_mail),
        PASSKEY_TEST(it_is_the_second_step_of_staff_as_well),
    };
    return RUN_TESTS(tests);
}
