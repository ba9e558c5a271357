// Decoding: what a frame may look like, what becomes of its members, and how a refusal
// names what is wrong. The examples in protocol/commands/ are judged here by the
// server's own decoder, as they are by the generator.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "command/decode.h"
#include "model/person.h"
#include "protocol.h"

#define CONVERSATION "\"conversation\":\"c2v7f3k9d1w6rs\""
#define SEND(params)                                                                   \
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message.send\",\"params\":{" params "}}"
#define ATTACH(params)                                                                 \
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.attach\",\"params\":{" params  \
    "}}"
#define REACT(reaction)                                                                \
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message.react\",\"params\":"           \
    "{" CONVERSATION ",\"seq\":4,\"reaction\":" reaction "}}"

static int make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static void expect_accepted(struct arena *arena, const char *frame, struct decoded *out)
{
    enum decode_result result = decode_request(arena, text_of(frame), out);
    if (result != DECODE_REQUEST) {
        print_message("refused at %s: %s\n", out->field ? out->field : "-", frame);
    }
    assert_int_equal(result, DECODE_REQUEST);
    assert_int_equal(out->rpc_code, 0);
    assert_int_equal(out->err, OK);
}

static void expect_refused(struct arena *arena, const char *frame, int rpc_code,
                           const char *field)
{
    struct decoded decoded;
    enum decode_result result = decode_request(arena, text_of(frame), &decoded);
    if (result != DECODE_REFUSED || decoded.rpc_code != rpc_code) {
        print_message("code %d for: %.200s\n", decoded.rpc_code, frame);
    }
    assert_int_equal(result, DECODE_REFUSED);
    assert_int_equal(decoded.rpc_code, rpc_code);
    assert_int_not_equal(decoded.err, OK);
    if (field == NULL) {
        assert_null(decoded.field);
    } else {
        assert_non_null(decoded.field);
        assert_string_equal(decoded.field, field);
    }
}

// A frame whose params are PARAMS_BEFORE, `count` times `piece`, then PARAMS_AFTER.
static char *frame_of(const char *before, const char *piece, size_t count,
                      const char *after)
{
    size_t size = strlen(before) + count * strlen(piece) + strlen(after) + 1;
    char *frame = malloc(size);
    size_t len = (size_t)snprintf(frame, size, "%s", before);
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(frame + len, size - len, "%s", piece);
    }
    snprintf(frame + len, size - len, "%s", after);
    return frame;
}

// -- frames

static void malformed_frames_get_their_code(void **state)
{
    static const struct {
        int code;
        const char *frame;
    } cases[] = {
        {RPC_PARSE_ERROR,     ""                                                       },
        {RPC_PARSE_ERROR,     "{"                                                      },
        {RPC_PARSE_ERROR,
         "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"server.hello\"}"         },
        {RPC_PARSE_ERROR,
         "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\"} x"                },
        {RPC_PARSE_ERROR,
         "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0000\",\"method\":\"server.hello\"}"        },
        {RPC_PARSE_ERROR,
         "{\"jsonrpc\":\"2.0\",\"id\":\"\xff\",\"method\":\"server.hello\"}"           },
        {RPC_PARSE_ERROR,
         "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"server."
         "hello\"}"                                                                    },
        {RPC_INVALID_REQUEST, "7"                                                      },
        {RPC_INVALID_REQUEST, "null"                                                   },
        {RPC_INVALID_REQUEST, "[]"                                                     },
        {RPC_INVALID_REQUEST,
         "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\"}]"                },
        {RPC_INVALID_REQUEST, "{\"jsonrpc\":\"2.0\",\"method\":\"server.hello\"}"      },
        {RPC_INVALID_REQUEST,
         "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"server.hello\"}"               },
        {RPC_INVALID_REQUEST,
         "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"server.hello\"}"                },
        {RPC_INVALID_REQUEST,
         "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"server.hello\"}"                 },
        {RPC_INVALID_REQUEST,
         "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"server.hello\"}"                  },
        {RPC_INVALID_REQUEST, "{\"id\":1,\"method\":\"server.hello\"}"                 },
        {RPC_INVALID_REQUEST, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":3}"            },
        {RPC_INVALID_REQUEST, "{\"jsonrpc\":\"2.0\",\"id\":1}"                         },
        {RPC_INVALID_REQUEST,
         "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\",\"extra\":1}"      },
        {RPC_UNKNOWN_METHOD,
         "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hell\"}"                   },
        {RPC_UNKNOWN_METHOD,
         "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello2\"}"                 },
        {RPC_UNKNOWN_METHOD,  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}"         },
        {RPC_UNKNOWN_METHOD,  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"heartbeat\"}"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_refused(*state, cases[i].frame, cases[i].code, NULL);
    }
}

static void params_that_are_no_object_are_refused(void **state)
{
    expect_refused(*state,
                   "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message.send\","
                   "\"params\":[1]}",
                   RPC_INVALID_PARAMS, "params");
    expect_refused(*state,
                   "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\","
                   "\"params\":null}",
                   RPC_INVALID_PARAMS, "params");
}

static void heartbeat_needs_no_id(void **state)
{
    struct decoded decoded;
    assert_int_equal(
        decode_request(*state, TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\"}"),
                       &decoded),
        DECODE_HEARTBEAT);
}

