#include "support.h"

#include "domain/key_cache.h"
#include "domain/vault.h"
#include "domain/vault_state.h"
#include "scratch.h"
#include "store/db.h"
#include "store/key_store.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static struct scratch scratch;
static struct arena *arena;
static struct keyring *keyring;
static struct vault *vault;

static const struct key_scope june_in_talk = {{100}, {1}};
static const struct key_scope priya_in_talk = {{100}, {2}};
static const struct key_scope june_elsewhere = {{200}, {1}};
static const struct key_scope june_herself = {{0}, {1}};
static const struct seal_place body = {
    "event", "body_sealed", 100, 41, {{100}, {1}}
};

static struct vault *open_vault(enum db_kind kind)
{
    struct db *keys = NULL;
    struct vault *opened = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), kind, &keys));
    assert_ok(vault_open(keys, keyring, &opened));
    return opened;
}

static int begin(void **state)
{
    scratch_init(&scratch);
    arena = arena_new();
    struct secret_key master;
    secret_key_new(&master);
    keyring = keyring_new(&master);
    vault = open_vault(DB_KEYS);
    return support_begin(state);
}

static int end(void **state)
{
    vault_close(vault);
    keyring_free(keyring);
    arena_free(arena);
    scratch_clear(&scratch);
    return support_end(state);
}

#define VAULT_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void make_key(struct key_scope scope)
{
    assert_ok(vault_key_make(vault, scope, 1));
    assert_ok(vault_commit(vault));
}

static struct seal_place under(struct key_scope scope, struct seal_place place)
{
    place.scope = scope;
    return place;
}

static struct sealed seal(struct key_scope scope, struct seal_place place,
                          struct text plain)
{
    struct sealed sealed;

    assert_ok(vault_seal(vault, arena, under(scope, place), plain, &sealed));
    return sealed;
}

static void assert_opens(struct vault *with, struct sealed sealed, struct text plain)
{
    struct text opened;

    assert_ok(vault_open_sealed(with, arena, body, sealed, &opened));
    assert_true(text_equal(opened, plain));
}

static void assert_refused(struct key_scope scope, struct seal_place place,
                           struct sealed sealed)
{
    struct text opened;

    assert_err(vault_open_sealed(vault, arena, under(scope, place), sealed, &opened),
               ERR_CORRUPT);
}

// Opening

static void sealed_text_opens(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("She slept."));
    assert_int_equal(sealed.key_version, 1);
    assert_int_equal(sealed.bytes.len, SECRET_PAD_BYTES + SECRET_SEAL_OVERHEAD);
    assert_opens(vault, sealed, TEXT("She slept."));
}

static void short_texts_are_sealed_alike(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const size_t len = seal(june_in_talk, body, TEXT("no")).bytes.len;
    assert_int_equal(seal(june_in_talk, body, TEXT("yes")).bytes.len, len);
    assert_int_equal(seal(june_in_talk, body, TEXT("")).bytes.len, len);
    assert_int_equal(
        seal(june_in_talk, body, TEXT("three children, one of them away")).bytes.len,
        len);
}

// Adds a part as documented at struct seal_place.
static void add_part(char *ad, size_t *len, const void *part, uint32_t part_len)
{
    memcpy(ad + *len, &part_len, sizeof part_len);
    memcpy(ad + *len + sizeof part_len, part, part_len);
    *len += sizeof part_len + part_len;
}

// What a program from before there was padding stored at `body`.
static struct sealed seal_as_before(struct text plain)
{
    const int64_t numbers[] = {body.key_a, body.key_b, body.scope.person.v, 1};
    struct held_key held;
    char ad[256];
    size_t len = 0;

    add_part(ad, &len, "kith1", 5);
    add_part(ad, &len, body.table, (uint32_t)strlen(body.table));
    add_part(ad, &len, body.column, (uint32_t)strlen(body.column));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        add_part(ad, &len, &numbers[i], sizeof numbers[i]);
    }
    assert_true(key_cache_find(vault->cache, june_in_talk, 1, &held));
    return (struct sealed){secret_seal(arena, &held.key, plain, (struct text){ad, len}),
                           1};
}

static void what_was_sealed_before_there_was_padding_opens(void **state)
{
    (void)state;
    char plain[130];
    memset(plain, 'x', sizeof plain);
    make_key(june_in_talk);
    for (size_t len = 0; len <= sizeof plain; len++) {
        const struct text text = {plain, len};
        const struct sealed sealed = seal_as_before(text);
        assert_int_equal(sealed.bytes.len, len + SECRET_SEAL_OVERHEAD);
        assert_opens(vault, sealed, text);
    }
    // What looks like padding there is text.
    plain[63] = (char)0x80;
    assert_opens(vault, seal_as_before((struct text){plain, 64}),
                 (struct text){plain, 64});
}

