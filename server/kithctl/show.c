#include "kithctl/show.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct when {
    char s[32];
};

static struct when when_at(const json_t *object, const char *key)
{
    struct when when = {{0}};
    struct tm parts;
    const time_t seconds =
        (time_t)(json_integer_value(json_object_get(object, key)) / 1000);
    if (gmtime_r(&seconds, &parts) == NULL ||
        strftime(when.s, sizeof when.s, "%Y-%m-%d %H:%M", &parts) == 0) {
        when.s[0] = '?';
    }
    return when;
}

static const char *string_at(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s == NULL ? "" : s;
}

static void show_named(const json_t *list)
{
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach (list, i, item) {
        printf("%s  %s\n", string_at(item, "id"), string_at(item, "name"));
    }
}

void show_organisation(const json_t *result)
{
    printf("%s\n", string_at(result, "organisation"));
}

void show_organisations(const json_t *result)
{
    show_named(json_object_get(result, "organisations"));
}

void show_area(const json_t *result)
{
    printf("%s\n", string_at(result, "area"));
}

void show_areas(const json_t *result)
{
    show_named(json_object_get(result, "areas"));
}

void show_invite(const json_t *result)
{
    printf("%s\n", string_at(result, "link"));
    fprintf(stderr, "Works once, until %s UTC. Send it to nobody else.\n",
            when_at(result, "expires_at").s);
}

static const char *area_name(const json_t *areas, const char *id)
{
    size_t i = 0;
    json_t *area = NULL;
    json_array_foreach (areas, i, area) {
        if (strcmp(string_at(area, "id"), id) == 0) {
            return string_at(area, "name");
        }
    }
    return id;
}

// "carer North, coordinator".
static void show_roles(const json_t *roles, const json_t *areas)
{
    size_t i = 0;
    json_t *held = NULL;
    const char *before = "";
    json_array_foreach (roles, i, held) {
        const char *area = area_name(areas, string_at(held, "area"));
        printf("%s%s%s%s", before, string_at(held, "role"), area[0] == '\0' ? "" : " ",
               area);
        before = ", ";
    }
}

void show_people(const json_t *result)
{
    const json_t *areas = json_object_get(result, "areas");
    size_t i = 0;
    json_t *person = NULL;
    json_array_foreach (json_object_get(result, "people"), i, person) {
        printf("%s  %-9s  %s (", string_at(person, "id"), string_at(person, "state"),
               string_at(person, "name"));
        show_roles(json_object_get(person, "roles"), areas);
        printf(")\n");
    }
}

void show_token(const json_t *result)
{
    printf("%s\n", string_at(result, "token"));
    fprintf(stderr,
            "Valid until %s UTC and never shown again. To end it: kithctl token revoke "
            "%s\n",
            when_at(result, "expires_at").s, string_at(result, "session"));
}

void show_tokens(const json_t *result)
{
    size_t i = 0;
    json_t *token = NULL;
    json_array_foreach (json_object_get(result, "tokens"), i, token) {
        printf("%s  %s  seen %s  until %s  %s\n", string_at(token, "session"),
               string_at(token, "person"), when_at(token, "seen_at").s,
               when_at(token, "expires_at").s, string_at(token, "label"));
    }
}

void show_sessions(const json_t *result)
{
    size_t i = 0;
    json_t *session = NULL;
    json_array_foreach (json_object_get(result, "sessions"), i, session) {
        printf("%s  %-11s  since %s  seen %s  %s\n", string_at(session, "id"),
               string_at(session, "kind"), when_at(session, "created_at").s,
               when_at(session, "seen_at").s, string_at(session, "device"));
    }
}

static void show_number(const json_t *result, const char *key)
{
    printf("%-14s %lld\n", key,
           (long long)json_integer_value(json_object_get(result, key)));
}

void show_status(const json_t *result)
{
    show_number(result, "organisations");
    show_number(result, "people");
    show_number(result, "sessions");
    printf("%-14s %s\n", "last backup",
           json_is_integer(json_object_get(result, "backup"))
               ? when_at(result, "backup").s
               : "never");
    printf("%-14s %s UTC\n", "time", when_at(result, "time").s);
}

