// Newline JSON-RPC with plain blocking calls: kithctl asks for one thing and ends.
#include "kithctl/call.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "command/decode.h"
#include "command/dispatch.h"
#include "domain/audit_head.h"
#include "domain/safety_ledger.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "store/db.h"

#define REPLY_MAX_BYTES ((size_t)4 << 20) // several times the longest list
#define REPLY_TIMEOUT_S 15                // beyond what a full queue takes to empty

// What became of trying the socket.
enum reached {
    REACHED,
    REACHED_NOBODY, // no kithd is running on this folder
    REACHED_FAILED  // and the reason has been printed
};

// -- a running kithd

static bool socket_address(const struct ctl *ctl, struct sockaddr_un *address_out)
{
    *address_out = (struct sockaddr_un){.sun_family = AF_UNIX};
    const int len = snprintf(address_out->sun_path, sizeof address_out->sun_path,
                             "%s/admin.sock", ctl->config.data_dir);
    return len > 0 && (size_t)len < sizeof address_out->sun_path;
}

static enum reached connect_to(const struct ctl *ctl, int *fd_out)
{
    struct sockaddr_un address;
    const struct timeval timeout = {.tv_sec = REPLY_TIMEOUT_S};
    if (!socket_address(ctl, &address)) {
        (void)ctl_fail("%s: the path is too long for a socket in it",
                       ctl->config.data_dir);
        return REACHED_FAILED;
    }
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0) {
        (void)ctl_fail("no socket: %s", strerrordesc_np(errno));
        (void)close(fd);
        return REACHED_FAILED;
    }
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) {
        *fd_out = fd;
        return REACHED;
    }
    const bool is_nobody = errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR;
    if (!is_nobody) {
        (void)ctl_fail("%s: %s", address.sun_path, strerrordesc_np(errno));
    }
    (void)close(fd);
    return is_nobody ? REACHED_NOBODY : REACHED_FAILED;
}

static bool write_all(int fd, struct text t)
{
    while (t.len > 0) {
        const ssize_t len = send(fd, t.s, t.len, MSG_NOSIGNAL);
        if (len <= 0) {
            return false;
        }
        t.s += len;
        t.len -= (size_t)len;
    }
    return true;
}

// Reads up to the first line feed.
static bool read_line(int fd, struct buf *line)
{
    char block[4096];
    while (line->len == 0 || line->bytes[line->len - 1] != '\n') {
        const ssize_t len = recv(fd, block, sizeof block, 0);
        if (len <= 0 || buf_append(line, (struct text){block, (size_t)len}) != OK) {
            return false;
        }
    }
    return true;
}

static enum reached ask_kithd(const struct ctl *ctl, struct text request,
                              json_t **reply_out)
{
    int fd = -1;
    const enum reached reached = connect_to(ctl, &fd);
    if (reached != REACHED) {
        return reached;
    }
    struct buf line;
    buf_init(&line, REPLY_MAX_BYTES);
    const bool is_answered =
        write_all(fd, request) && write_all(fd, TEXT("\n")) && read_line(fd, &line);
    if (is_answered) {
        *reply_out = json_loadb(line.bytes, line.len, 0, NULL);
    } else {
        (void)ctl_fail("kithd does not answer on admin.sock");
    }
    buf_clear(&line);
    (void)close(fd);
    return is_answered ? REACHED : REACHED_FAILED;
}

// -- without one

static struct request *request_of(struct text text)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded;
    request->credential.kind = CREDENTIAL_OPERATOR;
    if (decode_request(request->arena, text, &decoded) != DECODE_REQUEST) {
        if (decoded.field != NULL) {
            (void)ctl_fail("%s is not valid", decoded.field);
        } else {
            (void)ctl_fail("this kithctl does not know that request");
        }
        request_free(request);
        return NULL;
    }
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    return request;
}

static enum err commit(const struct dispatcher *dispatcher)
{
    struct db *db = dispatcher->db;
    struct vault *vault = dispatcher->vault;
    enum err err = audit_head_seal(db, vault, clock_utc_ms(dispatcher->clock));
    if (err == OK) {
        err = vault_commit(vault);
    }
    return err == OK ? db_commit(db) : err;
}

// Every stage of `take_request`, one after the other on this thread.
static struct outcome *run_stages(const struct dispatcher *dispatcher,
                                  struct request *take_request)
{
    struct outcome *outcome = dispatch_run(dispatcher, take_request);
    while (outcome->goes_on) {
        struct request *request = outcome->request;
        outcome->request = NULL;
        outcome_free(outcome);
        outcome = dispatch_run(dispatcher, request);
    }
    return outcome;
}

// Runs `request` (taken) in a transaction of its own and gives its reply.
static enum err run_in(struct folder *folder, const struct dispatcher *dispatcher,
                       struct request *take_request, json_t **reply_out)
{
    struct db *db = folder_db(folder);
    struct vault *vault = folder_vault(folder);
    enum err err = db_begin(db);
    if (err != OK) {
        request_free(take_request);
        return err;
    }
    struct outcome *outcome = run_stages(dispatcher, take_request);
    err = commit(dispatcher);
    if (err == OK) {
        err = safety_ledger_catch_up(folder_ledger(folder), db);
    }
    if (err == OK) {
        const struct text reply = frame_text(outcome->reply);
        *reply_out = json_loadb(reply.s, reply.len, 0, NULL);
    } else {
        vault_rollback(vault);
        db_rollback(db);
    }
    outcome_free(outcome);
    return err;
}