static void id_comes_back_as_json(void **state)
{
    static const char *const ids[] = {
        "1", "-7", "0", "\"\"", "\"a\\\"b\\\\\"", "9007199254740993", "\"ü\""};
    char frame[200];
    struct decoded decoded;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        snprintf(frame, sizeof(frame),
                 "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"server.hello\"}", ids[i]);
        expect_accepted(*state, frame, &decoded);
        assert_int_equal(decoded.id.len, strlen(ids[i]));
        assert_memory_equal(decoded.id.s, ids[i], decoded.id.len);
        assert_null(decoded.args);
    }
}

static void id_is_kept_when_the_call_is_refused(void **state)
{
    struct decoded decoded;
    assert_int_equal(
        decode_request(
            *state, TEXT("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"nothing\"}"),
            &decoded),
        DECODE_REFUSED);
    assert_true(text_equal(decoded.id, TEXT("\"x\"")));
    decode_request(*state, TEXT("[]"), &decoded);
    assert_true(text_equal(decoded.id, TEXT("null")));
}

static void long_id_is_refused(void **state)
{
    const char *before = "{\"jsonrpc\":\"2.0\",\"method\":\"server.hello\",\"id\":\"";
    struct decoded decoded;
    char *frame = frame_of(before, "i", LIMIT_REQUEST_ID_BYTES, "\"}");
    expect_accepted(*state, frame, &decoded);
    free(frame);
    frame = frame_of(before, "i", LIMIT_REQUEST_ID_BYTES + 1, "\"}");
    expect_refused(*state, frame, RPC_INVALID_REQUEST, NULL);
    free(frame);
}

static void deep_nesting_is_refused_before_parsing(void **state)
{
    char *frame = frame_of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\","
                           "\"params\":",
                           "[", LIMIT_JSON_DEPTH, "");
    expect_refused(*state, frame, RPC_INVALID_REQUEST, NULL);
    free(frame);
    frame = frame_of("", "[", 1000, "");
    expect_refused(*state, frame, RPC_INVALID_REQUEST, NULL);
    free(frame);
}

static void brackets_inside_text_are_not_nesting(void **state)
{
    struct decoded decoded;
    expect_accepted(
        *state,
        SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"[[[[[[[[[[\\\"{{{{{{{{{{\""),
        &decoded);
}

static void every_shortened_frame_is_refused(void **state)
{
    static const char frame[] =
        SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"h\\u00e9\"");
    for (size_t len = 0; len < sizeof(frame) - 1; len++) {
        struct decoded decoded;
        // A copy without a NUL behind it, so that reading on is caught.
        char *copy = malloc(len + 1);
        memcpy(copy, frame, len);
        assert_int_equal(decode_request(*state, (struct text){copy, len}, &decoded),
                         DECODE_REFUSED);
        free(copy);
    }
}

// -- members

static void members_reach_their_place(void **state)
{
    struct decoded decoded;
    expect_accepted(
        *state,
        SEND(CONVERSATION
             ",\"cid\":\"a-1_Z\",\"text\":\"caf\\u00e9\\n\",\"reply_to\":12"),
        &decoded);
    assert_string_equal(decoded.row->name, "message.send");
    const struct args_message_send *args = decoded.args;
    assert_true(args->conversation.v ==
                conversation_id_parse(TEXT("c2v7f3k9d1w6rs")).v);
    assert_true(args->conversation.v != 0);
    assert_true(text_equal(args->cid, TEXT("a-1_Z")));
    assert_true(text_equal(args->text, TEXT("caf\xc3\xa9\n")));
    assert_true(args->has_reply_to);
    assert_int_equal(args->reply_to, 12);
}

