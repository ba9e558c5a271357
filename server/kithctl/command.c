#include "kithctl/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "kithctl/audit.h"
#include "kithctl/backup.h"
#include "kithctl/call.h"
#include "kithctl/check.h"
#include "kithctl/demo.h"
#include "kithctl/fixture.h"
#include "kithctl/keys.h"
#include "kithctl/matching_solve.h"
#include "kithctl/restore.h"
#include "kithctl/rules_check.h"
#include "kithctl/show.h"
#include "kithctl/show_matching.h"
#include "protocol.h"

static enum ctl_exit print_example(struct ctl *ctl);

#define NAME(what)                                                                     \
    {                                                                                  \
        what, PARAM_TEXT, false, "name"                                                \
    }
#define COUNT(what)                                                                    \
    {                                                                                  \
        what, PARAM_TEXT, false, what                                                  \
    }
#define MAYBE_COUNT(what)                                                              \
    {                                                                                  \
        what, PARAM_TEXT, true, what                                                   \
    }
#define PERSON                                                                         \
    {                                                                                  \
        "person", PARAM_PERSON, false, "person"                                        \
    }
#define ROLE                                                                           \
    {                                                                                  \
        "role", PARAM_ROLE, false, "role"                                              \
    }
#define ANY_AREA                                                                       \
    {                                                                                  \
        "area", PARAM_AREA, true, "area"                                               \
    }

