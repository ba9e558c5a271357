// libwebsockets is a guest on our own libuv loop, so that it installs no signal
// handlers and there is one loop. Destroying it takes several turns of the loop (issues
// 503, 1217).
#include "transport/loop.h"

#include "base/log.h"
#include "base/mem.h"
#include "engine/folder.h"
#include "protocol.h"
#include "transport/admin.h"
#include "transport/door.h"
#include "transport/edge.h"
#include "transport/http.h"
#include "transport/talk.h"
#include "transport/ws.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define TICK_MS 250
#define DRAIN_MS 8000        // what is under way by then is not waited for
#define DRAIN_IDLE_MS 3000   // connections whose requests are not answered by then go
#define FAILED_DISK_MS 10000 // how long reads are served after the disk failed
#define EXIT_IO 74           // EX_IOERR
#define OUT_BYTES 2097152 // what goes out at once: no reply has 1 MiB (json_writer.c)
#define RX_BYTES 512      // of a message at once; each connection keeps so many
#define TX_BYTES 65536    // in one system call; what is gathered is less
#define SPARE_FDS 128     // databases, pipes, and room to refuse politely
#define HEADER_BYTES 8192
#define SECONDS_PER_DAY 86400
#define HOUR_MS 3600000

// ---- outcomes

static void loop_command_outcome(struct server *server, struct outcome *outcome)
{
    const struct request *request = outcome->request;
    struct conn *conn = NULL;

    hub_apply(server->hub, outcome);
    if (request->password.is_halfway) {
        limit_return_sign_in(server->limits, request->password.account_key,
                             request->password.known_device);
    }
    if (outcome->clock_offset_ms != 0) {
        server->clock.offset_ms = outcome->clock_offset_ms;
    }
    if (outcome->session_effect == SESSION_EFFECT_TICKET) {
        struct ticket ticket = {.session = outcome->session,
                                .person = outcome->person,
                                .is_integration = outcome->is_integration,
                                .expires_ms = clock_steady_ms() +
                                              server->config->ticket_lifetime_ms};
        if (!tickets_add(server->tickets, text_of(outcome->token.s), &ticket)) {
            outcome_fail(outcome, ERR_BUSY);
        }
    }
    if (request->via_http) {
        http_outcome(server, request->origin, outcome);
    } else if (request->credential.kind == CREDENTIAL_OPERATOR) {
        admin_outcome(server, request->origin, outcome);
    } else if ((conn = map_get(server->conns, request->origin)) != NULL) {
        talk_outcome(server, conn, outcome);
    }
}

// Marks of people who have gone meanwhile need not be known any longer.
static void loop_forget_marks(struct server *server, const struct request *request)
{
    for (size_t i = 0; i < request->mark_count; i++) {
        person_id person = request->marks[i].person;
        if (hub_person_connections(server->hub, person) == 0) {
            marks_forget_written(server->marks, person);
        }
    }
}

static void loop_on_outcome(void *ctx, struct outcome *outcome)
{
    struct server *server = ctx;
    uint64_t origin = outcome->request->origin;
    struct conn *conn = map_get(server->conns, origin);

    switch (outcome->request->kind) {
    case REQUEST_COMMAND:
        loop_command_outcome(server, outcome);
        break;
    case REQUEST_SLICE:
        hub_take_slice(server->hub, conn, outcome);
        break;
    case REQUEST_MARKS:
        marks_written(server->marks, outcome->request, outcome->err == OK);
        loop_forget_marks(server, outcome->request);
        break;
    case REQUEST_TOKEN:
        if (conn != NULL) {
            talk_token_known(server, conn, outcome);
        }
        break;
    case REQUEST_PROBE:
        http_probe_outcome(server, origin, outcome);
        break;
    case REQUEST_HEADS:
    case REQUEST_TICK:
    case REQUEST_MATCHING:
    case REQUEST_SCAN:
    case REQUEST_OUTBOX:
    case REQUEST_KEYS:
    case REQUEST_BACKUP:
        hub_apply(server->hub, outcome);
        break;
    }
    outcome_free(outcome);
}

static void loop_drain(struct server *server, int exit_code);

static void loop_on_drained(void *ctx)
{
    struct server *server = ctx;

    hub_flush(server->hub);
    door_retry(server->door);
    door_retry(server->metrics_door);
    if (engine_state(server->engine) == ENGINE_FAILED) {
        loop_drain(server, EXIT_IO);
    }
}

