#include "support.h"

#include <string.h>

#include "base/arena.h"
#include "base/secret.h"

static struct arena *arena;
static struct secret_key key;

static int begin(void **state)
{
    arena = arena_new();
    secret_key_new(&key);
    return support_begin(state);
}

static int end(void **state)
{
    arena_free(arena);
    return support_end(state);
}

#define SECRET_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void what_was_sealed_opens_for_every_length(void **state)
{
    (void)state;
    char plain[300];
    secret_random(plain, sizeof plain);
    for (size_t len = 0; len <= sizeof plain; len++) {
        struct text opened = TEXT("?");
        const struct text sealed =
            secret_seal(arena, &key, (struct text){plain, len}, TEXT("ad"));
        assert_int_equal(sealed.len, len + SECRET_SEAL_OVERHEAD);
        assert_ok(secret_open(arena, &key, sealed, TEXT("ad"), &opened));
        assert_true(text_equal(opened, (struct text){plain, len}));
        assert_int_equal(opened.s[opened.len], '\0');
    }
}

static void what_was_padded_opens_for_every_length(void **state)
{
    (void)state;
    char plain[300];
    secret_random(plain, sizeof plain);
    memset(plain + 100, 0, 100); // zeroes of one's own are no padding
    for (size_t len = 0; len <= sizeof plain; len++) {
        struct text opened = TEXT("?");
        const struct text sealed =
            secret_seal_padded(arena, &key, (struct text){plain, len}, TEXT("ad"));
        assert_int_equal(sealed.len, (len / SECRET_PAD_BYTES + 1) * SECRET_PAD_BYTES +
                                         SECRET_SEAL_OVERHEAD);
        assert_ok(secret_open_padded(arena, &key, sealed, TEXT("ad"), &opened));
        assert_true(text_equal(opened, (struct text){plain, len}));
        assert_int_equal(opened.s[opened.len], '\0');
    }
}

// `padded` is sealed as it is; the tag is right.
static void refuse_padding(const char *padded, size_t len)
{
    struct text opened = TEXT("untouched");
    const struct text sealed =
        secret_seal(arena, &key, (struct text){padded, len}, TEXT("ad"));
    assert_err(secret_open_padded(arena, &key, sealed, TEXT("ad"), &opened),
               ERR_CORRUPT);
    assert_true(text_equal(opened, TEXT("untouched")));
}

static void torn_padding_is_refused(void **state)
{
    (void)state;
    char padded[2 * SECRET_PAD_BYTES] = {0};
    for (size_t len = 0; len <= sizeof padded; len++) {
        refuse_padding(padded, len); // zeroes only
    }
    padded[SECRET_PAD_BYTES - 1] = (char)0x80; // a block too early
    refuse_padding(padded, sizeof padded);
    padded[SECRET_PAD_BYTES] = 'x';
    refuse_padding(padded, sizeof padded);
    padded[SECRET_PAD_BYTES] = (char)0x81;
    refuse_padding(padded, sizeof padded);
}

static void every_flipped_bit_of_what_was_padded_is_refused(void **state)
{
    (void)state;
    const struct text sealed = secret_seal_padded(arena, &key, TEXT("p"), TEXT("ad"));
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        struct text opened = TEXT("untouched");
        char copy[SECRET_PAD_BYTES + SECRET_SEAL_OVERHEAD];
        memcpy(copy, sealed.s, sizeof copy);
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        assert_err(secret_open_padded(arena, &key, (struct text){copy, sizeof copy},
                                      TEXT("ad"), &opened),
                   ERR_CORRUPT);
        assert_true(text_equal(opened, TEXT("untouched")));
    }
}

static void refuse(struct text sealed, struct text ad)
{
    struct text opened = TEXT("untouched");
    assert_err(secret_open(arena, &key, sealed, ad, &opened), ERR_CORRUPT);
    assert_true(text_equal(opened, TEXT("untouched")));
}

static void a_ciphertext_in_anothers_place_is_refused(void **state)
{
    (void)state;
    const struct text first = secret_seal(arena, &key, TEXT("one"), TEXT("row 1"));
    const struct text second = secret_seal(arena, &key, TEXT("two"), TEXT("row 2"));
    refuse(first, TEXT("row 2"));
    refuse(second, TEXT("row 1"));
    refuse(first, TEXT(""));
    refuse(first, TEXT("row 1 "));
}

