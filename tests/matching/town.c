// Fills a demo data folder with made-up people, through the rules as people would: who
// waits has told her story and agreed, who supports is ready. Use:
//   town DATA_DIR CARERS SUPPORTERS [SEED]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/secret.h"
#include "domain/change.h"
#include "domain/consent.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_request.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/profile.h"
#include "domain/supporter.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "population.h"
#include "population_answer.h"
#include "store/db.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define PEOPLE_MAX 20000
#define PEOPLE_AT_ONCE 200 // in one transaction
#define WAIT_DAYS 100      // nobody has waited longer
#define URGENT_PERCENT 3
#define NEVER_DAYS 1000 // training long ago, supervision far ahead
#define NAME_BYTES 32

struct town_maker {
    struct change change;
    int64_t now_utc_ms;
    struct dice dice;
    struct area *areas;
    size_t area_count;
    person_id coordinator;
    const char *what; // what is being done, to say where it went wrong
};

static enum err act_as(struct town_maker *maker, person_id id)
{
    struct person person;
    struct actor *actor = &maker->change.actor;
    enum err err = person_find(&maker->change, id, &person);
    if (err != OK) {
        return err;
    }
    *actor = (struct actor){.person = id,
                            .organisation = person.organisation,
                            .role_count = person.role_count};
    memcpy(actor->roles, person.roles, sizeof actor->roles);
    return OK;
}

// Amara writes down what she was told on the phone.
static enum err tell(struct town_maker *maker, person_id person,
                     const struct matching_side *side, uint8_t who)
{
    enum err err = OK;
    for (int field = 1; err == OK && field < MATCHING_FIELD_ROWS; field++) {
        struct population_answer answer;
        const char *at_fault = NULL;
        population_answer(side, (enum matching_field)field, &answer);
        if (answer.count == 0 || (matching_fields[field].audience & who) == 0) {
            continue;
        }
        const struct profile_told told = {.person = person,
                                          .field = matching_fields[field].name,
                                          .values = answer.values,
                                          .value_count = answer.count};
        maker->what = matching_fields[field].name.s;
        err = profile_answer_take(&maker->change, &told, &at_fault);
    }
    return err;
}

static enum err agree(struct town_maker *maker, person_id person)
{
    static const enum consent_kind KINDS[] = {CONSENT_MATCHING,
                                              CONSENT_SPECIAL_CATEGORY};
    enum err err = OK;
    maker->what = "consent";
    for (int i = 0; err == OK && i < 2; i++) {
        const struct consent_told told = {.person = person,
                                          .what = KINDS[i],
                                          .how = CONSENT_HOW_PHONE,
                                          .given = true};
        err = consent_record(&maker->change, &told);
    }
    return err;
}

static enum err enter(struct town_maker *maker, const struct matching_side *side,
                      enum role role, person_id *person_out)
{
    char name[NAME_BYTES];
    int len =
        snprintf(name, sizeof name, "%s %lld",
                 role == ROLE_CARER ? "Carer" : "Supporter", (long long)side->person.v);
    const struct role_grant grant = {
        role, maker->areas[(size_t)side->person.v % maker->area_count].id};
    maker->what = "person";
    enum err err = profile_enter(&maker->change, (struct text){name, (size_t)len},
                                 grant, person_out);
    return err == OK ? agree(maker, *person_out) : err;
}

static enum err add_carer(struct town_maker *maker, int64_t number)
{
    struct matching_side side;
    person_id person;
    request_id request;
    population_carer(&maker->dice, number, &side);
    maker->change.now_utc_ms = maker->now_utc_ms -
                               dice_throw(&maker->dice, WAIT_DAYS) * DAY_MS -
                               dice_throw(&maker->dice, 24) * HOUR_MS;
    enum err err = act_as(maker, maker->coordinator);
    if (err == OK) {
        err = enter(maker, &side, ROLE_CARER, &person);
    }
    if (err == OK) {
        err = tell(maker, person, &side, MATCHING_CARER);
    }
    if (err == OK) {
        maker->what = "request";
        err = matching_ask_for(&maker->change, person, &request);
    }
    return err == OK
               ? matching_request_screen(&maker->change, request,
                                         dice_chance(&maker->dice, URGENT_PERCENT))
               : err;
}

static enum err make_ready(struct town_maker *maker, person_id person, int capacity)
{
    const char *at_fault = NULL;
    const int64_t today_utc_ms = maker->now_utc_ms / DAY_MS * DAY_MS;
    const struct supporter_record record = {
        .person = person,
        .has_trained = true,
        .has_references = true,
        .has_dbs = true,
        .has_agreement = true,
        .has_supervision = true,
        .readiness = {.trained_utc_ms = today_utc_ms - NEVER_DAYS * DAY_MS,
                      .references_utc_ms = today_utc_ms - NEVER_DAYS * DAY_MS,
                      .dbs = DBS_NOT_ELIGIBLE,
                      .agreement_utc_ms = today_utc_ms - NEVER_DAYS * DAY_MS,
                      .supervision_due_utc_ms = today_utc_ms + NEVER_DAYS * DAY_MS},
    };
    maker->what = "readiness";
    enum err err = supporter_record(&maker->change, &record, &at_fault);
    if (err == OK) {
        err = act_as(maker, person);
    }
    return err == OK ? supporter_set_capacity(&maker->change, capacity, capacity) : err;
}