static void what_was_never_stored_is_empty(void **state)
{
    (void)state;
    assert_opens(vault,
                 (struct sealed){
                     {"", 0},
                     0
    },
                 TEXT(""));
}

static void empty_text_is_sealed_like_any(void **state)
{
    (void)state;
    make_key(june_in_talk);
    assert_opens(vault, seal(june_in_talk, body, TEXT("")), TEXT(""));
}

// Swapping

static void ciphertext_of_another_row_is_refused(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    struct seal_place other = body;
    other.key_b = 42;
    assert_refused(june_in_talk, other, sealed);
    other = body;
    other.key_a = 101;
    assert_refused(june_in_talk, other, sealed);
    other = (struct seal_place){body.table, body.column, body.key_b, body.key_a,
                                body.scope};
    assert_refused(june_in_talk, other, sealed);
}

static void ciphertext_of_another_column_or_table_is_refused(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    struct seal_place other = body;
    other.column = "title_sealed";
    assert_refused(june_in_talk, other, sealed);
    other = body;
    other.table = "conversation";
    assert_refused(june_in_talk, other, sealed);
    other.table = "eventb"; // the same letters, cut elsewhere
    other.column = "ody_sealed";
    assert_refused(june_in_talk, other, sealed);
}

static void ciphertext_of_another_author_is_refused(void **state)
{
    (void)state;
    make_key(june_in_talk);
    make_key(priya_in_talk);
    make_key(june_elsewhere);
    make_key(june_herself);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    assert_refused(priya_in_talk, body, sealed);
    assert_refused(june_elsewhere, body, sealed);
    assert_refused(june_herself, body, sealed);
}

static void changed_ciphertext_is_refused(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    for (size_t i = 0; i < sealed.bytes.len; i++) {
        struct sealed changed = sealed;
        char *bytes = arena_alloc(arena, sealed.bytes.len);
        memcpy(bytes, sealed.bytes.s, sealed.bytes.len);
        bytes[i] = (char)(bytes[i] ^ 1);
        changed.bytes.s = bytes;
        assert_refused(june_in_talk, body, changed);
    }
    struct sealed cut = sealed;
    cut.bytes.len--;
    assert_refused(june_in_talk, body, cut);
    cut.bytes.len = 1;
    assert_refused(june_in_talk, body, cut);
}

// Keys of keys.db itself, with the associated data written out as documented.

static void ciphertext_of_another_version_is_refused(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed first = seal(june_in_talk, body, TEXT("first"));
    assert_ok(vault_key_renew(vault, june_in_talk, 2));
    assert_ok(vault_commit(vault));
    const struct sealed second = seal(june_in_talk, body, TEXT("second"));
    assert_int_equal(second.key_version, 2);
    assert_opens(vault, first, TEXT("first"));
    assert_opens(vault, second, TEXT("second"));
    assert_refused(june_in_talk, body, (struct sealed){first.bytes, 2});
    assert_refused(june_in_talk, body, (struct sealed){second.bytes, 1});
    assert_refused(june_in_talk, body, (struct sealed){first.bytes, 0});
    assert_refused(june_in_talk, body, (struct sealed){first.bytes, -1});
}

static void move_keys(const char *sql)
{
    struct db *keys = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_ok(stmt_run(db_stmt(keys, sql)));
    db_close(keys);
    vault_flush_all(vault);
}

static void key_under_another_name_is_refused(void **state)
{
    (void)state;
    static const char *const moves[] = {
        "UPDATE dek SET person = 2",
        "UPDATE dek SET person = 1, conversation = 101",
        "UPDATE dek SET conversation = 100, version = 2",
        "UPDATE dek SET version = 1, wrapped = substr(wrapped, 1, 71)",
    };
    static const struct key_scope scopes[] = {
        {{100}, {2}},
        {{101}, {1}},
        {{100}, {1}},
        {{100}, {1}},
    };
    struct sealed sealed;

    make_key(june_in_talk);
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        move_keys(moves[i]);
        assert_err(
            vault_seal(vault, arena, under(scopes[i], body), TEXT("text"), &sealed),
            ERR_CORRUPT);
    }
}

// Keys that are not there

static void without_a_key_nothing_is_sealed(void **state)
{
    (void)state;
    struct sealed sealed;

    assert_err(vault_seal(vault, arena, body, TEXT("text"), &sealed), ERR_GONE);
}

