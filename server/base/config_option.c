// The table of options and the reading of one value.
#include "base/config_option.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define KEY_DIGITS 64

#define KIB INT64_C(1024)
#define MIB (1024 * KIB)
#define DAY_S 86400

#define VALUE_MAX_BYTES 4000
#define LIST_ITEMS_MAX 256

#define INTEGER(name, member, min, max, ...)                                           \
    {                                                                                  \
        name, OPTION_INTEGER, offsetof(struct config, member), min, max, __VA_ARGS__   \
    }
#define OTHER(name, type, member, ...)                                                 \
    {                                                                                  \
        name, type, offsetof(struct config, member), 0, 0, __VA_ARGS__                 \
    }

const struct config_option config_options[] = {
    OTHER("data-dir", OPTION_PATH, data_dir, "data", "",
          "Folder of databases, key and lock file; made at first start, mode 0700."),
    OTHER(
        "master-key-file", OPTION_PATH, master_key_file, "", "",
        "The key that wraps all others; made at first start, mode 0600. Empty: "
        "master.key in the data folder. Keep a copy elsewhere: without it nothing that "
        "anybody wrote can be read."),
    OTHER("master-key-command", OPTION_PATH, master_key_command, "", "",
          "A program without arguments that prints the master key, for one that a key "
          "service keeps; it has 20 seconds. Empty: the file above has it."),
    OTHER(
        "master-key-next-file", OPTION_PATH, master_key_next_file, "", "",
        "Where the next master key lies while kithctl keys rotate wraps all keys anew; "
        "made by it unless it is there. Empty: the name of master-key-file with "
        ".next."),
    OTHER("log-level", OPTION_LOG_LEVEL, log_level, "info", "",
          "Least important lines that are still written: debug, info, warn or error."),

    OTHER("listen", OPTION_ENDPOINT, listen, "127.0.0.1:8080", "",
          "Address and port for people; port 0 picks a free one. A reverse proxy that "
          "speaks TLS stands in front, so loopback is the default."),
    OTHER("metrics-listen", OPTION_ENDPOINT, metrics_listen, "", "",
          "Address and port of /metrics, apart from people's port so that no proxy "
          "passes "
          "it on by mistake. Empty: no metrics."),
    OTHER("public-url", OPTION_URL, public_url, "", "",
          "What people type into the browser, such as https://kith.example.org. https "
          "makes cookies Secure. Empty: http:// and the listening address."),
    OTHER(
        "allowed-origins", OPTION_ORIGINS, allowed_origins, "", "",
        "Origins whose pages may talk to this server, separated by spaces. Empty: that "
        "of public-url only."),
    OTHER(
        "trusted-proxies", OPTION_NETWORKS, trusted_proxies, "", "",
        "Addresses or networks whose X-Forwarded-For is believed, separated by spaces. "
        "Empty: nobody's, since anyone can write that header."),
    OTHER("trusted-networks", OPTION_NETWORKS, trusted_networks, "", "",
          "Addresses or networks that the limits per address do not count, such as an "
          "office where many people share one address."),

    INTEGER("send-burst", send_burst, 1, 1000000, "10", "messages",
            "Messages that a person may send at once; nobody types faster."),
    INTEGER("send-per-s", send_per_s, 1, 1000000, "1", "messages/s",
            "Pace at which a person's burst fills up again."),
    INTEGER(
        "integration-send-burst", integration_send_burst, 1, 1000000, "100", "messages",
        "The same burst for an integration token, behind which many people may stand."),
    INTEGER("integration-send-per-s", integration_send_per_s, 1, 1000000, "20",
            "messages/s", "The same pace for an integration token."),
    INTEGER("general-burst", general_burst, 1, 1000000, "60", "requests",
            "Other requests at once; opening the client takes about ten."),
    INTEGER("general-per-s", general_per_s, 1, 1000000, "20", "requests/s",
            "Pace at which the burst of other requests fills up again."),
    INTEGER("typing-interval-ms", typing_interval_ms, 0, 60000, "3000", "ms",
            "Least time between two typing signals that are passed on; a reader cannot "
            "use more."),
    INTEGER("sign-in-per-account", sign_in_per_account, 1, 1000000, "5", "attempts",
            "Attempts at one account within the window, so that passwords cannot be "
            "guessed."),
    INTEGER(
        "sign-in-known-device", sign_in_known_device, 1, 1000000, "10", "attempts",
        "Attempts from a device that signed in to the account before; counted apart, "
        "so that a stranger's guesses do not lock the owner out."),
    INTEGER("sign-in-per-address", sign_in_per_address, 1, 1000000, "60", "attempts",
            "Attempts from one address within the window; a family centre shares one."),
    INTEGER("sign-in-window-s", sign_in_window_s, 1, DAY_S, "900", "s",
            "The window of the three limits above."),
    INTEGER("private-check-per-day", private_check_per_day, 1, 1000000, "30", "changes",
            "Changes to a private check that a person may make in a day: all its "
            "entries and some corrections, too few to try out names."),

    INTEGER(
        "max-connections", max_connections, 10, 1000000, "10000", "connections",
        "All connections together; decides how many file descriptors are asked for."),
    INTEGER(
        "connections-per-person", connections_per_person, 1, 10000, "12", "connections",
        "Attached connections of one person: a few devices with a few windows each."),
    INTEGER("unattached-per-address", unattached_per_address, 1, 1000000, "20",
            "connections",
            "Connections of one address that have not said who they are."),
    INTEGER("attached-per-address", attached_per_address, 1, 1000000, "200",
            "connections",
            "Attached connections of one address; an office or a mobile carrier shares "
            "one."),
    INTEGER("attach-timeout-s", attach_timeout_s, 1, 300, "10", "s",
            "Time to say who one is; enough for a slow phone."),
    INTEGER("slow-reader-s", slow_reader_s, 1, 3600, "30", "s",
            "A connection that takes nothing for so long is closed; it resumes later "
            "without loss."),
    INTEGER("heartbeat-s", heartbeat_s, 1, 300, "25", "s",
            "Silence after which the server says something; below the 30 s after which "
            "some mobile networks forget a connection."),
    INTEGER(
        "idle-timeout-s", idle_timeout_s, 2, 3600, "60", "s",
        "Something must arrive within this time: two heartbeats and some patience."),
    INTEGER("http-timeout-s", http_timeout_s, 1, 300, "10", "s",
            "Time for a whole HTTP request to arrive."),
    INTEGER(
        "drain-spread-ms", drain_spread_ms, 0, 600000, "15000", "ms",
        "On shutdown clients are asked to come back at moments spread over this time, "
        "so that they do not all arrive at once."),

    INTEGER(
        "ring-entries", ring_entries, 1, 65536, "256", "events",
        "Recent events of a conversation kept in memory for those who are connected."),
    INTEGER("ring-bytes", ring_bytes, 4 * KIB, 64 * MIB, "65536", "bytes",
            "The same in bytes; what fell out is read from the database."),
    INTEGER("rings-total-bytes", rings_total_bytes, 64 * KIB, 16384 * MIB, "67108864",
            "bytes", "All of these together."),
    INTEGER("batch-requests", batch_requests, 1, 65536, "2048", "requests",
            "Most requests in one transaction; they share its fsync."),
    INTEGER("batch-bytes", batch_bytes, 64 * KIB, 256 * MIB, "4194304", "bytes",
            "Most bytes in one transaction."),
    INTEGER("batch-ms", batch_ms, 1, 1000, "20", "ms",
            "Most work in one transaction before it is committed; bounds how long the "
            "first request of a batch waits for the last."),
    INTEGER("writer-queue", writer_queue, 16, 1048576, "4096", "requests",
            "Requests waiting for the writer; further ones are answered busy at once."),
    INTEGER(
        "reader-queue", reader_queue, 16, 1048576, "1024", "requests",
        "Requests waiting for the readers; further ones are answered busy at once."),
    INTEGER(
        "hasher-queue", hasher_queue, 1, 1024, "16", "sign-ins",
        "Passwords waiting to be checked; each takes 19 MiB and some 20 ms of a core."),
    INTEGER("wal-restart-bytes", wal_restart_bytes, MIB, 4096 * MIB, "33554432",
            "bytes", "Size of the write-ahead log above which it starts over."),
    INTEGER(
        "mark-flush-ms", mark_flush_ms, 100, 60000, "5000", "ms",
        "Read marks are written this often, not one by one; a crash loses no more."),

    INTEGER("ticket-lifetime-ms", ticket_lifetime_ms, 1000, 300000, "30000", "ms",
            "Time between asking for a connection ticket and using it."),
    INTEGER(
        "invite-days", invite_days, 1, 90, "14", "days",
        "Life of an invitation: long enough for a holiday, too short to lie around."),
    INTEGER("session-idle-days", session_idle_days, 1, 365, "14", "days",
            "A device unused for so long must sign in again."),
    INTEGER("session-absolute-days", session_absolute_days, 1, 365, "90", "days",
            "Every device must sign in again after this time."),
    OTHER("staff-second-factor", OPTION_DEMAND, staff_second_factor, "required", "",
          "Whether facilitators, coordinators, safeguarding leads and administrators "
          "have to set up a second step of signing in before they can do anything "
          "else: a password alone can be guessed, seen or used elsewhere, and theirs "
          "opens what many people wrote. Everybody may have one either way."),
    INTEGER(
        "recovery-wait-hours", recovery_wait_hours, 1, 168, "12", "hours",
        "Before a code that staff gave for a new password counts: a night, so that the "
        "owner of the account, who is told at once, can stop what she did not ask "
        "for."),

    OTHER(
        "safety-ledger-file", OPTION_PATH, safety_ledger_file, "", "",
        "File to which each block, hold, order, suspension, revocation and erasure is "
        "added before it is answered, as ids, so that going back to a backup does not "
        "undo it. Best on another disk. Empty: safety.ledger in the data folder."),
    OTHER("backup-dir", OPTION_PATH, backup_dir, "", "",
          "Folder for backups; best on another disk, or copied to another machine. "
          "Empty: none are made."),
    OTHER(
        "backup-keys-dir", OPTION_PATH, backup_keys_dir, "", "",
        "Folder for the backups of keys, which are removed after 14 days: only then is "
        "gone for good what was erased. Keep it, and copies of it, apart from the "
        "other one."),
    OTHER("backup-public-key", OPTION_KEY, backup_public_key, "", "",
          "What backups are sealed with, from kithctl backup-key make; the private key "
          "that opens them is kept elsewhere."),
    INTEGER(
        "backup-every-hours", backup_every_hours, 0, 168, "0", "hours",
        "Time between two backups; 0: only those of kithctl backup. What was written "
        "since the last one is lost with the disk."),
    INTEGER("backup-keep", backup_keep, 1, 8760, "30", "archives",
            "So many backups are kept, the newest; the oldest goes when a new one is "
            "made."),
    OTHER("backup-work-dir", OPTION_PATH, backup_work_dir, "", "",
          "Folder for the copy that is made before it is sealed; it needs as much room "
          "as the databases. Empty: backup.work in the data folder."),
    OTHER("audit-heads-file", OPTION_PATH, audit_heads_file, "", "",
          "File to which signed heads of the audit log are added; copy it to another "
          "machine, so that kithctl audit verify finds what was changed or cut off. "
          "Empty: audit-heads in the data folder."),
    INTEGER("audit-heads-interval-s", audit_heads_interval_s, 1, 60, "30", "s",
            "Time between two looks whether there is a new head to write there; what "
            "came after the last one could be cut off unseen."),
    INTEGER("audit-keep-days", audit_keep_days, 365, 36500, "2192", "days",
            "Rows of the audit log are let go after this time; the default is six "
            "years."),
    INTEGER("keep-chat-days", keep_chat_days, 30, 36500, "730", "days",
            "Words of two who were matched are let go so long after both have left."),
    INTEGER("keep-group-days", keep_group_days, 30, 36500, "730", "days",
            "What somebody wrote in a group is let go so long after she has left it."),
    INTEGER("keep-profile-days", keep_profile_days, 30, 3650, "182", "days",
            "What somebody told about herself is let go so long after she was last "
            "seen, once she is in no conversation and waits for nobody; the name of "
            "somebody who was invited so long after the invitation ran out."),
    INTEGER("keep-diary-days", keep_diary_days, 30, 3650, "365", "days",
            "That there were calls is let go after this time."),
    INTEGER(
        "keep-match-days", keep_match_days, 30, 36500, "730", "days",
        "Reasons, answers and what was weighed are let go so long after a match has "
        "ended or a request was closed."),
    INTEGER("keep-supporter-days", keep_supporter_days, 365, 36500, "2192", "days",
            "That a supporter was trained and checked is let go so long after her last "
            "match; claims can be made for six years."),
    INTEGER(
        "keep-case-days", keep_case_days, 365, 36500, "2192", "days",
        "Cases with their reports, alerts, openings of private talk, small notes on "
        "conduct and suspensions are let go so long after they ended; claims can be "
        "made for six years."),

    OTHER("smtp-url", OPTION_MAIL_SERVER, smtp_url, "", "",
          "The server that takes mail from here: smtps://host, or smtp://host:587, "
          "where TLS is demanded unless it is this machine. Empty: no mail is sent, "
          "and the desk says so."),
    OTHER("smtp-from", OPTION_MAIL_ADDRESS, smtp_from, "", "",
          "The sender's address of that mail; its name should say nothing of what the "
          "service is for."),
    OTHER("smtp-user", OPTION_TEXT, smtp_user, "", "",
          "Who signs in at that server. Empty: nobody does."),
    OTHER("smtp-password-file", OPTION_PATH, smtp_password_file, "", "",
          "File whose first line is the password for it, readable by kithd alone."),
    OTHER(
        "smtp-ca-file", OPTION_PATH, smtp_ca_file, "", "",
        "Certificates (PEM) of who vouches for that server, where the system does not "
        "know them; then a server on this machine has to show one too. Empty: the "
        "system's."),
    OTHER("alert-mail-to", OPTION_MAIL_ADDRESS, alert_mail_to, "", "",
          "An address that gets every alert, beside those of whoever is on call; they "
          "set theirs themselves. Empty: none."),
    OTHER("alert-command", OPTION_PATH, alert_command, "", "",
          "A program that pages or texts whoever is on call; it is told by variables "
          "KITH_…, and nothing of what was written. Empty: none."),

    INTEGER(
        "matching-day", matching_day, 0, 6, "2", "day",
        "Day of the weekly run of matching, 0 is Sunday: early in the week, so that "
        "there are days left to answer an offer and to ask about it."),
    INTEGER("matching-hour", matching_hour, 0, 23, "6", "hour",
            "Hour (UTC) of that run and of the daily one for urgent requests: done "
            "before coordinators begin to work."),
    INTEGER(
        "matching-floor", matching_floor, 0, 1000, "350", "points",
        "Least score of a pair that a run proposes; below it people have too little "
        "in common to be worth a supporter's place."),
};