// How often somebody may try to sign in to one account, asked once the account is
// known. Other hashes are for people who are signed in and have a bucket of their own.
static enum err loop_gate(void *ctx, const struct request *request,
                          int64_t *after_ms_out)
{
    struct server *server = ctx;

    if (request->command->effects != EFFECTS_SIGNS_IN) {
        return OK;
    }
    return limit_take_sign_in(server->limits, request->password.account_key,
                              request->password.known_device, clock_steady_ms(),
                              after_ms_out);
}

static enum err loop_want_slice(void *ctx, struct conn *conn,
                                conversation_id conversation, int64_t from_seq)
{
    struct server *server = ctx;
    struct request *request = request_new(REQUEST_SLICE);

    request->stage = STAGE_RUN;
    request->origin = conn->id;
    request->credential =
        (struct credential){.kind = CREDENTIAL_SESSION, .session = conn->session};
    request->slice_conversation = conversation;
    request->slice_from = from_seq;
    request->slice_person = conn->person;
    enum err err = engine_submit(server->engine, request);
    if (err != OK) {
        request_free(request);
    }
    return err;
}

static void loop_close_conn(void *ctx, struct conn *conn, enum close_code code)
{
    ws_close(ctx, conn, (int)code);
}

// ---- time and signals

// Asks everybody to come back, spread over time so that they do not come at once.
static void loop_close_idle(struct server *server, bool busy_too)
{
    struct conn *conn = NULL;
    size_t cursor = 0;

    while ((conn = map_next(server->conns, &cursor, NULL)) != NULL) {
        if (conn->in_flight > 0 && !busy_too) {
            continue;
        }
        conn->close_after_ms =
            (int64_t)(secret_random_u64() %
                      (uint64_t)(server->config->drain_spread_ms + 1));
        ws_close(server, conn,
                 server->exit_code == 0 ? CLOSE_SHUTTING_DOWN : CLOSE_MAINTENANCE);
    }
}

static void loop_drain(struct server *server, int exit_code)
{
    if (server->phase != SERVER_RUNNING) {
        return;
    }
    log_event(LOG_INFO, "draining", "connections=%zu exit_code=%d",
              map_count(server->conns), exit_code);
    server->phase = SERVER_DRAINING;
    server->exit_code = exit_code;
    server->drain_began_ms = clock_steady_ms();
}

static void loop_tick_drain(struct server *server, int64_t now_ms)
{
    int64_t age_ms = now_ms - server->drain_began_ms;
    int64_t most_ms = server->exit_code == 0 ? DRAIN_MS : FAILED_DISK_MS;

    loop_close_idle(server, age_ms > DRAIN_IDLE_MS);
    bool is_empty = map_count(server->conns) == 0 && map_count(server->https) == 0 &&
                    engine_is_idle(server->engine);
    if (is_empty || (age_ms > most_ms && engine_is_idle(server->engine))) {
        server->phase = SERVER_STOPPED;
        uv_stop(&server->loop);
    }
}

static void loop_on_tick(uv_timer_t *timer)
{
    struct server *server = timer->data;
    int64_t now_ms = clock_steady_ms();

    ws_tick(server, now_ms);
    http_tick(server, now_ms);
    admin_tick(server, now_ms);
    hub_retry(server->hub);
    tickets_sweep(server->tickets, now_ms);
    if (now_ms - server->marks_flushed_ms >= server->config->mark_flush_ms) {
        server->marks_flushed_ms = now_ms;
        talk_flush_marks(server, (person_id){0});
    }
    if (server->phase == SERVER_DRAINING) {
        loop_tick_drain(server, now_ms);
    }
}

static void loop_on_signal(uv_signal_t *handle, int number)
{
    struct server *server = handle->data;

    log_event(LOG_INFO, "signal", "number=%d", number);
    loop_drain(server, 0);
    loop_tick_drain(server, clock_steady_ms());
}

// ---- opening

