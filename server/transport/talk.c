// A connection is nobody's until it is attached; what it asks meanwhile waits.
#include "transport/talk.h"

#include "command/encode.h"
#include "protocol.h"
#include "transport/rpc.h"
#include "transport/ws.h"

#include <stdlib.h>

#define BUSY_AFTER_MS 1000
#define CONNECTIONS_AFTER_MS 30000 // a forgotten tab is noticed within a heartbeat

static void talk_reply(struct server *server, struct conn *conn,
                       struct frame *take_reply)
{
    if (take_reply != NULL) {
        hub_queue(server->hub, conn, take_reply, true);
    }
}

static void talk_refuse(struct server *server, struct conn *conn,
                        struct request *take_request, enum err err, int64_t after_ms)
{
    talk_reply(server, conn, rpc_refuse(take_request, err, after_ms));
}

static struct credential conn_credential(const struct conn *conn)
{
    struct credential credential = {.kind = CREDENTIAL_NONE};

    if (conn->session.v != 0) {
        credential.kind = CREDENTIAL_SESSION;
        credential.session = conn->session;
    }
    return credential;
}

// ---- requests

static void talk_submit(struct server *server, struct conn *conn,
                        struct request *take_request)
{
    take_request->credential = conn_credential(conn);
    struct frame *refusal = rpc_submit(server, take_request);
    if (refusal != NULL) {
        talk_reply(server, conn, refusal);
        return;
    }
    conn->in_flight++;
}

// A mark is state: noted here, told to the person's other devices, written down later.
static void talk_mark(struct server *server, struct conn *conn, struct request *request)
{
    const struct args_conversation_mark *args = request->args;
    int64_t head = hub_position(server->hub, conn, args->conversation);

    if (head < 0) {
        talk_refuse(server, conn, request, ERR_NOT_FOUND, 0);
        return;
    }
    int64_t read = args->read < head ? args->read : head;
    read = marks_set(server->marks, conn->person, args->conversation, read);
    struct frame *signal = encode_read_signal(args->conversation, read);
    hub_signal_person(server->hub, conn->person, conn, signal);
    frame_unref(signal);
    talk_reply(server, conn, encode_mark_result(request->rpc_id, read));
    request_free(request);
}

static void talk_request(struct server *server, struct conn *conn,
                         struct request *request)
{
    const struct command_row *row = request->command;

    if (row == &command_rows[COMMAND_CONVERSATION_MARK]) {
        talk_mark(server, conn, request);
    } else if (conn->in_flight >= LIMIT_REQUESTS_IN_FLIGHT) {
        server->counts.busy++;
        talk_refuse(server, conn, request, ERR_BUSY, BUSY_AFTER_MS);
    } else {
        if (row == &command_rows[COMMAND_CONVERSATION_LIST]) {
            marks_overlay(server->marks, conn->person, request);
        }
        talk_submit(server, conn, request);
    }
}

static void talk_before_attach(struct server *server, struct conn *conn,
                               struct request *request)
{
    bool is_attaching = conn->state == CONN_ATTACHING || conn->attach != NULL;

    if (request->command->roles == ROLES_ANYONE && !is_attaching) {
        talk_request(server, conn, request);
    } else if (!is_attaching) {
        talk_refuse(server, conn, request, ERR_UNAUTHENTICATED, 0);
    } else if (conn->waiting_count == CONN_WAITING_MAX) {
        talk_refuse(server, conn, request, ERR_BUSY, BUSY_AFTER_MS);
    } else {
        conn->waiting[conn->waiting_count++] = request;
    }
}

static void talk_release_waiting(struct server *server, struct conn *conn)
{
    int count = conn->waiting_count;

    conn->waiting_count = 0;
    for (int i = 0; i < count; i++) {
        if (conn->state == CONN_ATTACHED) {
            talk_request(server, conn, conn->waiting[i]);
        } else {
            talk_refuse(server, conn, conn->waiting[i], ERR_UNAUTHENTICATED, 0);
        }
    }
}

// ---- attaching

static void talk_attach_failed(struct server *server, struct conn *conn,
                               struct frame *take_reply)
{
    if (conn->is_registered) {
        hub_unregister(server->hub, conn);
    }
    conn->session = (session_id){0};
    conn->person = (person_id){0};
    if (conn->state == CONN_ATTACHING) {
        conn->state = CONN_OPENED;
    }
    talk_reply(server, conn, take_reply);
    talk_release_waiting(server, conn);
}

// Whether the person and the address may have one more attached connection.
static bool talk_has_room(const struct server *server, const struct conn *conn,
                          person_id person)
{
    bool person_has = hub_person_connections(server->hub, person) <
                      server->config->connections_per_person;
    bool address_has = conn->address_key == 0 ||
                       address_counts_attached(server->addresses, conn->address_key) <
                           server->config->attached_per_address;

    return person_has && address_has;
}

// Step one of attaching: from here on, what changes for the person is kept for `conn`.
static void talk_attach_as(struct server *server, struct conn *conn,
                           struct request *request, const struct ticket *ticket)
{
    if (!talk_has_room(server, conn, ticket->person)) {
        talk_attach_failed(server, conn,
                           rpc_refuse(request, ERR_BUSY, CONNECTIONS_AFTER_MS));
        return;
    }
    conn->session = ticket->session;
    conn->person = ticket->person;
    conn->is_integration = ticket->is_integration;
    hub_register(server->hub, conn);
    marks_overlay(server->marks, conn->person, request);
    request->credential = conn_credential(conn);
    struct frame *refusal = rpc_submit(server, request);
    if (refusal != NULL) {
        talk_attach_failed(server, conn, refusal);
        return;
    }
    conn->in_flight++;
}