static enum err add_supporter(struct town_maker *maker, int64_t number)
{
    struct matching_side side;
    person_id person;
    population_supporter(&maker->dice, number, &side);
    maker->change.now_utc_ms = maker->now_utc_ms;
    enum err err = act_as(maker, maker->coordinator);
    if (err == OK) {
        err = enter(maker, &side, ROLE_SUPPORTER, &person);
    }
    if (err == OK) {
        err = tell(maker, person, &side, MATCHING_SUPPORTER);
    }
    return err == OK ? make_ready(maker, person, side.capacity) : err;
}

static enum err find_desk(struct town_maker *maker)
{
    struct change *change = &maker->change;
    struct organisation organisation;
    change->actor = (struct actor){.is_operator = true};
    maker->what = "the demo organisation";
    enum err err = organisation_find(change, (organisation_id){0}, &organisation);
    if (err == OK) {
        err = organisation_areas(change, organisation.id, &maker->areas,
                                 &maker->area_count);
    }
    return err == OK ? person_by_handle(change, TEXT("amara"), &maker->coordinator)
                     : err;
}

// People from the one with number `first`; carers come before supporters.
static enum err add_people(struct town_maker *maker, int first, int end, int carers)
{
    enum err err = change_begin(&maker->change);
    if (err == OK && maker->area_count == 0) {
        err = find_desk(maker);
    }
    for (int i = first; err == OK && i < end; i++) {
        err = i < carers ? add_carer(maker, i + 1) : add_supporter(maker, i + 1);
    }
    return change_end(&maker->change, err);
}

static enum err commit(struct change *change, enum err err)
{
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
    return err;
}

// Each transaction forgets what it told whom: nobody listens.
static enum err make_all(struct town_maker *maker, int carers, int supporters)
{
    const struct change fresh = maker->change;
    enum err err = OK;
    for (int first = 0; err == OK && first < carers + supporters;
         first += PEOPLE_AT_ONCE) {
        int end = first + PEOPLE_AT_ONCE;
        maker->change = fresh;
        maker->area_count = 0; // in the arena of the transaction
        maker->change.arena = arena_new();
        err = db_begin(fresh.db);
        if (err == OK) {
            err = add_people(maker, first,
                             end < carers + supporters ? end : carers + supporters,
                             carers);
            err = commit(&maker->change, err);
        }
        arena_free(maker->change.arena);
    }
    return err;
}

static int fill(struct config *config, int carers, int supporters, uint64_t seed)
{
    const struct policy policy = {.public_url = ""};
    struct clock clock = {0};
    struct folder *folder = NULL;
    bool is_demo = false;
    enum err err = folder_open(config, &clock, &folder);
    if (err == OK) {
        err = folder_is_demo(folder, &is_demo);
    }
    struct town_maker maker = {
        .change = {.policy = &policy},
        .now_utc_ms = clock_utc_ms(&clock),
        .dice = dice_new(seed),
        .what = "the demo folder",
    };
    if (err == OK && !is_demo) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        maker.change.db = folder_db(folder);
        maker.change.vault = folder_vault(folder);
        err = make_all(&maker, carers, supporters);
    }
    folder_close(folder);
    if (err != OK) {
        fprintf(stderr, "town: %s: %s\n", maker.what, err_name(err));
        return 1;
    }
    printf("%d carers wait, %d supporters are ready\n", carers, supporters);
    return 0;
}

static int number_of(const char *word)
{
    char *end = NULL;
    long number = strtol(word, &end, 10);
    return *end != '\0' || number < 0 || number > PEOPLE_MAX ? -1 : (int)number;
}

int main(int argc, char **argv)
{
    int carers = argc >= 4 ? number_of(argv[2]) : -1;
    int supporters = argc >= 4 ? number_of(argv[3]) : -1;
    struct config config;
    struct config_problem problem;
    if (carers < 0 || supporters < 0) {
        fprintf(stderr, "use: town DATA_DIR CARERS SUPPORTERS [SEED]\n");
        return 2;
    }
    char option[] = "--data-dir";
    char *args[] = {argv[0], option, argv[1], NULL};
    int count = 3;
    config_init(&config);
    int result = 1;
    if (secret_init() != OK) {
        fprintf(stderr, "town: the system gives no random numbers\n");
    } else if (config_load(&config, &count, args, &problem) == OK) {
        result = fill(&config, carers, supporters,
                      argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
    } else {
        fprintf(stderr, "town: %s\n", problem.text);
    }
    config_clear(&config);
    return result;
}