static void a_wrong_key_is_refused(void **state)
{
    (void)state;
    const struct text sealed = secret_seal(arena, &key, TEXT("plain"), TEXT("ad"));
    secret_key_new(&key);
    refuse(sealed, TEXT("ad"));
}

static void every_shortened_ciphertext_is_refused(void **state)
{
    (void)state;
    const struct text sealed = secret_seal(arena, &key, TEXT("plain"), TEXT("ad"));
    for (size_t len = 0; len < sealed.len; len++) {
        refuse((struct text){sealed.s, len}, TEXT("ad"));
    }
}

static void every_flipped_bit_is_refused(void **state)
{
    (void)state;
    const struct text sealed = secret_seal(arena, &key, TEXT("plain"), TEXT("ad"));
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        char copy[64];
        memcpy(copy, sealed.s, sealed.len);
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << bit % 8));
        refuse((struct text){copy, sealed.len}, TEXT("ad"));
    }
}

static void the_same_text_is_sealed_differently_each_time(void **state)
{
    (void)state;
    const struct text first = secret_seal(arena, &key, TEXT("same"), TEXT("ad"));
    const struct text second = secret_seal(arena, &key, TEXT("same"), TEXT("ad"));
    assert_false(text_equal(first, second));
}

static void a_password_matches_itself_only(void **state)
{
    (void)state;
    char hash[SECRET_PASSWORD_HASH_MAX];
    assert_ok(secret_password_hash(TEXT("three quiet rivers"), hash));
    assert_true(secret_password_matches(hash, TEXT("three quiet rivers")));
    assert_false(secret_password_matches(hash, TEXT("three quiet river")));
    assert_false(secret_password_matches(hash, TEXT("")));
    assert_false(secret_password_matches("", TEXT("three quiet rivers")));
    assert_false(secret_password_is_weak(hash));
}

static void a_password_costs_19_mib_and_two_passes(void **state)
{
    (void)state;
    static const char parameters[] = "$argon2id$v=19$m=19456,t=2,p=1$";
    char hash[SECRET_PASSWORD_HASH_MAX];
    assert_ok(secret_password_hash(TEXT("three quiet rivers"), hash));
    assert_memory_equal(hash, parameters, sizeof parameters - 1);
}

static void the_dummy_costs_what_real_hashes_cost(void **state)
{
    (void)state;
    assert_false(secret_password_is_weak(secret_password_dummy()));
    assert_false(secret_password_matches(secret_password_dummy(), TEXT("")));
}

static void an_older_cost_is_weak(void **state)
{
    (void)state;
    assert_true(
        secret_password_is_weak("$argon2id$v=19$m=8192,t=1,p=1$E6XCTs/1dFX8xnodbVYf/w"
                                "$g2q9Yb8UYFAmnJC3FTPj8GQZ1TkyehOB1mXYrpcsZ74"));
    assert_true(secret_password_is_weak("nonsense"));
}

static void hashes_depend_on_text_and_key(void **state)
{
    (void)state;
    struct secret_key other;
    secret_key_new(&other);
    const struct secret_hash june = secret_hash_keyed(&key, TEXT("june"));
    assert_true(secret_hash_equal(june, secret_hash_keyed(&key, TEXT("june"))));
    assert_false(secret_hash_equal(june, secret_hash_keyed(&key, TEXT("june "))));
    assert_false(secret_hash_equal(june, secret_hash_keyed(&other, TEXT("june"))));
    assert_false(secret_hash_equal(june, secret_hash(TEXT("june"))));
}

static void a_draw_is_keyed_blake2b(void **state)
{
    (void)state;
    // From hashlib.blake2b of Python: key of 8 bytes, digest of 64, the first 8.
    assert_true(secret_draw(1, TEXT("c1"), TEXT("s1")) == UINT64_C(0xb3588e26571a70ac));
    assert_true(secret_draw(0, TEXT("a"), TEXT("bc")) == UINT64_C(0xc7981f949e6b93f2));
    assert_true(secret_draw(0, TEXT("ab"), TEXT("c")) == UINT64_C(0xebf7ba0f185433fa));
}