// clang-format off
const struct ctl_command ctl_commands[] = {
    {.words = "demo", .run = demo_run,
     .summary = "Makes the demo organisation in a new data folder."},
    {.words = "fixture", .run = fixture_run,
     .params = {COUNT("people"), COUNT("groups"), COUNT("size"),
                {"tokens", PARAM_TEXT, false, "tokens"}, MAYBE_COUNT("pairs"),
                MAYBE_COUNT("messages")},
     .summary = "Makes an organisation to measure with, in a new data folder: people, groups "
                "of that size, pairs and stored messages. Writes a token for everybody to the "
                "file TOKENS."},
    {.words = "organisation add", .method = "operator.organisation_add",
     .params = {NAME("name")}, .show = show_organisation,
     .summary = "Adds an organisation and prints its id."},
    {.words = "organisation list", .method = "operator.organisation_list",
     .show = show_organisations,
     .summary = "Lists organisations with their ids."},
    {.words = "area add", .method = "operator.area_add", .in_organisation = true,
     .params = {NAME("name")}, .show = show_area,
     .summary = "Adds an area to an organisation and prints its id."},
    {.words = "area list", .method = "operator.area_list", .in_organisation = true,
     .show = show_areas,
     .summary = "Lists the areas of an organisation with their ids."},
    {.words = "invite", .method = "operator.invite", .in_organisation = true,
     .params = {NAME("name"), ROLE, ANY_AREA}, .show = show_invite,
     .summary = "Prints a link with which somebody joins; it works once. Without an area "
                "the role is for the whole organisation."},
    {.words = "people", .method = "operator.people", .in_organisation = true,
     .params = {ANY_AREA, {"role", PARAM_ROLE, true, "role"}}, .show = show_people,
     .names_areas = true,
     .summary = "Lists people with their ids and roles."},
    {.words = "role grant", .method = "operator.role_grant", .in_organisation = true,
     .params = {PERSON, ROLE, ANY_AREA},
     .done = "The role is given.\n",
     .summary = "Gives a role, in one area or in the whole organisation."},
    {.words = "role revoke", .method = "operator.role_revoke", .in_organisation = true,
     .params = {PERSON, ROLE, ANY_AREA},
     .done = "The role is taken away.\n",
     .summary = "Takes a role."},
    {.words = "token create", .method = "operator.token_create",
     .params = {PERSON, {"name", PARAM_TEXT, false, "label"}}, .show = show_token,
     .summary = "Prints a token with which another program acts as this person."},
    {.words = "token list", .method = "operator.token_list", .show = show_tokens,
     .summary = "Lists the tokens that are valid."},
    {.words = "token revoke", .method = "operator.token_revoke",
     .params = {{"session", PARAM_ID, false, "session"}},
     .done = "The token is of no use any more.\n",
     .summary = "Ends a token; its connections close within a second."},
    {.words = "sessions list", .method = "operator.sessions", .params = {PERSON},
     .show = show_sessions,
     .summary = "Lists the devices on which a person is signed in."},
    {.words = "second-factor reset", .method = "operator.second_factor_reset",
     .params = {PERSON},
     .done = "It is off, and she is signed out everywhere. Her password alone signs in\n"
             "until she sets up a new one. She is told.\n",
     .summary = "Turns somebody's second step of signing in off, for one whom nobody else can "
                "help."},
    {.words = "sessions revoke", .method = "operator.sessions_revoke", .params = {PERSON},
     .done = "This person is signed out everywhere, and can sign in again.\n",
     .summary = "Signs a person out everywhere; connections close within a second."},
    {.words = "suspend", .method = "operator.suspend", .params = {PERSON},
     .done = "This person is signed out everywhere, and nobody signs in as her until\n"
             "\"kithctl unsuspend\".\n",
     .summary = "Signs a person out everywhere and lets nobody sign in as her."},
    {.words = "unsuspend", .method = "operator.restore", .params = {PERSON},
     .done = "This person can sign in again.\n",
     .summary = "Lets a suspended person sign in again."},
    {.words = "status", .method = "operator.status", .show = show_status,
     .summary = "Tells how much there is."},
    {.words = "check", .run = check_run,
     .summary = "Reads the whole data folder and tells every rule that is broken; needs "
                "kithd stopped."},
    {.words = "backup status", .method = "operator.backup_status", .show = show_backup,
     .summary = "Tells when the last backups were made."},
    {.words = "backup", .run = backup_run,
     .summary = "Has kithd make a backup while it runs, and waits until it is verified "
                "and in its place."},
    {.words = "backup-key make", .run = backup_key_run,
     .params = {{"file", PARAM_TEXT, false, "file"}},
     .summary = "Writes the private key for backups, for a safe, to FILE and prints the "
                "public one for kithd.ini. Needs no data folder."},
    {.words = "restore", .run = restore_command_run,
     .params = {[RESTORE_ARCHIVE] = {"archive", PARAM_TEXT, true, NULL},
                [RESTORE_KEYS] = {"keys", PARAM_TEXT, true, NULL},
                [RESTORE_PRIVATE_KEY] = {"private-key", PARAM_FILE, true, NULL},
                [RESTORE_LEDGER] = {"ledger", PARAM_FILE, true, NULL},
                [RESTORE_ADOPT] = {"adopt", PARAM_FLAG, true, NULL},
                [RESTORE_ACKNOWLEDGE] = {"acknowledge", PARAM_FLAG, true, NULL}},
     .summary = "Makes a data folder of a backup's two archives and does again what the "
                "newest safety ledger knows; --adopt: of files that were copied back. "
                "--master-key-file names the master key where it is not in the folder. "
                "--acknowledge: the lead has read what could not be restored."},
    {.words = "keys status", .method = "operator.keys_status", .show = show_keys,
     .summary = "Tells which master key is in use, how many keys it wraps and how old they "
                "are."},
    {.words = "keys rotate", .method = "operator.keys_rotate",
     .done = "All keys are being wrapped with the next master key; \"kithctl keys status\"\n"
             "tells how far. Copy that master key to its safe place now, and keep the old one\n"
             "for as long as there are backups from before.\n",
     .summary = "Makes the next master key and wraps all keys with it while kithd runs; "
                "nothing that people wrote is touched."},
    {.words = "keys verify", .run = keys_verify_run,
     .summary = "Opens every key with the master key and tells what does not open. Only "
                "reads; kithd may be running. Exit code 2: something does not."},
    {.words = "retention preview", .method = "operator.retention_preview",
     .show = show_retention,
     .summary = "Tells what is kept how long and why, and of each how much is let go "
                "next: now and within 30 days. Nothing is changed."},
    {.words = "audit key", .run = audit_key_run,
     .summary = "Prints the public key of the audit log, which audit verify asks for; keep "
                "it where the heads are kept."},
    {.words = "audit verify", .run = audit_verify_command_run,
     .params = {{"heads", PARAM_TEXT, false, "heads"}, {"key", PARAM_TEXT, false, "key"}},
     .summary = "Compares the audit log with a file of signed heads and tells what was "
                "changed, deleted, reordered or cut off, and what no head covers. Only "
                "reads; kithd may be running. Exit code 2: the log is not whole."},
    {.words = "clock advance", .method = "operator.clock_advance",
     .params = {{"by", PARAM_DURATION, false, "by_ms"}}, .show = show_clock,
     .summary = "Moves the clock of a demo folder forward, such as by 14d, 12h or 30m."},
    {.words = "matching solve", .run = matching_solve_run,
     .params = {{"problem", PARAM_TEXT, false, "problem"}},
     .summary = "Solves the matching problem in a file and prints the plan as JSON; "
                "needs no data folder."},
    {.words = "matching report", .method = "operator.matching_report",
     .in_organisation = true, .params = {ANY_AREA}, .show = show_matching_report,
     .summary = "Tells how long people wait, what they answer and how matches last; "
                "counts under 5 are hidden."},
    {.words = "matching replay", .method = "operator.matching_replay",
     .params = {{"run", PARAM_ID, false, "run"}}, .show = show_matching_replay,
     .summary = "Solves a stored run again from its stored rows alone and tells whether "
                "the same plan comes out."},
    {.words = "rules check", .run = rules_check_run,
     .params = {{"only", PARAM_TEXT, true, "only"}},
     .summary = "Reads messages from standard input, one a line, and prints the risk "
                "categories of each; - for none. Needs no data folder. --only rules or "
                "--only model leaves the other out."},
    {.words = "config example", .run = print_example,
     .summary = "Prints a commented ini file with every option at its default."},
};
// clang-format on