static void lost_key_reads_as_gone(void **state)
{
    (void)state;
    struct text opened;

    make_key(june_in_talk);
    make_key(priya_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    assert_ok(vault_keys_destroy(vault, &june_in_talk, 1));
    assert_err(vault_open_sealed(vault, arena, body, sealed, &opened), ERR_GONE);
    seal(priya_in_talk, body, TEXT("still there"));
    vault_close(vault);
    vault = open_vault(DB_KEYS);
    assert_err(vault_open_sealed(vault, arena, body, sealed, &opened), ERR_GONE);
}

static void destroyed_key_leaves_no_copy_in_the_file(void **state)
{
    (void)state;
    struct key_name name = {{100}, {1}, 1};
    struct wrapped_key wrapped;
    struct db *keys = NULL;
    static char file[1024 * 1024];

    make_key(june_in_talk);
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS_READER, &keys));
    assert_ok(key_store_get(keys, arena, name, &wrapped));
    db_close(keys);
    assert_ok(vault_keys_destroy(vault, &june_in_talk, 1));
    const int fd = open(scratch_path(&scratch, "keys.db"), O_RDONLY);
    const ssize_t len = read(fd, file, sizeof file);
    close(fd);
    assert_true(len > 0);
    assert_null(memmem(file, (size_t)len, wrapped.bytes.s, wrapped.bytes.len));
}

// Transactions

static void key_is_made_once(void **state)
{
    (void)state;
    make_key(june_in_talk);
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    make_key(june_in_talk);
    vault_flush_all(vault);
    make_key(june_in_talk);
    assert_opens(vault, sealed, TEXT("text"));
    assert_int_equal(seal(june_in_talk, body, TEXT("text")).key_version, 1);
}

static void key_serves_before_its_commit_and_others_after(void **state)
{
    (void)state;
    struct vault *reader = open_vault(DB_KEYS_READER);
    struct text opened;

    assert_ok(vault_key_make(vault, june_in_talk, 1));
    const struct sealed sealed = seal(june_in_talk, body, TEXT("text"));
    assert_err(vault_open_sealed(reader, arena, body, sealed, &opened), ERR_GONE);
    assert_ok(vault_commit(vault));
    assert_opens(reader, sealed, TEXT("text"));
    vault_close(reader);
}

static void rolled_back_key_is_forgotten(void **state)
{
    (void)state;
    struct sealed sealed;

    make_key(priya_in_talk);
    assert_ok(vault_key_make(vault, june_in_talk, 1));
    vault_rollback(vault);
    assert_err(vault_seal(vault, arena, body, TEXT("text"), &sealed), ERR_GONE);
    seal(priya_in_talk, body, TEXT("still there"));
    make_key(june_in_talk);
    seal(june_in_talk, body, TEXT("made again"));
}

static void committing_nothing_is_fine(void **state)
{
    (void)state;
    assert_ok(vault_commit(vault));
    vault_rollback(vault);
    assert_false(vault_failed_for_space(vault));
}

static void more_keys_than_the_cache_holds_all_open(void **state)
{
    (void)state;

    enum {
        KEYS = 5000
    };
    struct sealed *sealed = arena_array(arena, KEYS, sizeof *sealed);
    struct text opened;

    for (int i = 0; i < KEYS; i++) {
        const struct key_scope scope = {{1 + i / 10}, {1 + i}};
        assert_ok(vault_key_make(vault, scope, 1));
        sealed[i] = seal(scope, body, TEXT("text"));
    }
    assert_ok(vault_commit(vault));
    for (int i = 0; i < KEYS; i++) {
        const struct key_scope scope = {{1 + i / 10}, {1 + i}};
        assert_ok(
            vault_open_sealed(vault, arena, under(scope, body), sealed[i], &opened));
    }
}

static void scopes_come_in_order_page_by_page(void **state)
{
    (void)state;
    struct key_scope scopes[2];
    size_t count = 0;

    make_key(june_elsewhere);
    make_key(priya_in_talk);
    make_key(june_in_talk);
    make_key(june_herself);
    assert_ok(vault_scopes(vault, (struct key_scope){{0}, {0}}, 2, scopes, &count));
    assert_int_equal(count, 2);
    assert_int_equal(scopes[0].conversation.v, 0);
    assert_int_equal(scopes[1].person.v, 1);
    assert_ok(vault_scopes(vault, scopes[1], 2, scopes, &count));
    assert_int_equal(count, 2);
    assert_int_equal(scopes[0].person.v, 2);
    assert_int_equal(scopes[1].conversation.v, 200);
    assert_ok(vault_scopes(vault, scopes[1], 2, scopes, &count));
    assert_int_equal(count, 0);
}