static void left_out_members_are_marked(void **state)
{
    struct decoded decoded;
    expect_accepted(*state, SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\""),
                    &decoded);
    const struct args_message_send *args = decoded.args;
    assert_false(args->has_reply_to);
}

static void null_is_told_from_a_word(void **state)
{
    struct decoded decoded;
    expect_accepted(*state, REACT("null"), &decoded);
    const struct args_message_react *args = decoded.args;
    assert_true(args->reaction_is_null);
    expect_accepted(*state, REACT("\"candle\""), &decoded);
    args = decoded.args;
    assert_false(args->reaction_is_null);
    assert_int_equal(args->reaction, REACTION_CANDLE);
}

static void role_is_the_one_of_the_model(void **state)
{
    struct decoded decoded;
    expect_accepted(*state,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"people.list\","
                    "\"params\":{\"role\":\"safeguarding_lead\"}}",
                    &decoded);
    const struct args_people_list *args = decoded.args;
    assert_int_equal(args->role, ROLE_SAFEGUARDING_LEAD);
    assert_true(args->has_role);
    assert_false(args->has_area);
}

static void foreign_id_is_well_formed_and_names_nothing(void **state)
{
    struct decoded decoded;
    expect_accepted(*state,
                    SEND("\"conversation\":\"somebody else's\",\"cid\":\"a\","
                         "\"text\":\"b\""),
                    &decoded);
    const struct args_message_send *args = decoded.args;
    assert_int_equal(args->conversation.v, 0);
}

static void cursors_are_read_from_the_map(void **state)
{
    struct decoded decoded;
    expect_accepted(
        *state,
        ATTACH("\"ticket\":\"t\",\"resume\":{\"c2v7f3k9d1w6rs\":[\"e1\",40],"
               "\"c7d0m4s8h2y5kx\":[\"e2\",0]}"),
        &decoded);
    const struct args_session_attach *args = decoded.args;
    assert_true(args->has_ticket && args->has_resume && !args->has_token);
    assert_int_equal(args->resume.count, 2);
    assert_true(args->resume.items[0].key.v != 0);
    assert_true(text_equal(args->resume.items[0].epoch, TEXT("e1")));
    assert_int_equal(args->resume.items[0].seq, 40);
    assert_true(text_equal(args->resume.items[1].epoch, TEXT("e2")));
}

static void bad_members_are_named(void **state)
{
    static const struct {
        const char *field;
        const char *frame;
    } cases[] = {
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\"")                              },
        {"colour",       SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\",\"colour\":1")  },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":null")                },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":1")                   },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"\"")                },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\" \\u00a0\\t\"")     },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\\u0007\"")        },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\\u0085\"")        },
        {"text",         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\\r\"")            },
        {"cid",          SEND(CONVERSATION ",\"cid\":\"a b\",\"text\":\"b\"")             },
        {"cid",          SEND(CONVERSATION ",\"cid\":\"\\u00e9\",\"text\":\"b\"")         },
        {"cid",          SEND(CONVERSATION ",\"cid\":\"\",\"text\":\"b\"")                },
        {"conversation", SEND("\"conversation\":\"\",\"cid\":\"a\",\"text\":\"b\"")       },
        {"conversation", SEND("\"conversation\":5,\"cid\":\"a\",\"text\":\"b\"")          },
        {"reply_to",     SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\",\"reply_to\":0")},
        {"reply_to",
         SEND(CONVERSATION ",\"cid\":\"a\",\"text\":\"b\",\"reply_to\":1.0")              },
        {"reply_to",
         SEND(CONVERSATION
              ",\"cid\":\"a\",\"text\":\"b\",\"reply_to\":9007199254740992")              },
        {"reaction",     REACT("\"frown\"")                                               },
        {"reaction",     REACT("\"hear\"")                                                },
        {"reaction",     REACT("0")                                                       },
        {"ticket|token", ATTACH("")                                                       },
        {"ticket|token", ATTACH("\"ticket\":\"a\",\"token\":\"b\"")                       },
        {"resume",       ATTACH("\"ticket\":\"a\",\"resume\":[]")                         },
        {"resume.key",   ATTACH("\"ticket\":\"a\",\"resume\":{\"c\":7}")                  },
        {"resume.key",   ATTACH("\"ticket\":\"a\",\"resume\":{\"c\":[\"e\"]}")            },
        {"resume.key",   ATTACH("\"ticket\":\"a\",\"resume\":{\"c\":[\"e\",1,2]}")        },
        {"resume.epoch", ATTACH("\"ticket\":\"a\",\"resume\":{\"c\":[1,1]}")              },
        {"resume.seq",   ATTACH("\"ticket\":\"a\",\"resume\":{\"c\":[\"e\",-1]}")         },
        {"resume.key",   ATTACH("\"ticket\":\"a\",\"resume\":{\"\":[\"e\",1]}")           },
        {"device",       ATTACH("\"ticket\":\"a\",\"device\":\"two\\nlines\"")            },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_refused(*state, cases[i].frame, RPC_INVALID_PARAMS, cases[i].field);
    }
}