const size_t config_option_count = sizeof config_options / sizeof *config_options;

static void *member_of(struct config *config, const struct config_option *option)
{
    return (char *)config + option->offset;
}

static enum err refuse(struct config_problem *problem, const char *why)
{
    snprintf(problem->text, sizeof problem->text, "%s", why);
    return ERR_BAD_REQUEST;
}

static enum err set_integer(struct config *config, const struct config_option *option,
                            const char *value, struct config_problem *problem)
{
    char *end = NULL;
    errno = 0;
    const long long number = strtoll(value, &end, 10);
    const bool starts_well = *value == '-' || (*value >= '0' && *value <= '9');
    if (!starts_well || *end != '\0') {
        return refuse(problem, "is not a whole number");
    }
    if (errno != 0 || number < option->min || number > option->max) {
        snprintf(problem->text, sizeof problem->text, "is not between %lld and %lld %s",
                 (long long)option->min, (long long)option->max, option->unit);
        return ERR_BAD_REQUEST;
    }
    *(int64_t *)member_of(config, option) = number;
    return OK;
}

static void set_string(struct config *config, const struct config_option *option,
                       struct text value)
{
    char **member = member_of(config, option);
    free(*member);
    *member = mem_copy(value.s, value.len);
}

// scheme://host[:port] with nothing behind it: what a browser sends as Origin.
static bool is_origin(struct text url)
{
    const struct text schemes[] = {TEXT("http://"), TEXT("https://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (text_starts_with(url, schemes[i])) {
            const size_t rest_len = url.len - schemes[i].len;
            const char *rest = url.s + schemes[i].len;
            return rest_len > 0 && rest_len <= 260 &&
                   strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]") >=
                       rest_len;
        }
    }
    return false;
}