const size_t ctl_command_count = sizeof ctl_commands / sizeof *ctl_commands;

static enum ctl_exit print_example(struct ctl *ctl)
{
    (void)ctl;
    config_print_example(stdout);
    return CTL_DONE;
}

// -- its parameters

// A command line while it becomes a request.
struct reading {
    struct ctl *ctl;
    const struct ctl_command *command;
    const char *organisation;
    const char *values[CTL_PARAMS_MAX];
};

// The place where the value of `--name` belongs, or NULL.
static const char **place_of(struct reading *reading, struct text name)
{
    const struct ctl_param *params = reading->command->params;
    if (reading->command->in_organisation && text_equal(name, TEXT("organisation"))) {
        return &reading->organisation;
    }
    for (int i = 0; params[i].option != NULL; i++) {
        if (text_equal(name, text_of(params[i].option))) {
            return &reading->values[i];
        }
    }
    return NULL;
}

static bool is_flag(const struct reading *reading, const char **place)
{
    return place != &reading->organisation &&
           reading->command->params[place - reading->values].kind == PARAM_FLAG;
}

static enum ctl_exit read_option(struct reading *reading, char **argv, int *i)
{
    const char *name = argv[*i] + 2;
    const size_t len = strcspn(name, "=");
    const char **place = place_of(reading, (struct text){name, len});
    const char *value = name[len] == '=' ? name + len + 1 : argv[*i + 1];
    if (place != NULL && is_flag(reading, place)) {
        *place = name;
        return CTL_DONE;
    }
    if (place == NULL) {
        struct config_problem problem;
        config_unknown(argv[*i], &problem);
        (void)ctl_fail("%s", problem.text);
        return CTL_USAGE;
    }
    if (value == NULL) {
        (void)ctl_fail("%s needs a value", argv[*i]);
        return CTL_USAGE;
    }
    *i += name[len] == '=' ? 0 : 1;
    *place = value;
    return CTL_DONE;
}

static enum ctl_exit read_word(struct reading *reading, const char *word)
{
    const struct ctl_param *params = reading->command->params;
    for (int i = 0; params[i].option != NULL; i++) {
        if (reading->values[i] == NULL && params[i].kind != PARAM_FLAG) {
            reading->values[i] = word;
            return CTL_DONE;
        }
    }
    (void)ctl_fail("%s: there is no more to say to \"%s\"", word,
                   reading->command->words);
    return CTL_USAGE;
}

