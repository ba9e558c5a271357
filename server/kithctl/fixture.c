// Goes through the rules as people would, some at a time in one transaction: a crash
// leaves a folder that is thrown away.
#include "kithctl/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "domain/audit_head.h"
#include "domain/care/group_stay.h"
#include "domain/care/scan.h"
#include "domain/conversation.h"
#include "domain/membership.h"
#include "domain/message.h"
#include "domain/organisation.h"
#include "domain/pair.h"
#include "domain/person.h"
#include "domain/session.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "store/db.h"
#include "store/meta_store.h"

#define PEOPLE_MAX 100000      // far beyond what one machine serves
#define GROUPS_MAX 100000      // five for each of the people in groups of five
#define GROUPS_OF_ONE_MAX 200  // what fits into the cursors of one attach
#define MESSAGES_MAX 100000000 // some 40 GB of database
#define IN_ONE_TRANSACTION 256 // keeps what a transaction holds in memory small
#define MESSAGES_IN_ONE 4096   // the same for messages, which are small
#define AGREEMENT_FIRST 1      // the version that a new group has
#define MESSAGE_BYTES 200      // as long as what people write, on average

enum param {
    PEOPLE,
    GROUPS,
    SIZE,
    TOKENS,
    PAIRS,
    MESSAGES
};

struct fixture {
    struct change change;
    int64_t people_count;
    int64_t group_count;
    int64_t group_size;
    int64_t pair_count;
    int64_t message_count;
    organisation_id organisation;
    area_id area;
    person_id coordinator;
    person_id *people;
    struct secret_token *tokens;
    conversation_id *groups;
    conversation_id *pairs;
};

// ---- acting

static void act_as_operator(struct fixture *fixture)
{
    fixture->change.actor = (struct actor){.is_operator = true};
}

static enum err act_as(struct fixture *fixture, person_id id)
{
    struct person person;
    enum err err = person_find(&fixture->change, id, &person);
    if (err != OK) {
        return err;
    }
    fixture->change.actor = (struct actor){.person = person.id,
                                           .organisation = person.organisation,
                                           .role_count = person.role_count};
    memcpy(fixture->change.actor.roles, person.roles, sizeof person.roles);
    return OK;
}

// ---- making

// Where it ends is where the next group begins, so that everybody is in as many.
static person_id member_of(const struct fixture *fixture, int64_t group, int64_t i)
{
    return fixture->people[(group * fixture->group_size + i) % fixture->people_count];
}

static enum err add_person(struct fixture *fixture, enum role role, struct text name,
                           person_id *person_out)
{
    const struct person_new new_person = {
        .organisation = fixture->organisation,
        .name = name,
        .role = {.role = role, .area = fixture->area},
    };
    return person_create(&fixture->change, &new_person, person_out);
}

static enum err make_organisation(struct fixture *fixture, int64_t i)
{
    struct change *change = &fixture->change;
    struct organisation *list = NULL;
    size_t count = 0;
    (void)i;
    act_as_operator(fixture);
    enum err err = organisation_list(change, &list, &count);
    if (err == OK && count > 0) {
        err = ERR_CONFLICT;
    }
    if (err == OK) {
        err = organisation_create(change, TEXT("Fixture"), &fixture->organisation);
    }
    if (err == OK) {
        err = organisation_add_area(change, fixture->organisation, TEXT("Everywhere"),
                                    &fixture->area);
    }
    if (err == OK) {
        err = add_person(fixture, ROLE_COORDINATOR, TEXT("Coordinator"),
                         &fixture->coordinator);
    }
    return err == OK ? meta_store_put(change->db, "demo", TEXT("1")) : err;
}

// Carers and supporters in turns, so that every two can be connected.
static enum err make_person(struct fixture *fixture, int64_t i)
{
    char name[32];
    const int len = snprintf(name, sizeof name, "Person %lld", (long long)i);
    struct session_made made;
    int64_t expires_utc_ms = 0;
    act_as_operator(fixture);
    enum err err = add_person(fixture, i % 2 == 0 ? ROLE_CARER : ROLE_SUPPORTER,
                              (struct text){name, (size_t)len}, &fixture->people[i]);
    if (err == OK) {
        err = session_token_create(&fixture->change, fixture->people[i],
                                   TEXT("fixture"), &made, &expires_utc_ms);
    }
    if (err == OK) {
        fixture->tokens[i] = made.token;
    }
    return err;
}

static enum err bring_in(struct fixture *fixture, conversation_id group, int64_t number)
{
    enum err err = OK;
    for (int64_t i = 0; err == OK && i < fixture->group_size; i++) {
        err = membership_add(&fixture->change, group, member_of(fixture, number, i));
    }
    return err;
}

static enum err accept_agreement(struct fixture *fixture, conversation_id group,
                                 int64_t number)
{
    const struct group_entry entry = {.accepts = AGREEMENT_FIRST};
    enum err err = OK;
    for (int64_t i = 0; err == OK && i < fixture->group_size; i++) {
        err = act_as(fixture, member_of(fixture, number, i));
        if (err == OK) {
            err = group_stay_accept(&fixture->change, group, &entry);
        }
    }
    return err;
}