static enum err set_url(struct config *config, const struct config_option *option,
                        struct text value, struct config_problem *problem)
{
    while (value.len > 0 && value.s[value.len - 1] == '/') {
        value.len--;
    }
    if (value.len > 0 && !is_origin(value)) {
        return refuse(problem,
                      "is not http(s)://host[:port] in lower case, without a path");
    }
    set_string(config, option, value);
    return OK;
}

// smtp://host[:port] or smtps://host[:port] with nothing behind it.
static enum err set_mail_server(struct config *config,
                                const struct config_option *option, struct text value,
                                struct config_problem *problem)
{
    const struct text schemes[] = {TEXT("smtp://"), TEXT("smtps://")};
    bool is_good = value.len == 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !is_good; i++) {
        const char *host = value.s + schemes[i].len;
        is_good =
            text_starts_with(value, schemes[i]) && host[0] != '\0' &&
            host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]")] == '\0';
    }
    if (!is_good) {
        return refuse(problem, "is not smtp(s)://host[:port] in lower case");
    }
    set_string(config, option, value);
    return OK;
}

static enum err set_mail_address(struct config *config,
                                 const struct config_option *option, struct text value,
                                 struct config_problem *problem)
{
    const char *at = strchr(value.s, '@');
    const bool is_good =
        value.len == 0 ||
        (at != NULL && at != value.s && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
         value.s[strcspn(value.s, " <>\",;:\\()")] == '\0');
    if (!is_good) {
        return refuse(problem, "is not an address such as desk@example.org");
    }
    set_string(config, option, value);
    return OK;
}

