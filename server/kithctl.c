// The operator's command line: what it can do stands in kithctl/command.c.
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/totp.h"
#include "base/version.h"
#include "engine/folder.h"
#include "kithctl/command.h"
#include "kithctl/ctl.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

static void ignore_line(enum log_level level, const char *line)
{
    (void)level;
    (void)line;
}

enum ctl_exit ctl_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "kithctl: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    return CTL_FAILED;
}

static bool has_file(const struct ctl *ctl, const char *name)
{
    char path[PATH_MAX];
    const int len = snprintf(path, sizeof path, "%s/%s", ctl->config.data_dir, name);
    return len > 0 && (size_t)len < sizeof path && access(path, F_OK) == 0;
}

static enum ctl_exit fail_keys(const struct ctl *ctl)
{
    return has_file(ctl, "keys.db")
               ? ctl_fail("this keys.db is older than its kith.db: bring the newer "
                          "keys.db back, or use kithctl restore --adopt")
               : ctl_fail("the keys.db of %s is missing: without it nothing can be "
                          "read; bring it back, or go back to a backup with kithctl "
                          "restore",
                          ctl->config.data_dir);
}

enum ctl_exit ctl_fail_folder(const struct ctl *ctl, enum err err)
{
    const char *folder = ctl->config.data_dir;
    const char *key = ctl->config.master_key_file;
    switch (err) {
    case ERR_CONFLICT:
        return ctl_fail(
            "kithd is running on %s: stop it first, or wait until it answers", folder);
    case ERR_DENIED:
        return ctl_fail("%s: the master key must be readable by its owner only and be "
                        "the one that belongs to %s",
                        key, folder);
    case ERR_NOT_FOUND:
        return ctl_fail("%s: the master key of %s is missing; bring it back from where "
                        "its copy is kept, or name it with --master-key-file",
                        key, folder);
    case ERR_WRONG_STATE:
        return ctl_fail("%s was written by another version than this one", folder);
    case ERR_CURSOR_AHEAD:
        return ctl_fail("this kith.db is older than its keys or its safety ledger: it "
                        "was copied back or the machine was rolled back; use kithctl "
                        "restore --adopt");
    case ERR_EPOCH_CHANGED:
        return fail_keys(ctl);
    case ERR_GONE:
        return ctl_fail("%s is the safety ledger of another folder than %s; see that "
                        "safety-ledger-file names the right one",
                        ctl->config.safety_ledger_file, folder);
    case ERR_HELD:
        return ctl_fail("%s was restored, and the safeguarding lead has to read first "
                        "what could not be: kithctl restore --acknowledge shows it and "
                        "opens the doors",
                        folder);
    default:
        return ctl_fail("%s cannot be opened: %s; --log-level debug says more", folder,
                        err_name(err));
    }
}

enum ctl_exit ctl_need_folder(const struct ctl *ctl)
{
    if (has_file(ctl, "kith.db")) {
        return CTL_DONE;
    }
    return ctl_fail(
        "%s is no data folder of kithd; start kithd there once, or make a demo",
        ctl->config.data_dir);
}

struct policy ctl_policy(const struct ctl *ctl)
{
    const struct config *config = &ctl->config;
    return (struct policy){
        .public_url = config->public_url,
        .invite_ms = config->invite_days * DAY_MS,
        .session_idle_ms = config->session_idle_days * DAY_MS,
        .session_absolute_ms = config->session_absolute_days * DAY_MS,
        .staff_need_second_factor = config->staff_second_factor == DEMAND_REQUIRED,
        .recovery_wait_ms = config->recovery_wait_hours * HOUR_MS,
        .audit_keep_ms = config->audit_keep_days * DAY_MS,
        .keep_chat_ms = config->keep_chat_days * DAY_MS,
        .keep_group_ms = config->keep_group_days * DAY_MS,
        .keep_profile_ms = config->keep_profile_days * DAY_MS,
        .keep_diary_ms = config->keep_diary_days * DAY_MS,
        .keep_match_ms = config->keep_match_days * DAY_MS,
        .keep_supporter_ms = config->keep_supporter_days * DAY_MS,
        .keep_case_ms = config->keep_case_days * DAY_MS,
        .audit_heads_file = config->audit_heads_file,
        .master_key = folder_master_key(config),
        .backup = folder_backup(config),
        .matching_day = (int)config->matching_day,
        .matching_hour = (int)config->matching_hour,
        .matching_floor = (int)config->matching_floor,
    };
}