static enum err make_group(struct fixture *fixture, int64_t i)
{
    conversation_id *group = &fixture->groups[i];
    enum err err = act_as(fixture, fixture->coordinator);
    if (err == OK) {
        err = conversation_create_group(&fixture->change, TEXT("Group"), fixture->area,
                                        group);
    }
    if (err == OK) {
        err = bring_in(fixture, *group, i);
    }
    if (err == OK) {
        err = membership_leave(&fixture->change, *group);
    }
    return err == OK ? accept_agreement(fixture, *group, i) : err;
}

static enum err make_pair(struct fixture *fixture, int64_t i)
{
    const enum err err = act_as(fixture, fixture->coordinator);
    return err == OK ? pair_connect(&fixture->change, fixture->people[2 * i],
                                    fixture->people[2 * i + 1], &fixture->pairs[i])
                     : err;
}

// One after the other in every group, by one member after the other.
static enum err make_message(struct fixture *fixture, int64_t i)
{
    const int64_t group = i % fixture->group_count;
    const int64_t turn = i / fixture->group_count % fixture->group_size;
    char cid[32];
    char text[MESSAGE_BYTES + 1];
    const int cid_len = snprintf(cid, sizeof cid, "fixture-%012lld", (long long)i);
    const int said =
        snprintf(text, sizeof text, "Message %lld of many. ", (long long)i);
    for (size_t at = (size_t)said; at < MESSAGE_BYTES; at++) {
        text[at] = at % 7 == 6 ? ' ' : 'o';
    }
    const struct message_new message = {
        .conversation = fixture->groups[group],
        .cid = {cid,  (size_t)cid_len  },
        .text = {text, MESSAGE_BYTES - 1}
    };
    struct message_done done;
    const enum err err = act_as(fixture, member_of(fixture, group, turn));
    return err == OK ? message_send(&fixture->change, &message, &done) : err;
}

// What is there already is looked through by nobody.
static enum err pass_over(struct fixture *fixture, int64_t i)
{
    (void)i;
    act_as_operator(fixture);
    return scan_pass_over(&fixture->change);
}

// ---- storing

struct step {
    enum err (*make)(struct fixture *fixture, int64_t i);
    int64_t count;
    int64_t in_one;
};

static enum err make_some(struct fixture *fixture, const struct step *step,
                          int64_t first)
{
    enum err err = change_begin(&fixture->change);
    if (err != OK) {
        return err;
    }
    for (int64_t i = first; err == OK && i < step->count && i < first + step->in_one;
         i++) {
        err = step->make(fixture, i);
    }
    return change_end(&fixture->change, err);
}

static enum err commit_some(struct fixture *fixture, const struct step *step,
                            int64_t first)
{
    struct change *change = &fixture->change;
    enum err err = db_begin(change->db);
    if (err == OK) {
        err = make_some(fixture, step, first);
    }
    if (err == OK) {
        err = audit_head_seal(change->db, change->vault, change->now_utc_ms);
    }
    if (err == OK) {
        err = vault_commit(change->vault);
    }
    if (err == OK) {
        err = db_commit(change->db);
    }
    if (err != OK) {
        vault_rollback(change->vault);
        db_rollback(change->db);
    }
    return err == OK ? db_checkpoint(change->db, false) : err;
}

static enum err make_all(struct fixture *fixture, struct folder *folder,
                         const struct clock *clock, const struct policy *policy)
{
    const struct step steps[] = {
        {make_organisation, 1,                      1                 },
        {make_person,       fixture->people_count,  IN_ONE_TRANSACTION},
        {make_group,        fixture->group_count,   1                 },
        {make_pair,         fixture->pair_count,    IN_ONE_TRANSACTION},
        {make_message,      fixture->message_count, MESSAGES_IN_ONE   },
        {pass_over,         1,                      1                 },
    };
    enum err err = OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        for (int64_t at = 0; err == OK && at < steps[i].count; at += steps[i].in_one) {
            fixture->change = (struct change){.db = folder_db(folder),
                                              .vault = folder_vault(folder),
                                              .arena = arena_new(),
                                              .policy = policy,
                                              .now_utc_ms = clock_utc_ms(clock)};
            err = commit_some(fixture, &steps[i], at);
            arena_free(fixture->change.arena);
        }
    }
    return err;
}

// ---- telling

static void write_groups(const struct fixture *fixture, int64_t person, FILE *out)
{
    const int64_t size = fixture->group_size;
    const int64_t places = fixture->group_count * size;
    const char *before = "";
    for (int64_t place = person; place < places; place += fixture->people_count) {
        fprintf(out, "%s%s", before,
                conversation_id_text(fixture->groups[place / size]).s);
        before = ",";
    }
    fputs(*before == '\0' ? "-" : "", out);
}