// What server.hello tells where the configuration differs from the protocol's defaults.
static void loop_set_facts(struct server *server, const char *version)
{
    const struct config *config = server->config;
    const struct limit_row rows[SERVER_SETTINGS] = {
        {"send_burst",             config->send_burst             },
        {"send_per_s",             config->send_per_s             },
        {"typing_ms",              config->typing_interval_ms     },
        {"sign_in_per_account",    config->sign_in_per_account    },
        {"sign_in_per_address",    config->sign_in_per_address    },
        {"sign_in_window_ms",      config->sign_in_window_s * 1000},
        {"connections_per_person", config->connections_per_person },
        {"unattached_per_address", config->unattached_per_address },
        {"attached_per_address",   config->attached_per_address   },
        {"attach_ms",              config->attach_timeout_s * 1000},
        {"heartbeat_ms",           config->heartbeat_s * 1000     },
        {"silence_ms",             config->idle_timeout_s * 1000  },
        {"stalled_ms",             config->slow_reader_s * 1000   },
        {"ticket_ms",              config->ticket_lifetime_ms     },
        {"read_mark_ms",           config->mark_flush_ms          },
    };

    memcpy(server->settings, rows, sizeof rows);
    server->facts = (struct server_facts){.version = version,
                                          .settings = server->settings,
                                          .setting_count = SERVER_SETTINGS};
    server->policy = (struct policy){
        .public_url = config->public_url,
        .invite_ms = config->invite_days * SECONDS_PER_DAY * 1000,
        .session_idle_ms = config->session_idle_days * SECONDS_PER_DAY * 1000,
        .session_absolute_ms = config->session_absolute_days * SECONDS_PER_DAY * 1000,
        .staff_need_second_factor = config->staff_second_factor == DEMAND_REQUIRED,
        .recovery_wait_ms = config->recovery_wait_hours * HOUR_MS,
        .matching_day = (int)config->matching_day,
        .matching_hour = (int)config->matching_hour,
        .audit_keep_ms = config->audit_keep_days * SECONDS_PER_DAY * 1000,
        .keep_chat_ms = config->keep_chat_days * SECONDS_PER_DAY * 1000,
        .keep_group_ms = config->keep_group_days * SECONDS_PER_DAY * 1000,
        .keep_profile_ms = config->keep_profile_days * SECONDS_PER_DAY * 1000,
        .keep_diary_ms = config->keep_diary_days * SECONDS_PER_DAY * 1000,
        .keep_match_ms = config->keep_match_days * SECONDS_PER_DAY * 1000,
        .keep_supporter_ms = config->keep_supporter_days * SECONDS_PER_DAY * 1000,
        .keep_case_ms = config->keep_case_days * SECONDS_PER_DAY * 1000,
        .audit_heads_file = config->audit_heads_file,
        .matching_floor = (int)config->matching_floor,
        .can_mail = config_can_mail(config),
        .can_command = config->alert_command[0] != '\0',
        .has_on_call_address = config->alert_mail_to[0] != '\0',
        .master_key = folder_master_key(config),
        .backup = folder_backup(config),
    };
}

// libwebsockets sizes a table by this limit, which may be a million in a container.
static void loop_limit_fds(const struct config *config)
{
    struct rlimit limit = {0};
    rlim_t wanted = (rlim_t)config->max_connections + SPARE_FDS + 256;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted) {
        log_event(LOG_WARN, "few_file_descriptors", "have=%llu wanted=%llu",
                  (unsigned long long)limit.rlim_cur, (unsigned long long)wanted);
    }
}

static void loop_lws_log(int level, const char *line)
{
    (void)line; // may hold what a client sent
    if ((level & LLL_ERR) != 0) {
        log_event(LOG_WARN, "libwebsockets", "level=%d", level);
    }
}

// It listens by our own doors only.
static enum err loop_start_lws(struct server *server)
{
    static const lws_retry_bo_t own_heartbeats = {.secs_since_valid_ping = 65534,
                                                  .secs_since_valid_hangup = 65535};
    static const struct lws_protocols protocols[] = {
        {"http",    http_callback, sizeof(void *), 0,        0, NULL, 0       },
        {"kith.v1", ws_callback,   sizeof(void *), RX_BYTES, 0, NULL, TX_BYTES},
        {NULL,      NULL,          0,              0,        0, NULL, 0       },
    };
    void *loops[] = {&server->loop};
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
        .foreign_loops = loops,
        .timeout_secs = (unsigned)server->config->http_timeout_s,
        .max_http_header_data = HEADER_BYTES,
        .retry_and_idle_policy = &own_heartbeats,
        .vhost_name = "kith",
        .protocols = protocols,
        .server_string = "kith",
        .keepalive_timeout = 30,
        .user = server,
    };

    lws_set_log_level(LLL_ERR, loop_lws_log);
    server->lws = lws_create_context(&info);
    if (server->lws == NULL) {
        log_event(LOG_ERROR, "libwebsockets_not_started",
                  "what_to_do=install_libwebsockets-evlib-uv");
        return ERR_INTERNAL;
    }
    server->vhost = lws_create_vhost(server->lws, &info);
    return server->vhost == NULL ? ERR_INTERNAL : OK;
}

static enum err loop_open_sockets(struct server *server)
{
    const struct config *config = server->config;
    enum err err = loop_start_lws(server);

    if (err == OK) {
        err = door_open(server, config->listen, &server->door);
    }
    if (err == OK && config->metrics_listen.port >= 0) {
        err = door_open(server, config->metrics_listen, &server->metrics_door);
    }
    return err;
}