static void unknown_member_is_not_sent_back_at_length(void **state)
{
    char *frame = frame_of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.hello\","
                           "\"params\":{\"",
                           "long", 1000, "\":1}}");
    expect_refused(*state, frame, RPC_INVALID_PARAMS, NULL);
    free(frame);
}

static void text_is_measured_in_code_points_and_bytes(void **state)
{
    static const struct {
        const char *piece;
        size_t count;
        enum err err;
    } cases[] = {
        {"a",                LIMIT_TEXT_CHARS,         OK           },
        {"a",                LIMIT_TEXT_CHARS + 1,     ERR_TOO_LARGE},
        {"\xe2\x82\xac",     LIMIT_TEXT_BYTES / 3,     OK           },
        {"\xf0\x9f\x95\xaf", LIMIT_TEXT_BYTES / 4,     OK           },
        {"\xf0\x9f\x95\xaf", LIMIT_TEXT_BYTES / 4 + 1, ERR_TOO_LARGE},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct decoded decoded;
        char *frame =
            frame_of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message.send\","
                     "\"params\":{" CONVERSATION ",\"cid\":\"a\",\"text\":\"",
                     cases[i].piece, cases[i].count, "\"}}");
        decode_request(*state, text_of(frame), &decoded);
        free(frame);
        assert_int_equal(decoded.err, cases[i].err);
        if (cases[i].err != OK) {
            assert_string_equal(decoded.field, "text");
        }
    }
}

static void password_is_measured_in_bytes(void **state)
{
    static const char before[] =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.start\",\"params\":{"
        "\"handle\":\"june\",\"password\":\"";
    struct decoded decoded;
    char *frame = frame_of(before, "\xc3\xbc", LIMIT_PASSWORD_BYTES_MIN / 2, "\"}}");
    expect_accepted(*state, frame, &decoded);
    free(frame);
    frame = frame_of(before, "u", LIMIT_PASSWORD_BYTES_MIN - 1, "\"}}");
    expect_refused(*state, frame, RPC_INVALID_PARAMS, "password");
    free(frame);
    frame = frame_of(before, "u", LIMIT_PASSWORD_BYTES + 1, "\"}}");
    expect_refused(*state, frame, RPC_INVALID_PARAMS, "password");
    free(frame);
}

static void cursors_are_limited_in_number(void **state)
{
    for (int extra = 0; extra < 2; extra++) {
        struct decoded decoded;
        json_t *resume = json_object();
        for (int i = 0; i < LIMIT_CURSORS + extra; i++) {
            char key[32];
            snprintf(key, sizeof(key), "c%d", i);
            json_object_set_new(resume, key, json_pack("[s, i]", "e", i));
        }
        json_t *call = json_pack("{s:s, s:i, s:s, s:{s:s, s:o}}", "jsonrpc", "2.0",
                                 "id", 1, "method", "session.attach", "params",
                                 "ticket", "t", "resume", resume);
        char *frame = json_dumps(call, JSON_COMPACT);
        decode_request(*state, text_of(frame), &decoded);
        assert_int_equal(decoded.err, extra == 0 ? OK : ERR_TOO_LARGE);
        free(frame);
        json_decref(call);
    }
}