// What an older file held is gone only now that there is something new to write, and
// nobody else reads that.
static bool empty_file(FILE *file)
{
    const int fd = fileno(file);
    struct stat stat = {0};
    if (fstat(fd, &stat) != 0) {
        return false;
    }
    return !S_ISREG(stat.st_mode) || (ftruncate(fd, 0) == 0 && fchmod(fd, 0600) == 0);
}

static void write_people(const struct fixture *fixture, FILE *out)
{
    for (int64_t i = 0; i < fixture->people_count; i++) {
        fprintf(out, "%s\t%s\t", fixture->tokens[i].s,
                person_id_text(fixture->people[i]).s);
        write_groups(fixture, i, out);
        const bool is_paired = i / 2 < fixture->pair_count;
        fprintf(out, "\t%s\n",
                is_paired ? conversation_id_text(fixture->pairs[i / 2]).s : "-");
    }
}

// ---- what was asked for

static bool read_count(const char *value, int64_t least, int64_t most,
                       int64_t *count_out)
{
    char *end = NULL;
    if (value == NULL) {
        return true;
    }
    errno = 0;
    *count_out = strtoll(value, &end, 10);
    return errno == 0 && end != value && *end == '\0' && *count_out >= least &&
           *count_out <= most;
}

static enum ctl_exit read_counts(const struct ctl *ctl, struct fixture *fixture)
{
    const struct {
        enum param param;
        const char *what;
        int64_t least;
        int64_t most;
        int64_t *count;
    } rows[] = {
        {PEOPLE,   "people",   2, PEOPLE_MAX,         &fixture->people_count },
        {GROUPS,   "groups",   1, GROUPS_MAX,         &fixture->group_count  },
        {SIZE,     "size",     2, MEMBERSHIP_MAX - 1, &fixture->group_size   },
        {PAIRS,    "pairs",    0, PEOPLE_MAX / 2,     &fixture->pair_count   },
        {MESSAGES, "messages", 0, MESSAGES_MAX,       &fixture->message_count},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!read_count(ctl->values[rows[i].param], rows[i].least, rows[i].most,
                        rows[i].count)) {
            (void)ctl_fail("%s must be a number from %lld to %lld", rows[i].what,
                           (long long)rows[i].least, (long long)rows[i].most);
            return CTL_USAGE;
        }
    }
    const int64_t places = fixture->group_count * fixture->group_size;
    if (fixture->group_size > fixture->people_count ||
        fixture->pair_count * 2 > fixture->people_count ||
        places > fixture->people_count * GROUPS_OF_ONE_MAX) {
        (void)ctl_fail("there are too few people for so many groups and pairs");
        return CTL_USAGE;
    }
    return CTL_DONE;
}

// Before anything is made: a mistyped name is found out at once.
static FILE *open_tokens(const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return NULL;
    }
    FILE *file = fdopen(fd, "w");
    if (file == NULL) {
        (void)close(fd);
    }
    return file;
}

static enum ctl_exit make_in(const struct ctl *ctl, struct fixture *fixture)
{
    const struct policy policy = ctl_policy(ctl);
    struct clock clock = {0};
    struct folder *folder = NULL;
    enum err err = folder_open(&ctl->config, &clock, &folder);
    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    err = make_all(fixture, folder, &clock, &policy);
    folder_close(folder);
    if (err == ERR_CONFLICT) {
        return ctl_fail(
            "%s has an organisation already; a fixture goes into a new folder",
            ctl->config.data_dir);
    }
    return err == OK ? CTL_DONE
                     : ctl_fail("the fixture could not be made: %s", err_name(err));
}

enum ctl_exit fixture_run(struct ctl *ctl)
{
    struct fixture fixture = {0};
    enum ctl_exit done = read_counts(ctl, &fixture);
    if (done != CTL_DONE) {
        return done;
    }
    FILE *tokens = open_tokens(ctl->values[TOKENS]);
    if (tokens == NULL) {
        return ctl_fail("%s cannot be written", ctl->values[TOKENS]);
    }
    fixture.people = mem_new((size_t)fixture.people_count, sizeof *fixture.people);
    fixture.tokens = mem_new((size_t)fixture.people_count, sizeof *fixture.tokens);
    fixture.groups = mem_new((size_t)fixture.group_count, sizeof *fixture.groups);
    fixture.pairs = mem_new((size_t)fixture.pair_count + 1, sizeof *fixture.pairs);
    done = make_in(ctl, &fixture);
    if (done == CTL_DONE && !empty_file(tokens)) {
        done = ctl_fail("%s cannot be written", ctl->values[TOKENS]);
    }
    if (done == CTL_DONE) {
        write_people(&fixture, tokens);
    }
    if (fclose(tokens) != 0 && done == CTL_DONE) {
        done = ctl_fail("%s cannot be written", ctl->values[TOKENS]);
    }
    free(fixture.people);
    secret_wipe(fixture.tokens, (size_t)fixture.people_count * sizeof *fixture.tokens);
    free(fixture.tokens);
    free(fixture.groups);
    free(fixture.pairs);
    return done;
}
