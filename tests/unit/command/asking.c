// The dispatchers over the world, and shorthands.
#include "command/asking.h"

#include <stdio.h>
#include <string.h>

#include "command/decode.h"
#include "domain/vault.h"
#include "store/db.h"

struct asking asking;

static const struct server_facts facts = {.version = "1.2.3"};

static void open_reader(void)
{
    char path[96];

    snprintf(path, sizeof path, "%s/kith.db", asking.world.folder);
    assert_ok(db_open(path, DB_READER, &asking.reader_db));
}

struct session_made asking_sign_in(person_id person)
{
    struct session_made made;
    struct change *change = world_as(&asking.world, person);

    assert_ok(
        world_end(&asking.world, session_create(change, person, TEXT("phone"), &made)));
    return made;
}

int asking_begin(void **state)
{
    world_open(&asking.world);
    asking.world.policy.session_idle_ms = INT64_C(14) * 24 * 60 * 60 * 1000;
    asking.world.policy.session_absolute_ms = INT64_C(90) * 24 * 60 * 60 * 1000;
    asking.june = asking_sign_in(asking.world.june);
    asking.amara = asking_sign_in(asking.world.amara);
    open_reader();
    asking.clock.offset_ms = 0;
    asking.clock.offset_ms = asking.world.now_utc_ms - clock_utc_ms(&asking.clock);
    asking.writer = (struct dispatcher){.db = asking.world.db,
                                        .vault = asking.world.vault,
                                        .policy = &asking.world.policy,
                                        .clock = &asking.clock,
                                        .facts = &facts};
    asking.reader = asking.writer;
    asking.reader.db = asking.reader_db;
    return support_begin(state);
}

int asking_end(void **state)
{
    db_close(asking.reader_db);
    world_close(&asking.world);
    return support_end(state);
}

struct credential session_of(const struct session_made *made)
{
    return (struct credential){.kind = CREDENTIAL_SESSION, .session = made->session};
}

struct credential cookie_of(const struct session_made *made)
{
    return (struct credential){.kind = CREDENTIAL_TOKEN,
                               .token_hash = secret_hash(text_of(made->token.s))};
}

const struct credential nobody = {.kind = CREDENTIAL_NONE};

struct request *asking_request(const char *method, const char *params,
                               struct credential credential)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded;
    char frame[4096];

    snprintf(frame, sizeof frame,
             "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method,
             params);
    assert_int_equal(decode_request(request->arena, text_of(frame), &decoded),
                     DECODE_REQUEST);
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    request->credential = credential;
    return request;
}

struct outcome *asking_run(struct request *take_request)
{
    struct outcome *outcome = NULL;
    const struct dispatcher no_database = {
        .policy = &asking.world.policy, .clock = &asking.clock, .facts = &facts};

    switch (dispatch_lane(take_request)) {
    case LANE_LOOP:
    case LANE_HASHER:
        return dispatch_run(&no_database, take_request);
    case LANE_READER:
    case LANE_WORKER:
    case LANE_SCANNER:
    case LANE_KEEPER:
    case LANE_SENDER:
        return dispatch_run(&asking.reader, take_request);
    case LANE_WRITER:
        assert_ok(db_begin(asking.world.db));
        outcome = dispatch_run(&asking.writer, take_request);
        assert_ok(vault_commit(asking.world.vault));
        assert_ok(db_commit(asking.world.db));
        break;
    }
    return outcome;
}

struct outcome *asking_ask(const char *method, const char *params,
                           struct credential credential)
{
    struct outcome *outcome = asking_run(asking_request(method, params, credential));

    if (outcome->request->is_denied && outcome->goes_on) {
        struct request *request = outcome->request;
        outcome->request = NULL;
        outcome_free(outcome);
        outcome = asking_run(request);
    }
    return outcome;
}

void assert_frame_has(const struct frame *frame, const char *part)
{
    const struct text bytes = frame_text(frame);

    assert_non_null(memmem(bytes.s, bytes.len, part, strlen(part)));
}

void assert_refused(struct outcome *take_outcome, enum err err)
{
    char word[64];

    assert_err(take_outcome->err, err);
    snprintf(word, sizeof word, "\"error\":\"%s\"", err_name(err));
    assert_frame_has(take_outcome->reply, word);
    assert_int_equal(take_outcome->published_count, 0);
    assert_int_equal(take_outcome->session_effect, SESSION_EFFECT_NONE);
    outcome_free(take_outcome);
}

void assert_done(struct outcome *take_outcome)
{
    assert_ok(take_outcome->err);
    assert_frame_has(take_outcome->reply, "\"result\":");
    outcome_free(take_outcome);
}

const char *asking_params(conversation_id conversation, const char *rest)
{
    static char params[512];

    snprintf(params, sizeof params, "{\"conversation\":\"%s\"%s}",
             conversation_id_text(conversation).s, rest);
    return params;
}

int64_t asking_count(const char *sql)
{
    struct stmt *stmt = db_stmt(asking.world.db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}