static void one_direction_of_history_at_most(void **state)
{
    static const struct {
        const char *bounds;
        bool accepted;
    } cases[] = {
        {"",                                       true },
        {",\"before\":3",                          true },
        {",\"after\":0",                           true },
        {",\"around\":7,\"limit\":100",            true },
        {",\"before\":3,\"after\":1",              false},
        {",\"before\":3,\"after\":1,\"around\":2", false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char frame[300];
        struct decoded decoded;
        snprintf(frame, sizeof(frame),
                 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"conversation.history\","
                 "\"params\":{" CONVERSATION "%s}}",
                 cases[i].bounds);
        if (cases[i].accepted) {
            expect_accepted(*state, frame, &decoded);
        } else {
            expect_refused(*state, frame, RPC_INVALID_PARAMS, "before|after|around");
        }
    }
}

// -- definitions

static void every_command_is_found_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        assert_ptr_equal(command_find(text_of(command_rows[i].name)), &command_rows[i]);
        assert_non_null(command_rows[i].handler);
        const enum effects effects = command_rows[i].effects;
        const bool needs = effects == EFFECTS_HASHES || effects == EFFECTS_COMPUTES ||
                           effects == EFFECTS_SCANS;
        // With a passkey nothing is hashed.
        const bool may =
            needs || effects == EFFECTS_SIGNS_IN || effects == EFFECTS_READS;
        assert_true(command_rows[i].prepare != NULL ? may : !needs);
    }
    assert_null(command_find(TEXT("")));
    assert_null(command_find(TEXT("message.sen")));
    assert_null(command_find(TEXT("zzz")));
}

static void every_error_has_a_row(void **state)
{
    (void)state;
    for (size_t i = OK + 1; i < ERR_COUNT; i++) {
        assert_non_null(error_rows[i].name);
        assert_true(error_rows[i].code < 0);
    }
    assert_string_equal(error_rows[ERR_CORRUPT].name, "internal");
    assert_string_equal(error_rows[ERR_NOT_FOUND].name, err_name(ERR_NOT_FOUND));
}

static void judge_example(struct arena *arena, const char *name, const json_t *example)
{
    struct decoded decoded;
    const json_t *refused = json_object_get(example, "refused");
    const char *field = json_string_value(json_object_get(refused, "field"));
    json_t *call =
        json_pack("{s:s, s:i, s:s, s:O}", "jsonrpc", "2.0", "id", 1, "method", name,
                  "params", json_object_get(example, "params"));
    char *frame = json_dumps(call, JSON_COMPACT);
    if (field == NULL) {
        expect_accepted(arena, frame, &decoded);
    } else {
        expect_refused(arena, frame, RPC_INVALID_PARAMS, field);
    }
    free(frame);
    json_decref(call);
}

static void examples_are_accepted_or_refused_as_they_say(void **state)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char path[200];
        size_t at;
        json_t *example;
        snprintf(path, sizeof(path), "protocol/commands/%s.json", command_rows[i].name);
        json_t *command = json_load_file(path, 0, NULL);
        assert_non_null(command);
        json_array_foreach (json_object_get(command, "examples"), at, example) {
            judge_example(*state, command_rows[i].name, example);
        }
        json_decref(command);
    }
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(malformed_frames_get_their_code),
        WITH_ARENA(params_that_are_no_object_are_refused),
        WITH_ARENA(heartbeat_needs_no_id),
        WITH_ARENA(id_comes_back_as_json),
        WITH_ARENA(id_is_kept_when_the_call_is_refused),
        WITH_ARENA(long_id_is_refused),
        WITH_ARENA(deep_nesting_is_refused_before_parsing),
        WITH_ARENA(brackets_inside_text_are_not_nesting),
        WITH_ARENA(every_shortened_frame_is_refused),
        WITH_ARENA(members_reach_their_place),
        WITH_ARENA(left_out_members_are_marked),
        WITH_ARENA(null_is_told_from_a_word),
        WITH_ARENA(role_is_the_one_of_the_model),
        WITH_ARENA(foreign_id_is_well_formed_and_names_nothing),
        WITH_ARENA(cursors_are_read_from_the_map),
        WITH_ARENA(bad_members_are_named),
        WITH_ARENA(unknown_member_is_not_sent_back_at_length),
        WITH_ARENA(text_is_measured_in_code_points_and_bytes),
        WITH_ARENA(password_is_measured_in_bytes),
        WITH_ARENA(cursors_are_limited_in_number),
        WITH_ARENA(one_direction_of_history_at_most),
        cmocka_unit_test(every_command_is_found_by_name),
        cmocka_unit_test(every_error_has_a_row),
        WITH_ARENA(examples_are_accepted_or_refused_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