static enum err set_key(struct config *config, const struct config_option *option,
                        struct text value, struct config_problem *problem)
{
    if (value.len > 0 &&
        (value.len != KEY_DIGITS || strspn(value.s, "0123456789abcdef") != value.len)) {
        return refuse(problem, "is not a key of 64 hexadecimal digits");
    }
    set_string(config, option, value);
    return OK;
}

static enum err set_log_level(struct config *config, const struct config_option *option,
                              const char *value, struct config_problem *problem)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(value, names[i]) == 0) {
            *(enum log_level *)member_of(config, option) = (enum log_level)i;
            return OK;
        }
    }
    return refuse(problem, "is none of debug, info, warn, error");
}

static enum err set_demand(struct config *config, const struct config_option *option,
                           const char *value, struct config_problem *problem)
{
    const bool is_offered = strcmp(value, "offered") == 0;
    if (!is_offered && strcmp(value, "required") != 0) {
        return refuse(problem, "is neither required nor offered");
    }
    *(enum demand *)member_of(config, option) =
        is_offered ? DEMAND_OFFERED : DEMAND_REQUIRED;
    return OK;
}

static enum err set_endpoint(struct config *config, const struct config_option *option,
                             struct text value, struct config_problem *problem)
{
    struct endpoint endpoint = {.port = -1};
    const bool may_be_empty = option->fallback[0] == '\0';
    const bool is_none = value.len == 0 && may_be_empty;
    if (!is_none && endpoint_parse(value, &endpoint) != OK) {
        return refuse(problem,
                      "is not ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080");
    }
    *(struct endpoint *)member_of(config, option) = endpoint;
    return OK;
}