static void print_help(void)
{
    printf(
        "kithctl COMMAND [ARGUMENTS] --data-dir DIR [--config FILE] [--json]\n\n"
        "Commands that kithd carries out while it runs work without it, too. "
        "Arguments\n"
        "can also be given by name, such as --role carer; PERSON is an id or what the\n"
        "person signs in with. Further options are those of kithd.\n\n");
    for (size_t i = 0; i < ctl_command_count; i++) {
        printf("  ");
        ctl_command_print_usage(&ctl_commands[i]);
        printf("      %s\n", ctl_commands[i].summary);
    }
}

static void print_command_help(const struct ctl_command *command)
{
    printf("kithctl ");
    ctl_command_print_usage(command);
    printf("\n%s\n", command->summary);
    if (command->in_organisation) {
        printf("Where there are several organisations, --organisation names one.\n");
    }
}

// Takes `--json` out of the command line.
static bool take_json(int *argc, char **argv)
{
    bool found = false;
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            found = true;
        } else {
            argv[kept++] = argv[i];
        }
    }
    argv[kept] = NULL;
    *argc = kept;
    return found;
}

// The first command of two words that begins with this one; NULL: none.
static const struct ctl_command *begun_with(const char *word)
{
    const size_t len = strlen(word);
    for (size_t i = 0; i < ctl_command_count; i++) {
        if (strncmp(ctl_commands[i].words, word, len) == 0 &&
            ctl_commands[i].words[len] == ' ') {
            return &ctl_commands[i];
        }
    }
    return NULL;
}

static enum ctl_exit run(struct ctl *ctl, int argc, char **argv)
{
    if (ctl->config.action == CONFIG_HELP && argc == 0) {
        print_help();
        return CTL_DONE;
    }
    if (ctl->config.action == CONFIG_VERSION) {
        printf("kithctl %s\n", KITH_VERSION);
        return CTL_DONE;
    }
    if (argc == 0) {
        (void)ctl_fail("say what to do; kithctl --help lists what there is");
        return CTL_USAGE;
    }
    const struct ctl_command *nearest = argc == 1 ? begun_with(argv[0]) : NULL;
    nearest = nearest != NULL ? nearest : ctl_command_nearest(argc, argv);
    const char *said = argv[0];
    const struct ctl_command *command = ctl_command_find(&argc, argv);
    if (command == NULL) {
        (void)ctl_fail("%s is no command; the nearest is \"%s\"", said, nearest->words);
        return CTL_USAGE;
    }
    if (ctl->config.action == CONFIG_HELP) {
        print_command_help(command);
        return CTL_DONE;
    }
    return ctl_command_run(ctl, command, argc, argv);
}

int main(int argc, char **argv)
{
    struct ctl ctl = {0};
    struct config_problem problem;
    enum ctl_exit done = CTL_USAGE;

    secret_keep_to_itself();
    config_init(&ctl.config);
    ctl.wants_json = take_json(&argc, argv);
    if (secret_init() != OK || totp_init() != OK) {
        return (int)ctl_fail("the system gives no random numbers");
    }
    if (config_load(&ctl.config, &argc, argv, &problem) != OK) {
        (void)ctl_fail("%s", problem.text);
    } else {
        // Lines of the log are for kithd; people get a sentence.
        if (ctl.config.log_level != LOG_DEBUG) {
            log_set_sink(ignore_line);
        }
        config_set_port(&ctl.config, ctl.config.listen.port);
        done = run(&ctl, argc - 1, argv + 1);
    }
    config_clear(&ctl.config);
    return (int)done;
}