static enum err loop_open_engine(struct server *server)
{
    struct engine_options options = {.config = server->config,
                                     .policy = &server->policy,
                                     .clock = &server->clock,
                                     .facts = &server->facts,
                                     .loop = &server->loop,
                                     .done = loop_on_outcome,
                                     .drained = loop_on_drained,
                                     .gate = loop_gate,
                                     .ctx = server};

    return engine_open(&options, &server->engine);
}

static void loop_make_parts(struct server *server)
{
    const struct config *config = server->config;
    struct limit_settings rates = limit_settings_of(config);
    struct hub_options hub = {
        .ring = {(size_t)config->ring_entries, (size_t)config->ring_bytes},
        .total_bytes = (size_t)config->rings_total_bytes,
        .frame_bytes = LIMIT_EVENTS_FRAME_BYTES,
        .pump = ws_pump,
        .want_slice = loop_want_slice,
        .close = loop_close_conn,
        .ctx = server,
    };

    server->hub = hub_new(&hub);
    server->limits = limit_new(&rates);
    server->tickets = tickets_new();
    server->marks = marks_new();
    server->addresses = address_counts_new();
    server->conns = map_new();
    server->https = map_new();
    server->token_persons = map_new();
    server->admins = map_new();
    buf_init(&server->out, OUT_BYTES);
}

static void loop_start_handles(struct server *server)
{
    server->tick.data = server;
    server->terminate.data = server;
    server->interrupt.data = server;
    uv_timer_init(&server->loop, &server->tick);
    uv_signal_init(&server->loop, &server->terminate);
    uv_signal_init(&server->loop, &server->interrupt);
    uv_timer_start(&server->tick, loop_on_tick, TICK_MS, TICK_MS);
    uv_signal_start(&server->terminate, loop_on_signal, SIGTERM);
    uv_signal_start(&server->interrupt, loop_on_signal, SIGINT);
}

enum err loop_open(struct config *config, const char *version,
                   struct server **server_out)
{
    struct server *server = mem_new(1, sizeof *server);
    enum err err = OK;

    server->config = config;
    loop_limit_fds(config);
    (void)signal(SIGPIPE, SIG_IGN);
    if (uv_loop_init(&server->loop) != 0) {
        free(server);
        return ERR_INTERNAL;
    }
    loop_make_parts(server);
    loop_start_handles(server);
    err = loop_open_sockets(server);
    if (err == OK) {
        config->listen.port = door_port(server->door);
        config_set_port(config, config->listen.port);
        loop_set_facts(server, version);
        err = loop_open_engine(server);
    }
    if (err == OK) {
        err = admin_open(server);
    }
    if (err != OK) {
        loop_close(server);
        return err;
    }
    *server_out = server;
    return OK;
}

const char *loop_url(const struct server *server)
{
    return server->config->public_url;
}

int loop_metrics_port(const struct server *server)
{
    return server->metrics_door == NULL ? 0 : door_port(server->metrics_door);
}

int loop_run(struct server *server)
{
    uv_run(&server->loop, UV_RUN_DEFAULT);
    return server->exit_code;
}

// ---- closing

static void loop_close_handle(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

void loop_close(struct server *server)
{
    if (server == NULL) {
        return;
    }
    if (server->engine != NULL) {
        talk_flush_marks(server, (person_id){0});
    }
    admin_close(server);
    door_free(server->door);
    door_free(server->metrics_door);
    if (server->lws != NULL) {
        lws_context_destroy(server->lws);
    }
    engine_close(server->engine);
    server->engine = NULL;
    uv_close((uv_handle_t *)&server->tick, NULL);
    uv_close((uv_handle_t *)&server->terminate, NULL);
    uv_close((uv_handle_t *)&server->interrupt, NULL);
    uv_run(&server->loop, UV_RUN_DEFAULT);
    if (server->lws != NULL) {
        // On a foreign loop the first call only closes; now that its handles are gone,
        // the second one frees.
        lws_context_destroy(server->lws);
    }
    uv_walk(&server->loop, loop_close_handle, NULL);
    uv_run(&server->loop, UV_RUN_DEFAULT);
    if (uv_loop_close(&server->loop) != 0) {
        log_event(LOG_WARN, "loop_not_empty", "closed=0");
    }
    hub_free(server->hub);
    limit_free(server->limits);
    tickets_free(server->tickets);
    marks_free(server->marks);
    address_counts_free(server->addresses);
    http_forget_persons(server);
    map_free(server->token_persons);
    map_free(server->conns);
    map_free(server->https);
    map_free(server->admins);
    buf_clear(&server->out);
    free(server);
}