static enum err add_origin(struct config *config, const struct config_option *option,
                           struct text item, struct config_problem *problem)
{
    struct string_list *list = member_of(config, option);
    if (!is_origin(item)) {
        return refuse(problem, "has an item that is not http(s)://host[:port]");
    }
    if (list->count == LIST_ITEMS_MAX) {
        return refuse(problem, "has too many items");
    }
    list->items = mem_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count] = mem_copy(item.s, item.len);
    list->count++;
    return OK;
}

static enum err add_network(struct config *config, const struct config_option *option,
                            struct text item, struct config_problem *problem)
{
    struct network_list *list = member_of(config, option);
    struct network network;
    if (network_parse(item, &network) != OK) {
        return refuse(problem, "has an item that is not an address or network, such as "
                               "192.0.2.7 or 2001:db8::/32");
    }
    if (list->count == LIST_ITEMS_MAX) {
        return refuse(problem, "has too many items");
    }
    list->items = mem_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count] = network;
    list->count++;
    return OK;
}

// Items are separated by spaces, tabs or commas.
static enum err add_items(struct config *config, const struct config_option *option,
                          const char *value, struct config_problem *problem)
{
    static const char separators[] = " \t,";
    enum err err = OK;
    const char *at = value + strspn(value, separators);
    while (*at != '\0' && err == OK) {
        const struct text item = {at, strcspn(at, separators)};
        err = option->type == OPTION_ORIGINS
                  ? add_origin(config, option, item, problem)
                  : add_network(config, option, item, problem);
        at += item.len;
        at += strspn(at, separators);
    }
    return err;
}

