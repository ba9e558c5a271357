#include "domain/world.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "domain/block.h"
#include "domain/conversation.h"
#include "domain/data_check.h"
#include "domain/membership.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/conversation_store.h"
#include "store/db.h"
#include "store/group_stay_store.h"
#include "store/meta_store.h"
#include "store/safety_line.h"
#include "support.h"

#define NOON_UTC_MS 1767268800000 // 2026-01-01

static void open_stores(struct world *world)
{
    char path[96];
    struct db *keys = NULL;
    struct secret_key master;
    snprintf(world->folder, sizeof(world->folder), "/tmp/kith-unit-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(path, sizeof(path), "%s/keys.db", world->folder);
    assert_ok(db_open(path, DB_KEYS, &keys));
    secret_key_new(&master);
    world->keyring = keyring_new(&master);
    assert_ok(vault_open(keys, world->keyring, &world->vault));
    snprintf(path, sizeof(path), "%s/kith.db", world->folder);
    assert_ok(db_open(path, DB_WRITER, &world->db));
    assert_ok(db_migrate(world->db));
}

static person_id make_person(struct world *world, struct change *change,
                             const char *name, struct role_grant role)
{
    struct person_new new_person = {
        .organisation = world->organisation, .name = text_of(name), .role = role};
    person_id person;
    assert_ok(person_create(change, &new_person, &person));
    return person;
}

void world_open(struct world *world)
{
    *world = (struct world){
        .now_utc_ms = NOON_UTC_MS,
        .policy = {.public_url = "http://127.0.0.1:8080",
                   .master_key = {.file = "/nowhere",
                                  .command = "",
                                  .next_file = "/nowhere.next",
                                  .data_dir = "/nowhere"}}
    };
    open_stores(world);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(organisation_create(change, TEXT("Riverside"), &world->organisation));
    organisation_id organisation = world->organisation;
    assert_ok(
        organisation_add_area(change, organisation, TEXT("North"), &world->north));
    assert_ok(
        organisation_add_area(change, organisation, TEXT("South"), &world->south));
    area_id north = world->north;
    area_id south = world->south;
    area_id everywhere = {0};

    struct {
        person_id *person;
        const char *name;
        struct role_grant role;
    } people[] = {
        {&world->amara,   "Amara",   {ROLE_COORDINATOR, north}       },
        {&world->june,    "June",    {ROLE_CARER, north}             },
        {&world->dorothy, "Dorothy", {ROLE_CARER, north}             },
        {&world->mo,      "Mo",      {ROLE_CARER, north}             },
        {&world->priya,   "Priya",   {ROLE_SUPPORTER, north}         },
        {&world->sid,     "Sid",     {ROLE_COORDINATOR, south}       },
        {&world->nell,    "Nell",    {ROLE_CARER, south}             },
        {&world->ada,     "Ada",     {ROLE_ADMINISTRATOR, everywhere}},
    };

    for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
        *people[i].person = make_person(world, change, people[i].name, people[i].role);
    }
    assert_ok(world_end(world, OK));
}

// Whatever a test did, the rules hold that backups are checked by.
static void assert_whole(struct world *world)
{
    struct check_finding *findings = NULL;
    int count = 0;
    assert_ok(data_check_run(world->db, world->change.arena, &findings, &count));
    for (int i = 0; i < count; i++) {
        print_error("%s: %lld %lld\n", findings[i].rule, (long long)findings[i].object,
                    (long long)findings[i].number);
    }
    assert_int_equal(count, 0);
}

void world_close(struct world *world)
{
    if (!world->breaks_rules) {
        assert_whole(world);
    }
    const char *files[] = {"kith.db", "kith.db-wal", "kith.db-shm", "keys.db",
                           "keys.db-journal"};
    char path[96];
    arena_free(world->change.arena);
    vault_close(world->vault);
    keyring_free(world->keyring);
    db_close(world->db);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", world->folder, files[i]);
        unlink(path);
    }
    rmdir(world->folder);
}

void world_act(struct world *world, person_id id)
{
    struct person person;
    struct actor *actor = &world->change.actor;
    *actor = (struct actor){.is_operator = id.v == 0};
    if (actor->is_operator) {
        return;
    }
    assert_ok(person_find(&world->change, id, &person));
    actor->person = id;
    actor->organisation = person.organisation;
    actor->role_count = person.role_count;
    memcpy(actor->roles, person.roles, sizeof(actor->roles));
}

