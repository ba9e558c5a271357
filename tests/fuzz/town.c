#include "town.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/care/group_stay.h"
#include "domain/conversation.h"
#include "domain/membership.h"
#include "domain/message.h"
#include "domain/organisation.h"
#include "domain/pair.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "three quiet rivers"

static const struct policy policy = {.public_url = "http://127.0.0.1:8080",
                                     .invite_ms = 1209600000,
                                     .session_idle_ms = 1209600000,
                                     .session_absolute_ms = 7776000000};

static const struct {
    const char *name;
    enum role role;
    bool is_everywhere;
} people[TOWN_PEOPLE] = {
    {"Amara", ROLE_COORDINATOR,   false},
    {"June",  ROLE_CARER,         false},
    {"Priya", ROLE_SUPPORTER,     false},
    {"Mo",    ROLE_CARER,         false},
    {"Ada",   ROLE_ADMINISTRATOR, true },
};

void town_must(enum err err, const char *call)
{
    if (err != OK) {
        fprintf(stderr, "%s: %s\n", call, err_name(err));
        abort();
    }
}

static void on_log(enum log_level level, const char *line)
{
    if (level == LOG_ERROR) {
        fprintf(stderr, "%s\n", line);
        abort();
    }
}

void town_watch_log(void)
{
    log_set_sink(on_log);
}

static void act_as(const struct town *town, struct change *change, enum town_person who)
{
    struct person person;

    must(person_find(change, town->people[who], &person));
    change->actor = (struct actor){.person = person.id,
                                   .organisation = person.organisation,
                                   .role_count = person.role_count};
    memcpy(change->actor.roles, person.roles, sizeof change->actor.roles);
}

static void make_people(struct town *town, struct change *change)
{
    change->actor = (struct actor){.is_operator = true};
    must(organisation_create(change, TEXT("Riverside"), &town->organisation));
    must(organisation_add_area(change, town->organisation, TEXT("North"), &town->area));
    for (int i = 0; i < TOWN_PEOPLE; i++) {
        struct person_new person = {
            .organisation = town->organisation,
            .name = text_of(people[i].name),
            .role = {people[i].role, town->area}
        };
        if (people[i].is_everywhere) {
            person.role.area.v = 0;
        }
        must(person_create(change, &person, &town->people[i]));
        must(
            session_create(change, town->people[i], TEXT("phone"), &town->sessions[i]));
    }
    must(secret_password_hash(TEXT(PASSWORD), town->password_hash));
    must(person_create_account(change, town->people[TOWN_JUNE], TEXT("june"),
                               text_of(town->password_hash)));
}

static void say(struct town *town, struct change *change, enum town_person who,
                conversation_id conversation)
{
    struct message_done done;

    for (int i = 0; i < 4; i++) {
        char cid[16];
        snprintf(cid, sizeof cid, "%d-%d", (int)who, i);
        struct message_new message = {.conversation = conversation,
                                      .cid = text_of(cid),
                                      .text = TEXT("She slept through the night.")};
        act_as(town, change, who);
        must(message_send(change, &message, &done));
    }
}

static void make_talk(struct town *town, struct change *change)
{
    act_as(town, change, TOWN_AMARA);
    must(conversation_create_group(change, TEXT("Grandparents"), town->area,
                                   &town->group));
    must(membership_add(change, town->group, town->people[TOWN_JUNE]));
    must(pair_connect(change, town->people[TOWN_JUNE], town->people[TOWN_PRIYA],
                      &town->pair));
    act_as(town, change, TOWN_JUNE);
    must(group_stay_accept(change, town->group, &(struct group_entry){.accepts = 1}));
    say(town, change, TOWN_JUNE, town->group);
    say(town, change, TOWN_PRIYA, town->pair);
}

void town_make(struct town *town, struct db *db, struct vault *vault)
{
    struct change change = {.db = db,
                            .vault = vault,
                            .arena = arena_new(),
                            .policy = &policy,
                            .now_utc_ms = clock_utc_ms(NULL)};

    must(db_begin(db));
    must(change_begin(&change));
    make_people(town, &change);
    make_talk(town, &change);
    must(change_end(&change, OK));
    must(vault_commit(vault));
    must(db_commit(db));
    arena_free(change.arena);
}

static bool is_digit(char c)
{
    return c != '\0' && strchr("0123456789abcdefghjkmnpqrstvwxyz", c) != NULL;
}

// The id of the kind `letter` that `choice` stands for.
static struct id_text town_id(const struct town *town, char letter, size_t choice)
{
    switch (letter) {
    case 'p':
        return person_id_text(town->people[choice % TOWN_PEOPLE]);
    case 's':
        return session_id_text(town->sessions[choice % TOWN_PEOPLE].session);
    case 'c':
        return conversation_id_text(choice % 2 == 0 ? town->group : town->pair);
    case 'a':
        return area_id_text(town->area);
    default:
        return organisation_id_text(town->organisation);
    }
}

void town_name(const struct town *town, char *bytes, size_t length)
{
    for (size_t i = 1; i + ID_TEXT_LEN < length; i++) {
        size_t digits = 0;
        if (bytes[i - 1] != '"' || strchr("psca", bytes[i]) == NULL ||
            bytes[i] == '\0' || bytes[i + ID_TEXT_LEN] != '"') {
            continue;
        }
        while (digits < ID_TEXT_LEN && is_digit(bytes[i + digits])) {
            digits++;
        }
        char last = bytes[i + ID_TEXT_LEN - 1];
        if (digits < ID_TEXT_LEN || last == 'z') {
            continue;
        }
        struct id_text id = town_id(town, bytes[i], (size_t)last);
        memcpy(bytes + i, id.s, ID_TEXT_LEN);
    }
}