static enum ctl_exit read_words(struct reading *reading, int argc, char **argv)
{
    const struct ctl_param *params = reading->command->params;
    enum ctl_exit done = CTL_DONE;
    // Options first, so that words fill what is left.
    for (int i = 0; done == CTL_DONE && i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            const int first = i;
            done = read_option(reading, argv, &i);
            memset(&argv[first], 0, (size_t)(i - first + 1) * sizeof *argv);
        }
    }
    for (int i = 0; done == CTL_DONE && i < argc; i++) {
        done = argv[i] == NULL ? CTL_DONE : read_word(reading, argv[i]);
    }
    for (int i = 0; done == CTL_DONE && params[i].option != NULL; i++) {
        if (!params[i].is_optional && reading->values[i] == NULL) {
            (void)ctl_fail("%s is missing; see kithctl %s --help", params[i].option,
                           reading->command->words);
            done = CTL_USAGE;
        }
    }
    return done;
}

// -- what they mean

// The id of the one called `name` in the array `key` of what `method` answers.
static enum ctl_exit id_by_name(struct reading *reading, const char *method,
                                json_t *take_params, const char *name, json_t **id_out)
{
    json_t *result = NULL;
    size_t i = 0;
    json_t *item = NULL;
    const char *key =
        strcmp(method, "operator.area_list") == 0 ? "areas" : "organisations";
    enum ctl_exit done = ctl_call(reading->ctl, method, take_params, &result);
    if (done != CTL_DONE) {
        return done;
    }
    json_array_foreach (json_object_get(result, key), i, item) {
        const char *item_name = json_string_value(json_object_get(item, "name"));
        if (item_name != NULL && strcmp(item_name, name) == 0) {
            *id_out = json_incref(json_object_get(item, "id"));
            break;
        }
    }
    json_decref(result);
    if (*id_out == NULL) {
        return ctl_fail("%s: none of the %s is called that", name, key);
    }
    return CTL_DONE;
}

static enum ctl_exit organisation_id_of(struct reading *reading, json_t **id_out)
{
    if (organisation_id_parse(text_of(reading->organisation)).v != 0) {
        *id_out = json_string(reading->organisation);
        return CTL_DONE;
    }
    return id_by_name(reading, "operator.organisation_list", json_object(),
                      reading->organisation, id_out);
}

static enum ctl_exit area_id_of(struct reading *reading, json_t *request,
                                const char *value, json_t **id_out)
{
    if (area_id_parse(text_of(value)).v != 0) {
        *id_out = json_string(value);
        return CTL_DONE;
    }
    json_t *params = json_object();
    json_t *organisation = json_object_get(request, "organisation");
    if (organisation != NULL) {
        (void)json_object_set(params, "organisation", organisation);
    }
    return id_by_name(reading, "operator.area_list", params, value, id_out);
}

static enum ctl_exit person_id_of(struct reading *reading, const char *value,
                                  json_t **id_out)
{
    if (person_id_parse(text_of(value)).v != 0) {
        *id_out = json_string(value);
        return CTL_DONE;
    }
    json_t *result = NULL;
    enum ctl_exit done = ctl_call(reading->ctl, "operator.person_find",
                                  json_pack("{s:s}", "handle", value), &result);
    if (done == CTL_DONE) {
        *id_out = json_incref(json_object_get(result, "person"));
        json_decref(result);
    }
    return done;
}

// `value` with _ for -, if it is one of the protocol's roles.
static enum ctl_exit role_of(const char *value, json_t **role_out)
{
    char word[32];
    snprintf(word, sizeof word, "%s", value);
    for (char *c = word; *c != '\0'; c++) {
        if (*c == '-') {
            *c = '_';
        }
    }
    for (size_t i = 0; i < ROLE_NAME_COUNT; i++) {
        if (strcmp(word, role_names[i]) == 0) {
            *role_out = json_string(word);
            return CTL_DONE;
        }
    }
    (void)ctl_fail(
        "%s is no role; there are carer, supporter, facilitator, coordinator, "
        "safeguarding-lead and administrator",
        value);
    return CTL_USAGE;
}

static enum ctl_exit duration_of(const char *value, json_t **ms_out)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {
        {'d', 86400000},
        {'h', 3600000 },
        {'m', 60000   },
        {'s', 1000    }
    };

    char *end = NULL;
    const long long count = strtoll(value, &end, 10);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (end != value && end[0] == units[i].unit && end[1] == '\0' && count > 0 &&
            count <= 100000) {
            *ms_out = json_integer(count * units[i].ms);
            return CTL_DONE;
        }
    }
    (void)ctl_fail("%s is not a time such as 14d, 12h, 30m or 20s", value);
    return CTL_USAGE;
}

