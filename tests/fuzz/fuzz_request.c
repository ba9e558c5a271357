// Requests from their bytes to their replies: decoding, dispatching, every handler, the
// rules and the store below it, over a real database in memory. A line is one request;
// its first character says who asks. Everything is undone after each input.
#include "base/secret.h"
#include "base/totp.h"
#include "command/decode.h"
#include "command/dispatch.h"
#include "command/encode.h"
#include "domain/vault.h"
#include "protocol.h"
#include "store/db.h"
#include "town.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 16

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    struct db *db;
    struct db *keys; // the vault's, which is where no leak checker looks
    struct vault *vault;
    struct town town;
    struct policy policy;
    struct server_facts facts;
    struct risk_scanner *scanner; // made by the first request that needs it
} fuzz;

#define STAGES_MAX 8 // more than any request goes through

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct secret_key master;

    (void)argc;
    (void)argv;
    must(secret_init());
    must(totp_init());
    town_watch_log();
    must(db_open(":memory:", DB_KEYS, &fuzz.keys));
    secret_key_new(&master);
    must(vault_open(fuzz.keys, keyring_new(&master), &fuzz.vault));
    must(db_open(":memory:", DB_WRITER, &fuzz.db));
    must(db_migrate(fuzz.db));
    town_make(&fuzz.town, fuzz.db, fuzz.vault);
    fuzz.policy = (struct policy){
        .public_url = "http://127.0.0.1:8080",
        .invite_ms = 1209600000,
        .session_idle_ms = 1209600000,
        .session_absolute_ms = 7776000000,
        .master_key = {.file = "/nowhere",
                       .command = "",
                       .next_file = "/nowhere.next",
                       .data_dir = "/nowhere"}
    };
    fuzz.facts.version = "0";
    return 0;
}

// Who asks: a letter for a session as a connection has it, the capital letter for the
// cookie of the same person, '#' for the operator, anything else for nobody.
static void set_credential(struct request *request, char letter)
{
    static const char sessions[] = "ajpmd";
    static const char cookies[] = "AJPMD";
    struct credential *credential = &request->credential;
    const char *at = NULL;

    if (letter == '\0') {
        return;
    }
    if ((at = strchr(sessions, letter)) != NULL) {
        credential->kind = CREDENTIAL_SESSION;
        credential->session = fuzz.town.sessions[at - sessions].session;
    } else if ((at = strchr(cookies, letter)) != NULL) {
        credential->kind = CREDENTIAL_TOKEN;
        credential->token_hash =
            secret_hash(text_of(fuzz.town.sessions[at - cookies].token.s));
        request->via_http = true;
    } else if (letter == '#') {
        credential->kind = CREDENTIAL_OPERATOR;
    }
}

static void check_json(const struct frame *frame)
{
    struct text text = frame_text(frame);
    json_t *json = json_loadb(text.s, text.len, JSON_REJECT_DUPLICATES, NULL);

    if (!json_is_object(json)) {
        abort();
    }
    json_decref(json);
}

static void check_reply(const struct frame *frame)
{
    struct text text = frame_text(frame);
    json_t *json = json_loadb(text.s, text.len, 0, NULL);

    if ((json_object_get(json, "result") == NULL) ==
            (json_object_get(json, "error") == NULL) ||
        json_object_get(json, "id") == NULL || text.len > LIMIT_ATTACH_FRAME_BYTES) {
        abort();
    }
    json_decref(json);
    check_json(frame);
}

static void check_outcome(const struct outcome *outcome)
{
    if (outcome->reply == NULL ||
        (outcome->err != OK &&
         (outcome->published_count > 0 || outcome->subscription_change_count > 0))) {
        abort();
    }
    check_reply(outcome->reply);
    for (size_t i = 0; i < outcome->published_count; i++) {
        check_json(outcome->published[i].frame);
        if (outcome->published[i].withheld_count > 0) {
            check_json(outcome->published[i].withheld);
        }
    }
}

// What the hashers do, without the work.
static void hash(struct request *request)
{
    struct password_job *job = &request->password;
    bool is_new = job->stored[0] == '\0';

    job->matches = !is_new && text_equal(job->password, TEXT("three quiet rivers"));
    if (is_new) {
        memcpy(job->fresh, fuzz.town.password_hash, sizeof job->fresh);
    }
    request->stage = STAGE_RUN;
}

static void run(struct request *request)
{
    struct dispatcher dispatcher = {.db = fuzz.db,
                                    .vault = fuzz.vault,
                                    .policy = &fuzz.policy,
                                    .facts = &fuzz.facts,
                                    .scanner = &fuzz.scanner};
    struct outcome *outcome = dispatch_run(&dispatcher, request);

    // From stage to stage; a denial that was read goes on to be written down.
    for (int i = 0; outcome->goes_on && i < STAGES_MAX; i++) {
        outcome->request = NULL;
        outcome_free(outcome);
        if (request->stage == STAGE_HASH) {
            hash(request);
        }
        outcome = dispatch_run(&dispatcher, request);
    }
    check_outcome(outcome);
    outcome_free(outcome);
    if (!db_in_transaction(fuzz.db)) {
        abort();
    }
}

static void ask(char letter, struct text frame)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded = {0};
    enum decode_result result = decode_request(request->arena, frame, &decoded);

    if (result == DECODE_REFUSED) {
        struct failure failure = {
            .err = decoded.err, .rpc_code = decoded.rpc_code, .field = decoded.field};
        struct frame *reply = encode_failure(decoded.id, &failure);
        check_reply(reply);
        frame_unref(reply);
    }
    if (result != DECODE_REQUEST) {
        request_free(request);
        return;
    }
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    request->device = TEXT("fuzz");
    set_credential(request, letter);
    // The transport hands on an operator's commands from the admin socket only.
    bool is_operator = request->credential.kind == CREDENTIAL_OPERATOR;
    uint8_t via = request->via_http ? VIA_HTTP : VIA_WS;
    if ((decoded.row->via & (is_operator ? VIA_ADMIN : via)) == 0) {
        request_free(request);
        return;
    }
    run(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size + 1);
    const char *at = bytes;

    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes, data, size);
    town_name(&fuzz.town, bytes, size);
    must(db_begin(fuzz.db));
    for (int i = 0; i < LINES_MAX && at < bytes + size; i++) {
        size_t left = (size_t)(bytes + size - at);
        const char *end = memchr(at, '\n', left);
        size_t length = end == NULL ? left : (size_t)(end - at);
        if (length > 1) {
            // A copy of its own, so that a read beyond it is seen.
            char *line = malloc(length - 1);
            if (line == NULL) {
                abort();
            }
            memcpy(line, at + 1, length - 1);
            ask(at[0], (struct text){line, length - 1});
            free(line);
        }
        at += length + 1;
    }
    vault_rollback(fuzz.vault);
    db_rollback(fuzz.db);
    free(bytes);
    return 0;
}