void show_backup(const json_t *result)
{
    if (!json_is_true(json_object_get(result, "set_up"))) {
        printf("Backups are not set up: backup-dir, backup-keys-dir and "
               "backup-public-key must be in kithd.ini.\n");
    }
    if (json_is_integer(json_object_get(result, "tried"))) {
        printf("%-14s %s UTC%s\n", "last", when_at(result, "tried").s,
               json_is_true(json_object_get(result, "failed")) ? ", it failed" : "");
    }
    printf("%-14s %s\n", "last good one",
           json_is_integer(json_object_get(result, "good")) ? when_at(result, "good").s
                                                            : "never");
}

// What an operator has to do, in words.
static void show_key_place(const json_t *result)
{
    const char *place = json_string_value(json_object_get(result, "place"));
    const char *lies_in = json_string_value(json_object_get(result, "lies_in"));
    const char *belongs_in = json_string_value(json_object_get(result, "belongs_in"));
    const bool is_rotating = json_is_true(json_object_get(result, "rotating"));

    if (place != NULL && strcmp(place, "unseen") == 0) {
        const bool is_known = belongs_in != NULL && !is_rotating;
        printf("\nThe newest master key is in no file that kithd can read, and kithd\n"
               "will not start again without it. Bring it back from its safe place,\n"
               "mode 0600, for the user of kithd%s%s.\n",
               is_known ? ", as " : "", is_known ? belongs_in : "");
    } else if (lies_in != NULL && is_rotating) {
        printf("%-14s %s\n", "next key", lies_in);
    } else if (lies_in != NULL && belongs_in != NULL) {
        printf(
            "\nNot over: the newest master key, without which nothing can be read, is "
            "still in\n    %s\nand kithd could not move it. Keep a copy of that file "
            "in "
            "your safe place, then:\n    mv %s %s\n",
            lies_in, lies_in, belongs_in);
    } else if (lies_in != NULL) {
        printf(
            "\nNot over: the newest master key, without which nothing can be read, is "
            "still in\n    %s\nKeep a copy of it in your safe place, have "
            "master-key-command print it, start\nkithd again, then remove that "
            "file.\n",
            lies_in);
    }
}

void show_keys(const json_t *result)
{
    show_number(result, "master");
    if (json_is_integer(json_object_get(result, "master_since"))) {
        printf("%-14s %s UTC\n", "since", when_at(result, "master_since").s);
    }
    show_number(result, "keys");
    show_number(result, "renewed");
    if (json_is_integer(json_object_get(result, "oldest"))) {
        printf("%-14s %s UTC\n", "oldest", when_at(result, "oldest").s);
    }
    if (json_is_true(json_object_get(result, "rotating"))) {
        printf("%-14s %lld of them are still to be wrapped anew\n", "rotating",
               (long long)json_integer_value(json_object_get(result, "left")));
    }
    show_key_place(result);
}

void show_retention(const json_t *result)
{
    size_t i = 0;
    const json_t *one = NULL;

    json_array_foreach (json_object_get(result, "clocks"), i, one) {
        printf("%-10s %s\n", json_string_value(json_object_get(one, "clock")),
               json_string_value(json_object_get(one, "what")));
        const long long days =
            (long long)json_integer_value(json_object_get(one, "days"));
        if (days > 0) {
            printf("           kept %lld days: ", days);
        } else {
            printf("           kept until its own day: ");
        }
        printf("%s (%s)\n", json_string_value(json_object_get(one, "reason")),
               json_string_value(json_object_get(one, "source")));
        printf("           due now %lld, within 30 days %lld",
               (long long)json_integer_value(json_object_get(one, "due")),
               (long long)json_integer_value(json_object_get(one, "soon")));
        if (json_is_integer(json_object_get(one, "oldest"))) {
            printf(", the oldest of %s UTC", when_at(one, "oldest").s);
        }
        printf("\n");
    }
}

void show_clock(const json_t *result)
{
    printf("It is now %s UTC in this folder.\n", when_at(result, "time").s);
}