static enum ctl_exit value_of(struct reading *reading, json_t *request, int i,
                              json_t **value_out)
{
    const char *value = reading->values[i];
    switch (reading->command->params[i].kind) {
    case PARAM_TEXT:
    case PARAM_FILE:
    case PARAM_ID:
    case PARAM_FLAG:
        *value_out = json_string(value);
        break;
    case PARAM_ROLE:
        return role_of(value, value_out);
    case PARAM_PERSON:
        return person_id_of(reading, value, value_out);
    case PARAM_AREA:
        return area_id_of(reading, request, value, value_out);
    case PARAM_DURATION:
        return duration_of(value, value_out);
    }
    if (*value_out == NULL) {
        return ctl_fail("%s is not UTF-8", reading->command->params[i].option);
    }
    return CTL_DONE;
}

static enum ctl_exit fill(struct reading *reading, json_t *request)
{
    const struct ctl_param *params = reading->command->params;
    json_t *value = NULL;
    enum ctl_exit done = CTL_DONE;
    if (reading->organisation != NULL) {
        done = organisation_id_of(reading, &value);
        if (done == CTL_DONE) {
            (void)json_object_set_new(request, "organisation", value);
        }
    }
    for (int i = 0; done == CTL_DONE && params[i].option != NULL; i++) {
        value = NULL;
        if (reading->values[i] != NULL) {
            done = value_of(reading, request, i, &value);
        }
        if (done == CTL_DONE && value != NULL) {
            (void)json_object_set_new(request, params[i].key, value);
        }
    }
    return done;
}

// -- running it

static void print_result(const struct ctl *ctl, const struct ctl_command *command,
                         const json_t *result)
{
    if (ctl->wants_json) {
        (void)json_dumpf(result, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        printf("\n");
    } else if (command->show != NULL) {
        command->show(result);
    } else {
        printf("%s", command->done);
    }
}

// Puts the names of the areas that `request` is about into `result`, for people's eyes.
static void add_area_names(struct ctl *ctl, const json_t *request, json_t *result)
{
    json_t *params = json_object();
    json_t *areas = NULL;
    json_t *organisation = json_object_get(request, "organisation");
    if (organisation != NULL) {
        (void)json_object_set(params, "organisation", organisation);
    }
    if (ctl_call(ctl, "operator.area_list", params, &areas) == CTL_DONE) {
        (void)json_object_update(result, areas);
        json_decref(areas);
    }
}

// Lists that come in pages are asked for until the last, and put together.
static enum ctl_exit call_all(struct ctl *ctl, const char *method, json_t *request,
                              json_t **result_out)
{
    enum ctl_exit done = ctl_call(ctl, method, json_deep_copy(request), result_out);
    json_t *people = done == CTL_DONE ? json_object_get(*result_out, "people") : NULL;
    while (done == CTL_DONE && json_is_true(json_object_get(*result_out, "more"))) {
        json_t *page = NULL;
        const json_t *last = json_array_get(people, json_array_size(people) - 1);
        (void)json_object_set(request, "after", json_object_get(last, "id"));
        done = ctl_call(ctl, method, json_deep_copy(request), &page);
        if (done == CTL_DONE) {
            (void)json_array_extend(people, json_object_get(page, "people"));
            (void)json_object_set_new(
                *result_out, "more",
                json_boolean(json_is_true(json_object_get(page, "more"))));
            json_decref(page);
        }
    }
    return done;
}

enum ctl_exit ctl_command_run(struct ctl *ctl, const struct ctl_command *command,
                              int argc, char **argv)
{
    struct reading reading = {.ctl = ctl, .command = command};
    enum ctl_exit done = read_words(&reading, argc, argv);
    if (done != CTL_DONE) {
        return done;
    }
    if (command->run != NULL) {
        ctl->values = reading.values;
        return command->run(ctl);
    }
    json_t *request = json_object();
    json_t *result = NULL;
    done = fill(&reading, request);
    if (done == CTL_DONE) {
        done = call_all(ctl, command->method, request, &result);
    }
    if (done == CTL_DONE && command->names_areas && !ctl->wants_json) {
        add_area_names(ctl, request, result);
    }
    if (done == CTL_DONE) {
        print_result(ctl, command, result);
    }
    json_decref(result);
    json_decref(request);
    return done;
}