static void a_hash_is_blake2b(void **state)
{
    (void)state;
    // BLAKE2b-256 of the empty string.
    static const unsigned char expected[SECRET_HASH_BYTES] = {
        0x0e, 0x57, 0x51, 0xc0, 0x26, 0xe5, 0x43, 0xb2, 0xe8, 0xab, 0x2e,
        0xb0, 0x60, 0x99, 0xda, 0xa1, 0xd1, 0xe5, 0xdf, 0x47, 0x77, 0x8f,
        0x77, 0x87, 0xfa, 0xab, 0x45, 0xcd, 0xf1, 0x2f, 0xe3, 0xa8};
    const struct secret_hash hash = secret_hash(TEXT(""));
    assert_memory_equal(hash.bytes, expected, sizeof expected);
}

static void tokens_are_43_characters_and_never_the_same(void **state)
{
    (void)state;
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct secret_token last = {0};
    for (int i = 0; i < 1000; i++) {
        struct secret_token token;
        secret_token_new(&token);
        assert_int_equal(strspn(token.s, allowed), SECRET_TOKEN_LEN);
        assert_int_equal(strlen(token.s), SECRET_TOKEN_LEN);
        assert_string_not_equal(token.s, last.s);
        last = token;
    }
}

static void stretching_depends_on_salt_and_text_alone(void **state)
{
    (void)state;
    const struct secret_salt salt = {{1}};
    const struct secret_salt other = {{2}};
    struct secret_hash hashes[4];
    assert_ok(secret_stretch(&salt, TEXT("mary oneill 1987"), &hashes[0]));
    assert_ok(secret_stretch(&salt, TEXT("mary oneill 1987"), &hashes[1]));
    assert_ok(secret_stretch(&salt, TEXT("mary oneill 1988"), &hashes[2]));
    assert_ok(secret_stretch(&other, TEXT("mary oneill 1987"), &hashes[3]));
    assert_true(secret_hash_equal(hashes[0], hashes[1]));
    assert_false(secret_hash_equal(hashes[0], hashes[2]));
    assert_false(secret_hash_equal(hashes[0], hashes[3]));
}

static void stretching_costs_8_mib_and_one_pass(void **state)
{
    (void)state;
    // Argon2id of libsodium, asked from Python: m = 8192 KiB, t = 1, p = 1.
    static const unsigned char expected[SECRET_HASH_BYTES] = {
        0x2c, 0x30, 0x23, 0x78, 0x10, 0x4e, 0xf5, 0xcb, 0x47, 0xb5, 0x95,
        0x13, 0xbe, 0x38, 0x0f, 0x33, 0xb0, 0xb1, 0xdb, 0x5e, 0xf9, 0x28,
        0xc9, 0xf5, 0xa3, 0x79, 0x45, 0x57, 0x4b, 0x4a, 0xb6, 0x83};
    const struct secret_salt salt = {{1}};
    struct secret_hash hash;
    assert_ok(secret_stretch(&salt, TEXT("mary oneill 1987"), &hash));
    assert_memory_equal(hash.bytes, expected, sizeof expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECRET_TEST(what_was_sealed_opens_for_every_length),
        SECRET_TEST(what_was_padded_opens_for_every_length),
        SECRET_TEST(torn_padding_is_refused),
        SECRET_TEST(every_flipped_bit_of_what_was_padded_is_refused),
        SECRET_TEST(a_ciphertext_in_anothers_place_is_refused),
        SECRET_TEST(a_wrong_key_is_refused),
        SECRET_TEST(every_shortened_ciphertext_is_refused),
        SECRET_TEST(every_flipped_bit_is_refused),
        SECRET_TEST(the_same_text_is_sealed_differently_each_time),
        SECRET_TEST(a_password_matches_itself_only),
        SECRET_TEST(a_password_costs_19_mib_and_two_passes),
        SECRET_TEST(the_dummy_costs_what_real_hashes_cost),
        SECRET_TEST(an_older_cost_is_weak),
        SECRET_TEST(hashes_depend_on_text_and_key),
        SECRET_TEST(a_draw_is_keyed_blake2b),
        SECRET_TEST(a_hash_is_blake2b),
        SECRET_TEST(tokens_are_43_characters_and_never_the_same),
        SECRET_TEST(stretching_depends_on_salt_and_text_alone),
        SECRET_TEST(stretching_costs_8_mib_and_one_pass),
    };
    return RUN_TESTS(tests);
}