static enum ctl_exit run_here(struct ctl *ctl, struct text text, json_t **reply_out)
{
    struct request *request = request_of(text);
    if (request == NULL) {
        return CTL_FAILED;
    }
    struct clock clock = {0};
    struct folder *folder = NULL;
    enum err err = folder_open(&ctl->config, &clock, &folder);
    if (err != OK) {
        request_free(request);
        return ctl_fail_folder(ctl, err);
    }
    const struct policy policy = ctl_policy(ctl);
    const struct server_facts facts = {.version = ""};
    const struct dispatcher dispatcher = {
        .db = folder_db(folder),
        .vault = folder_vault(folder),
        .policy = &policy,
        .clock = &clock,
        .facts = &facts,
    };
    err = run_in(folder, &dispatcher, request, reply_out);
    folder_close(folder);
    return err == OK ? CTL_DONE : ctl_fail("nothing was changed: %s", err_name(err));
}

// -- both

// Words for what an operator can do something about; the rest is said by the protocol.
// The first that fits; NULL fits all methods.
static const struct {
    const char *method;
    const char *error;
    const char *words;
} WORDS[] = {
    {"operator.keys_rotate",         "conflict",
     "the next master key is the one in use: see kithctl keys status; where it is in "
     "its place, take the file that master-key-next-file names away, or put another "
     "key there"                                                                                       },
    {"operator.keys_rotate",         "wrong_state",
     "one master key is giving way to the next already: see kithctl keys status"                       },
    {"operator.keys_rotate",         "denied",
     "the file of the next master key must belong to the user of kithd, who must be "
     "able to read it, and nobody else"                                                                },
    {"operator.keys_rotate",         "not_found",
     "kithd cannot put a new master key in the place of the old one: it may not write "
     "there, or that is another file system than that of the next one, or one in "
     "memory. Put a key of your own where master-key-next-file says (if that is not "
     "set: beside the old one, with .next after its name), with mode 0600 and for the "
     "user of kithd, keep a copy, and try again; docs/operations.md says how"                          },
    {"operator.backup",              "wrong_state",
     "backups are not set up: backup-dir, backup-keys-dir and backup-public-key must "
     "be "
     "in kithd.ini, the last one from kithctl backup-key make"                                         },
    {"operator.role_grant",          "wrong_state", "this person is to be erased"                      },
    {"operator.suspend",             "wrong_state",
     "this person is suspended already, or has no account"                                             },
    {"operator.restore",             "wrong_state", "this person is not suspended"                     },
    {"operator.second_factor_reset", "wrong_state",
     "this person has no second step of signing in"                                                    },
    {NULL,                           "not_found",   "there is none of that name or id"                 },
    {NULL,                           "conflict",
     "that is so already, the name is taken, or there are several organisations: name "
     "one with --organisation"                                                                         },
    {NULL,                           "wrong_state", "not in the state that this person or folder is in"},
};

static const char *words_for(const char *method, const char *error)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(WORDS[i].error, error) == 0 &&
            (WORDS[i].method == NULL || strcmp(WORDS[i].method, method) == 0)) {
            return WORDS[i].words;
        }
    }
    return NULL;
}

static enum ctl_exit fail_with(const char *method, json_t *error)
{
    const char *word = "";
    const char *field = NULL;
    const char *sentence = "no reason was given";
    (void)json_unpack(error, "{s?s,s?{s?s,s?s}}", "message", &sentence, "data", "error",
                      &word, "field", &field);
    if (field != NULL) {
        return ctl_fail("%s is not valid", field);
    }
    const char *words = words_for(method, word);
    return ctl_fail("%s", words != NULL ? words : sentence);
}

static enum ctl_exit result_of(const char *method, json_t *take_reply,
                               json_t **result_out)
{
    json_t *error = json_object_get(take_reply, "error");
    json_t *result = json_object_get(take_reply, "result");
    enum ctl_exit done = CTL_DONE;
    if (json_is_object(result)) {
        *result_out = json_incref(result);
    } else if (json_is_object(error)) {
        done = fail_with(method, error);
    } else {
        done = ctl_fail("the answer makes no sense");
    }
    json_decref(take_reply);
    return done;
}

bool ctl_is_served(const struct ctl *ctl)
{
    int fd = -1;
    const bool is_served = connect_to(ctl, &fd) == REACHED;

    if (is_served) {
        (void)close(fd);
    }
    return is_served;
}

enum ctl_exit ctl_call(struct ctl *ctl, const char *method, json_t *take_params,
                       json_t **result_out)
{
    json_t *reply = NULL;
    json_t *whole = json_pack("{s:s,s:i,s:s,s:o}", "jsonrpc", "2.0", "id", 1, "method",
                              method, "params", take_params);
    char *text = json_dumps(whole, JSON_COMPACT);
    enum ctl_exit done = CTL_FAILED;
    switch (ask_kithd(ctl, text_of(text), &reply)) {
    case REACHED:
        done = CTL_DONE;
        break;
    case REACHED_NOBODY:
        done = ctl_need_folder(ctl);
        if (done == CTL_DONE) {
            done = run_here(ctl, text_of(text), &reply);
        }
        break;
    case REACHED_FAILED:
        break;
    }
    free(text);
    json_decref(whole);
    return done == CTL_DONE ? result_of(method, reply, result_out) : done;
}