// Handles

static void handle_hash_is_lasting_and_keyed(void **state)
{
    (void)state;
    struct secret_hash first;
    struct secret_hash second;
    struct secret_hash other;

    assert_ok(vault_handle_hash(vault, TEXT("june"), &first));
    assert_ok(vault_handle_hash(vault, TEXT("juno"), &other));
    assert_false(secret_hash_equal(first, other));
    assert_false(secret_hash_equal(first, secret_hash(TEXT("june"))));
    struct vault *reader = open_vault(DB_KEYS_READER);
    assert_ok(vault_handle_hash(reader, TEXT("june"), &second));
    assert_true(secret_hash_equal(first, second));
    vault_close(reader);
}

// The private check

static bool salts_are_equal(struct vault *one, struct vault *other)
{
    const struct secret_salt a = vault_blind_salt(one);
    const struct secret_salt b = vault_blind_salt(other);

    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

static void private_checks_stay_comparable(void **state)
{
    (void)state;
    const struct secret_hash stretched = secret_hash(TEXT("maria oneill"));
    struct vault *reader = open_vault(DB_KEYS_READER);

    assert_true(salts_are_equal(vault, reader));
    assert_true(secret_hash_equal(vault_blind_hash(vault, stretched),
                                  vault_blind_hash(reader, stretched)));
    assert_false(secret_hash_equal(vault_blind_hash(vault, stretched), stretched));
    vault_close(reader);
}

static void a_folder_from_before_gets_its_key_once(void **state)
{
    (void)state;
    struct db *keys = NULL;
    struct vault *other = NULL;

    move_keys("DELETE FROM service_key WHERE name = 'blind'");
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS_READER, &keys));
    assert_err(vault_open(keys, keyring, &other), ERR_CORRUPT);
    struct vault *writer = open_vault(DB_KEYS);
    struct vault *reader = open_vault(DB_KEYS_READER);
    assert_true(salts_are_equal(writer, reader));
    assert_false(salts_are_equal(writer, vault));
    vault_close(reader);
    vault_close(writer);
}

// The master key

static void wrong_master_key_is_refused(void **state)
{
    (void)state;
    struct db *keys = NULL;
    struct vault *other = NULL;
    struct secret_key wrong;

    secret_key_new(&wrong);
    struct keyring *others = keyring_new(&wrong);
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_err(vault_open(keys, others, &other), ERR_DENIED);
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS_READER, &keys));
    assert_err(vault_open(keys, others, &other), ERR_DENIED);
    assert_null(other);
    keyring_free(others);
}

static void reader_of_an_empty_store_is_refused(void **state)
{
    (void)state;
    struct db *keys = NULL;
    struct vault *other = NULL;

    move_keys("DELETE FROM service_key");
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS_READER, &keys));
    assert_err(vault_open(keys, keyring, &other), ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(sealed_text_opens),
        VAULT_TEST(short_texts_are_sealed_alike),
        VAULT_TEST(what_was_sealed_before_there_was_padding_opens),
        VAULT_TEST(what_was_never_stored_is_empty),
        VAULT_TEST(empty_text_is_sealed_like_any),
        VAULT_TEST(ciphertext_of_another_row_is_refused),
        VAULT_TEST(ciphertext_of_another_column_or_table_is_refused),
        VAULT_TEST(ciphertext_of_another_author_is_refused),
        VAULT_TEST(changed_ciphertext_is_refused),
        VAULT_TEST(ciphertext_of_another_version_is_refused),
        VAULT_TEST(key_under_another_name_is_refused),
        VAULT_TEST(without_a_key_nothing_is_sealed),
        VAULT_TEST(lost_key_reads_as_gone),
        VAULT_TEST(destroyed_key_leaves_no_copy_in_the_file),
        VAULT_TEST(key_is_made_once),
        VAULT_TEST(key_serves_before_its_commit_and_others_after),
        VAULT_TEST(rolled_back_key_is_forgotten),
        VAULT_TEST(committing_nothing_is_fine),
        VAULT_TEST(more_keys_than_the_cache_holds_all_open),
        VAULT_TEST(scopes_come_in_order_page_by_page),
        VAULT_TEST(handle_hash_is_lasting_and_keyed),
        VAULT_TEST(private_checks_stay_comparable),
        VAULT_TEST(a_folder_from_before_gets_its_key_once),
        VAULT_TEST(wrong_master_key_is_refused),
        VAULT_TEST(reader_of_an_empty_store_is_refused),
    };

    return RUN_TESTS(tests);
}
