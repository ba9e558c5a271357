// The settings of kithd: built-in defaults, then an ini file, then the command line.
// One table (config_option.c) holds name, type, range, unit, default and reason of
// each; the parser, --help and config/kithd.ini.example come from it.
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/address.h"
#include "base/err.h"
#include "base/log.h"
#include "base/text.h"

#define CONFIG_PROBLEM_MAX 512 // [B] what is wrong, in one line

enum config_action {
    CONFIG_RUN,
    CONFIG_HELP,    // --help
    CONFIG_VERSION, // --version
    CONFIG_EXAMPLE  // --print-example-config
};

// What is required of people, or offered to them.
enum demand {
    DEMAND_REQUIRED,
    DEMAND_OFFERED
};

struct string_list {
    char **items;
    size_t count;
};

struct network_list {
    struct network *items;
    size_t count;
};

// Members carry their options' names; strings are never NULL.
struct config {
    enum config_action action;

    char *data_dir;
    char *master_key_file;
    char *master_key_command;
    char *master_key_next_file;
    enum log_level log_level;

    struct endpoint listen;
    struct endpoint metrics_listen; // port -1: no metrics
    char *public_url;               // without a slash at the end
    struct string_list allowed_origins;
    struct network_list trusted_proxies;
    struct network_list trusted_networks;

    int64_t send_burst;
    int64_t send_per_s;
    int64_t integration_send_burst;
    int64_t integration_send_per_s;
    int64_t general_burst;
    int64_t general_per_s;
    int64_t typing_interval_ms;
    int64_t sign_in_per_account;
    int64_t sign_in_known_device;
    int64_t sign_in_per_address;
    int64_t sign_in_window_s;
    int64_t private_check_per_day;

    int64_t max_connections;
    int64_t connections_per_person;
    int64_t unattached_per_address;
    int64_t attached_per_address;
    int64_t attach_timeout_s;
    int64_t slow_reader_s;
    int64_t heartbeat_s;
    int64_t idle_timeout_s;
    int64_t http_timeout_s;
    int64_t drain_spread_ms;

    int64_t ring_entries;
    int64_t ring_bytes;
    int64_t rings_total_bytes;
    int64_t batch_requests;
    int64_t batch_bytes;
    int64_t batch_ms;
    int64_t writer_queue;
    int64_t reader_queue;
    int64_t hasher_queue;
    int64_t wal_restart_bytes;
    int64_t mark_flush_ms;

    int64_t ticket_lifetime_ms;
    int64_t invite_days;
    int64_t session_idle_days;
    int64_t session_absolute_days;
    enum demand staff_second_factor;
    int64_t recovery_wait_hours;

    char *safety_ledger_file;
    char *backup_work_dir;
    char *backup_dir; // "": no backups
    char *backup_keys_dir;
    char *backup_public_key; // 64 hexadecimal digits
    int64_t backup_every_hours;
    int64_t backup_keep;
    char *audit_heads_file;
    int64_t audit_heads_interval_s;
    int64_t audit_keep_days;
    int64_t keep_chat_days;
    int64_t keep_group_days;
    int64_t keep_profile_days;
    int64_t keep_diary_days;
    int64_t keep_match_days;
    int64_t keep_supporter_days;
    int64_t keep_case_days;

    char *smtp_url; // without a slash at the end
    char *smtp_from;
    char *smtp_user;
    char *smtp_password_file;
    char *smtp_ca_file;
    char *alert_mail_to;
    char *alert_command;

    int64_t matching_day;  // 0: Sunday
    int64_t matching_hour; // UTC
    int64_t matching_floor;
};

struct config_problem {
    char text[CONFIG_PROBLEM_MAX];
};

// The built-in defaults. Owner: the caller, who ends it with config_clear.
void config_init(struct config *config);

// Frees what `config` owns.
void config_clear(struct config *config);

// Reads the options among the `*argc` arguments at `argv` (argv[0] is skipped; a NULL
// ends them, as in main) and the
// file that --config names, and takes them out of `argv`, so that what is left there is
// the caller's. Fills in the place of files that were not given.
// Errors: ERR_BAD_REQUEST with `problem_out` saying what is wrong and where.
enum err config_load(struct config *config, int *argc, char **argv,
                     struct config_problem *problem_out);

// Reads the ini text `ini`; `name` stands for it in problems.
// Errors: ERR_BAD_REQUEST, ERR_TOO_LARGE.
enum err config_load_text(struct config *config, struct text ini, const char *name,
                          struct config_problem *problem_out);

// Says that `argument` is no option and which known one is nearest.
void config_unknown(const char *argument, struct config_problem *problem_out);

// Fills in public_url and allowed_origins where none were given, now that the server
// listens on `port`.
void config_set_port(struct config *config, int port);

// Whether public_url names this machine only and nobody else can reach the port; demo
// people may exist only then.
bool config_is_local(const struct config *config);

// Whether there is a server that takes mail, and a sender's address for it.
bool config_can_mail(const struct config *config);

// All options with ranges, defaults and reasons.
void config_print_help(FILE *out);

// The commented ini file.
void config_print_example(FILE *out);

#endif