// A token says only to a reader whose it is: asked first, attached afterwards.
static void talk_attach_by_token(struct server *server, struct conn *conn,
                                 struct request *request, struct text token)
{
    struct request *question = request_new(REQUEST_TOKEN);

    question->stage = STAGE_RUN;
    question->origin = conn->id;
    question->credential = (struct credential){
        .kind = CREDENTIAL_TOKEN, .token_hash = secret_hash(token), .is_bearer = true};
    if (engine_submit(server->engine, question) != OK) {
        request_free(question);
        talk_refuse(server, conn, request, ERR_BUSY, BUSY_AFTER_MS);
        return;
    }
    conn->attach = request;
}

void talk_token_known(struct server *server, struct conn *conn,
                      const struct outcome *outcome)
{
    struct request *request = conn->attach;

    conn->attach = NULL;
    if (request == NULL) {
        return;
    }
    if (conn->state != CONN_OPENED) {
        request_free(request);
        return;
    }
    if (outcome->err != OK) {
        talk_attach_failed(server, conn, rpc_refuse(request, outcome->err, 0));
        return;
    }
    struct ticket ticket = {.session = outcome->session,
                            .person = outcome->person,
                            .is_integration = outcome->is_integration};
    talk_attach_as(server, conn, request, &ticket);
}

static void talk_attach(struct server *server, struct conn *conn,
                        struct request *request)
{
    const struct args_session_attach *args = request->args;
    struct ticket ticket = {0};

    if (conn->state != CONN_OPENED || conn->attach != NULL) {
        talk_refuse(server, conn, request, ERR_WRONG_STATE, 0);
    } else if (args->has_token) {
        talk_attach_by_token(server, conn, request, args->token);
    } else if (tickets_use(server->tickets, args->ticket, clock_steady_ms(), &ticket)) {
        talk_attach_as(server, conn, request, &ticket);
    } else {
        talk_refuse(server, conn, request, ERR_UNAUTHENTICATED, 0);
    }
}

// The session is in use, and is called what attaching called it. Attaching itself only
// reads, so that it works while nothing can be written.
static void talk_note_use(struct server *server, const struct conn *conn,
                          const struct request *attach)
{
    const struct args_session_attach *args = attach->args;
    struct request *note = request_new(REQUEST_MARKS);

    note->stage = STAGE_RUN;
    note->credential = conn_credential(conn);
    if (args->has_device) {
        note->device = arena_text(note->arena, args->device);
    }
    if (engine_submit(server->engine, note) != OK) {
        request_free(note);
    }
}

static void talk_attached(struct server *server, struct conn *conn,
                          struct outcome *outcome)
{
    struct frame *reply = outcome->reply;

    outcome->reply = NULL;
    if (outcome->err != OK) {
        talk_attach_failed(server, conn, reply);
        return;
    }
    talk_reply(server, conn, reply); // first the reply, then events
    if (conn->state != CONN_ATTACHING) {
        return; // it never read what it asked for before
    }
    if (conn->address_key != 0) {
        address_counts_add(server->addresses, conn->address_key, -1, 1);
    }
    hub_attach(server->hub, conn, outcome->subscriptions, outcome->subscription_count);
    talk_note_use(server, conn, outcome->request);
    talk_release_waiting(server, conn);
}

// ---- in and out

int talk_receive(struct server *server, struct conn *conn, struct text message)
{
    struct rpc_caller caller = {
        .origin = conn->id,
        .via = VIA_WS,
        .credential = conn_credential(conn),
        .limit_key = conn->person.v != 0 ? (uint64_t)conn->person.v : conn->address_key,
        .address_key = conn->address_key,
        .is_integration = conn->is_integration};
    struct request *request = NULL;
    struct frame *reply = NULL;

    switch (rpc_read(server, &caller, message, &request, &reply)) {
    case RPC_HEARTBEAT:
        return 0;
    case RPC_REPLY:
        talk_reply(server, conn, reply);
        return 0;
    case RPC_REQUEST:
        break;
    }
    bool is_attach = request->command == &command_rows[COMMAND_SESSION_ATTACH];
    if (!is_attach && message.len > LIMIT_FRAME_IN_BYTES) {
        request_free(request);
        return CLOSE_TOO_BIG;
    }
    if (is_attach) {
        talk_attach(server, conn, request);
    } else if (conn->state == CONN_ATTACHED) {
        server->talked_ms = uv_now(&server->loop);
        talk_request(server, conn, request);
    } else {
        talk_before_attach(server, conn, request);
    }
    return 0;
}

void talk_outcome(struct server *server, struct conn *conn, struct outcome *outcome)
{
    bool is_attach = outcome->request->command == &command_rows[COMMAND_SESSION_ATTACH];

    if (outcome->reply == NULL) {
        return;
    }
    conn->in_flight--;
    if (is_attach && conn->state == CONN_ATTACHING) {
        talk_attached(server, conn, outcome);
    } else {
        talk_reply(server, conn, outcome->reply);
        outcome->reply = NULL;
    }
}

void talk_flush_marks(struct server *server, person_id person)
{
    struct request *request =
        server->engine == NULL ? NULL : marks_take(server->marks, person);

    if (request != NULL && engine_submit(server->engine, request) != OK) {
        marks_written(server->marks, request, false);
        request_free(request);
    }
}

void talk_detach(struct server *server, person_id person)
{
    talk_flush_marks(server, person);
    if (hub_person_connections(server->hub, person) == 0) {
        marks_forget_written(server->marks, person);
    }
}