const struct config_option *config_option_find(struct text name)
{
    for (size_t i = 0; i < config_option_count; i++) {
        if (text_equal(text_of(config_options[i].name), name)) {
            return &config_options[i];
        }
    }
    return NULL;
}

const struct config_option *config_option_nearest(struct text name)
{
    const struct config_option *nearest = &config_options[0];
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < config_option_count; i++) {
        const size_t distance = text_distance(name, text_of(config_options[i].name));
        if (distance < least) {
            least = distance;
            nearest = &config_options[i];
        }
    }
    return nearest;
}

enum err config_option_set(struct config *config, const struct config_option *option,
                           struct text value, struct config_problem *problem_out)
{
    char copy[VALUE_MAX_BYTES + 1];
    if (value.len > VALUE_MAX_BYTES) {
        return refuse(problem_out, "is too long");
    }
    memcpy(copy, value.s, value.len);
    copy[value.len] = '\0';
    if (!text_is_utf8(value) || text_has_control(value, true) ||
        strlen(copy) != value.len) {
        return refuse(problem_out, "has characters that no value has");
    }
    const struct text checked = {copy, value.len};
    switch (option->type) {
    case OPTION_INTEGER:
        return set_integer(config, option, copy, problem_out);
    case OPTION_PATH:
        if (value.len == 0 && option->fallback[0] != '\0') {
            return refuse(problem_out, "is empty");
        }
        set_string(config, option, checked);
        return OK;
    case OPTION_TEXT:
        set_string(config, option, checked);
        return OK;
    case OPTION_MAIL_SERVER:
        return set_mail_server(config, option, checked, problem_out);
    case OPTION_MAIL_ADDRESS:
        return set_mail_address(config, option, checked, problem_out);
    case OPTION_KEY:
        return set_key(config, option, checked, problem_out);
    case OPTION_URL:
        return set_url(config, option, checked, problem_out);
    case OPTION_LOG_LEVEL:
        return set_log_level(config, option, copy, problem_out);
    case OPTION_DEMAND:
        return set_demand(config, option, copy, problem_out);
    case OPTION_ENDPOINT:
        return set_endpoint(config, option, checked, problem_out);
    case OPTION_ORIGINS:
    case OPTION_NETWORKS:
        return add_items(config, option, copy, problem_out);
    }
    return refuse(problem_out, "has no type");
}

static bool is_string(const struct config_option *option)
{
    return option->type == OPTION_PATH || option->type == OPTION_TEXT ||
           option->type == OPTION_URL || option->type == OPTION_MAIL_SERVER ||
           option->type == OPTION_MAIL_ADDRESS || option->type == OPTION_KEY;
}

void config_option_reset(struct config *config, const struct config_option *option)
{
    if (is_string(option)) {
        char **member = member_of(config, option);
        free(*member);
        *member = NULL;
    } else if (option->type == OPTION_ORIGINS) {
        struct string_list *list = member_of(config, option);
        for (size_t i = 0; i < list->count; i++) {
            free(list->items[i]);
        }
        free(list->items);
        *list = (struct string_list){0};
    } else if (option->type == OPTION_NETWORKS) {
        struct network_list *list = member_of(config, option);
        free(list->items);
        *list = (struct network_list){0};
    }
}

const char *config_option_type_name(const struct config_option *option)
{
    static const char *const names[] = {
        [OPTION_INTEGER] = "integer",
        [OPTION_PATH] = "path",
        [OPTION_TEXT] = "text",
        [OPTION_URL] = "URL",
        [OPTION_MAIL_SERVER] = "mail server",
        [OPTION_MAIL_ADDRESS] = "address",
        [OPTION_KEY] = "key",
        [OPTION_LOG_LEVEL] = "level",
        [OPTION_DEMAND] = "required or offered",
        [OPTION_ENDPOINT] = "address:port",
        [OPTION_ORIGINS] = "list of origins",
        [OPTION_NETWORKS] = "list of networks",
    };
    return names[option->type];
}