struct change *world_as(struct world *world, person_id person)
{
    arena_free(world->change.arena);
    world->now_utc_ms += 1000;
    world->change = (struct change){.db = world->db,
                                    .vault = world->vault,
                                    .arena = arena_new(),
                                    .policy = &world->policy,
                                    .now_utc_ms = world->now_utc_ms};
    assert_ok(db_begin(world->db));
    assert_ok(change_begin(&world->change));
    world_act(world, person);
    return &world->change;
}

enum err world_end(struct world *world, enum err result)
{
    enum err err = change_end(&world->change, result);
    assert_ok(vault_commit(world->vault));
    assert_ok(db_commit(world->db));
    return err;
}

void world_accept(struct world *world, conversation_id group, person_id person)
{
    struct group_standing standing;
    assert_ok(group_stay_store_standing(world->db, group, person, &standing));
    const struct group_stay_key key = {group, person, standing.stay};
    assert_ok(group_stay_store_accept(world->db, &key, 1, world->now_utc_ms));
}

conversation_id world_group(struct world *world)
{
    conversation_id group;
    struct change *change = world_as(world, world->amara);
    assert_ok(conversation_create_group(change, TEXT("Grandparents North"),
                                        world->north, &group));
    assert_ok(membership_add(change, group, world->june));
    assert_ok(membership_add(change, group, world->dorothy));
    assert_ok(membership_add(change, group, world->mo));
    world_accept(world, group, world->june);
    world_accept(world, group, world->dorothy);
    world_accept(world, group, world->mo);
    assert_ok(world_end(world, OK));
    return group;
}

conversation_id world_pair(struct world *world)
{
    conversation_id pair;
    struct change *change = world_as(world, world->amara);
    assert_ok(conversation_create_pair(change, world->north, world->june, world->priya,
                                       &pair));
    assert_ok(world_end(world, OK));
    return pair;
}

int64_t world_say(struct world *world, person_id by, conversation_id conversation,
                  const char *text)
{
    struct change *change = world_as(world, by);
    struct id_text cid = epoch_text(epoch_new());
    struct message_new message = {
        .conversation = conversation, .cid = text_of(cid.s), .text = text_of(text)};
    struct message_done done;
    assert_ok(message_send(change, &message, &done));
    assert_ok(world_end(world, OK));
    return done.seq;
}

void world_block(struct world *world, person_id person, person_id blocked)
{
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, block_add(change, blocked)));
}

void world_grant(struct world *world, person_id person, enum role role)
{
    const struct role_grant grant = {role, {0}};
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_grant_role(change, person, grant)));
}

bool world_is_told(struct world *world, person_id person)
{
    const struct change *last = &world->change;
    conversation_id inbox;
    assert_ok(conversation_store_inbox(world->db, person, &inbox));
    for (size_t i = 0; i < last->event_count; i++) {
        if (last->events[i].conversation.v == inbox.v &&
            last->events[i].kind == EVENT_CARE_CHANGED) {
            return true;
        }
    }
    return false;
}

struct history_page world_read(struct world *world, person_id person,
                               conversation_id conversation)
{
    struct history_query query = {.conversation = conversation,
                                  .bound = HISTORY_NEWEST,
                                  .limit = HISTORY_EVENTS_MAX};
    struct history_page page;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, history_read(change, &query, &page)));
    return page;
}

const struct event *world_event(const struct history_page *page, int64_t seq)
{
    for (int i = 0; i < page->count; i++) {
        if (page->events[i].seq == seq) {
            return &page->events[i];
        }
    }
    return NULL;
}

void world_introduce(struct world *world)
{
    struct secret_hash hash;
    char digits[2 * SECRET_HASH_BYTES + 1];

    assert_ok(
        vault_handle_hash(world->vault, TEXT("the keys of this database"), &hash));
    hex_write(hash.bytes, sizeof hash.bytes, digits);
    world_as(world, (person_id){0});
    assert_ok(world_end(world, meta_store_put(world->db, "keys", text_of(digits))));
}

int64_t world_noted(struct world *world, enum safety_kind kind)
{
    struct stmt *stmt =
        db_stmt(world->db, "SELECT count(*) FROM safety_note WHERE kind = :kind");

    stmt_text(stmt, ":kind", safety_line_word(kind));
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}
