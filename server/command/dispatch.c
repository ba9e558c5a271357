// One request from its lane to its outcome. What a command does stands in its handler,
// what it may do in its row.
#include "command/dispatch.h"

#include "base/log.h"
#include "command/background.h"
#include "command/call.h"
#include "command/dispatch_audit.h"
#include "command/encode.h"
#include "command/encode_event.h"
#include "command/health.h"
#include "command/table.h"
#include "domain/access.h"
#include "domain/care/outbox.h"
#include "domain/history.h"
#include "domain/mark.h"
#include "domain/matching/matching_job.h"
#include "domain/risk/risk.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "protocol_limits.h"

#include <assert.h>
#include <string.h>

// What the steps of one run share.
struct run {
    const struct dispatcher *dispatcher;
    struct request *request;
    struct outcome *outcome;
    struct change change;
    struct call call;
};

// Who asks

static enum err find_actor(struct run *run)
{
    const struct credential *credential = &run->request->credential;

    switch (credential->kind) {
    case CREDENTIAL_NONE:
        return ERR_UNAUTHENTICATED;
    case CREDENTIAL_SESSION:
        return session_actor_by_id(&run->change, credential->session);
    case CREDENTIAL_TOKEN:
        return session_actor_by_hash(&run->change, credential->token_hash,
                                     credential->is_bearer ? SESSION_INTEGRATION
                                                           : SESSION_BROWSER);
    case CREDENTIAL_OPERATOR:
        run->change.actor.is_operator = true;
        return OK;
    }
    unreachable_state("unknown kind of credential");
}

static void note_actor(struct run *run)
{
    run->outcome->person = run->change.actor.person;
    run->outcome->session = run->change.actor.session;
    run->outcome->is_integration = run->request->credential.is_bearer;
}

static enum err check_roles(const struct run *run)
{
    const struct command_row *row = run->request->command;

    if (row->roles == ROLES_SIGNED_IN || run->change.actor.is_operator) {
        return OK;
    }
    return access_any_role(&run->change.actor, row->roles);
}

// What anyone may call finds out for itself whether it needs somebody; signing in makes
// its own actor.
static enum err admit(struct run *run)
{
    const struct command_row *row = run->request->command;

    if (row->effects == EFFECTS_SIGNS_IN && row->roles == ROLES_ANYONE) {
        return OK;
    }
    enum err err = find_actor(run);
    if (err == OK) {
        note_actor(run);
    }
    if (row->roles == ROLES_ANYONE) {
        return err == ERR_UNAUTHENTICATED ? OK : err;
    }
    run->change.roles = row->roles;
    if (err == OK && !row->before_step_up) {
        err = second_factor_demand(&run->change);
    }
    return err == OK ? check_roles(run) : err;
}

// What came of it

static void publish(struct run *run, const struct event *events, size_t count)
{
    struct outcome *outcome = run->outcome;

    outcome->published =
        arena_array(run->request->arena, count, sizeof *outcome->published);
    outcome->published_count = count;
    for (size_t i = 0; i < count; i++) {
        outcome->published[i] = (struct published){
            .conversation = events[i].conversation,
            .epoch = events[i].epoch,
            .seq = events[i].seq,
            .by = events[i].by,
            .frame = encode_event(&events[i]),
            .withheld =
                events[i].withheld_count > 0 ? encode_withheld(events[i].seq) : NULL,
            .withheld_from = events[i].withheld_from,
            .withheld_count = events[i].withheld_count,
        };
    }
}

// Whether somebody said something, which is to be looked through.
static bool is_said(const struct change *change)
{
    for (size_t i = 0; i < change->event_count; i++) {
        if (change->events[i].kind == EVENT_MESSAGE_SENT ||
            change->events[i].kind == EVENT_MESSAGE_EDITED) {
            return true;
        }
    }
    return false;
}

static void collect_effects(struct run *run)
{
    const struct change *change = &run->change;
    struct outcome *outcome = run->outcome;

    publish(run, change->events, change->event_count);
    outcome->wants_scan = outcome->wants_scan || is_said(change);
    outcome->subscription_changes = change->subscriptions;
    outcome->subscription_change_count = change->subscription_count;
    outcome->revocations = change->revocations;
    outcome->revocation_count = change->revocation_count;
    outcome->blocks = change->blocks;
    outcome->block_count = change->block_count;
}

// Commands

static enum err call_handler(struct run *run)
{
    const struct command_row *row = run->request->command;
    enum err err = admit(run);

    if (err == OK && run->request->is_denied) {
        err = ERR_DENIED;
    }
    if (err != OK) {
        return err;
    }
    if (run->request->stage == STAGE_PREPARE) {
        return row->prepare(run->request, run->request->args);
    }
    err = row->handler(run->request, run->request->args);
    return err == OK ? dispatch_audit(run->request, &run->change) : err;
}

static enum err run_in_change(struct run *run, enum err (*body)(struct run *run))
{
    const enum err err = change_begin(&run->change);

    return err == OK ? change_end(&run->change, body(run)) : err;
}

static enum request_stage stage_after_prepare(const struct request *request)
{
    const enum effects effects = request->command->effects;

    // Whoever shows with a passkey that it is her gives no password.
    if (effects == EFFECTS_HASHES ||
        (effects == EFFECTS_SIGNS_IN && request->password.password.len > 0)) {
        return STAGE_HASH;
    }
    return request->matching != NULL ? STAGE_SOLVE : STAGE_RUN;
}

// A denial has a row, which has to be written: it waits for the writer, who tells it.
static enum err after_reading(struct run *run, enum err err)
{
    struct request *request = run->request;
    const bool is_denied = err == ERR_DENIED && dispatch_lane(request) != LANE_WRITER;

    if (is_denied || (err == OK && request->stage == STAGE_PREPARE)) {
        request->is_denied = is_denied;
        request->stage = is_denied ? STAGE_RUN : stage_after_prepare(request);
        run->outcome->goes_on = true;
        return OK;
    }
    return err;
}

static void run_command(struct run *run)
{
    struct request *request = run->request;
    const bool is_local = request->command->effects == EFFECTS_LOCAL;

    run->call = (struct call){
        .dispatcher = run->dispatcher,
        .change = &run->change,
        .result = json_object(),
        .outcome = run->outcome,
    };
    request->call = &run->call;
    enum err err = is_local ? request->command->handler(request, request->args)
                            : run_in_change(run, call_handler);
    request->call = NULL;
    err = is_local ? err : after_reading(run, err);
    if (err != OK) {
        dispatch_note_refusal(request, &run->change, err);
    }
    if (err != OK || run->outcome->goes_on) {
        frame_unref(run->call.ready);
        frame_unref(run->call.events);
        json_decref(run->call.result);
    }
    if (err != OK) {
        const char *field =
            run->call.field != NULL ? run->call.field : run->change.at_fault;
        const int64_t after_ms =
            run->call.after_ms != 0 ? run->call.after_ms : run->change.after_ms;
        outcome_refuse(run->outcome, err, field, after_ms);
        return;
    }
    if (run->outcome->goes_on) {
        return;
    }
    collect_effects(run);
    if (run->call.ready == NULL) {
        run->outcome->reply =
            encode_result(request->rpc_id, run->call.result, run->call.events);
    } else {
        run->outcome->reply = encode_ready_result(request->rpc_id, run->call.ready);
        json_decref(run->call.result);
    }
}

const struct risk_scanner *dispatch_scanner(const struct dispatcher *dispatcher)
{
    if (*dispatcher->scanner == NULL) {
        *dispatcher->scanner = risk_scanner_new();
    }
    return *dispatcher->scanner;
}

// Requests of the loop's own

static enum err read_slice(struct run *run)
{
    const struct request *request = run->request;
    struct history_page page = {.count = 0};
    enum err err = find_actor(run);

    if (err == OK &&
        !person_id_equal(run->change.actor.person, request->slice_person)) {
        err = ERR_UNAUTHENTICATED;
    }
    if (err == OK) {
        err = second_factor_demand(&run->change);
    }
    if (err == OK) {
        const struct history_from from = {request->slice_conversation,
                                          request->slice_from, LIMIT_PAGE_BYTES};
        err = history_slice(&run->change, &from, &page);
    }
    if (err == OK) {
        publish(run, page.events, (size_t)page.count);
    }
    return err;
}

// With a session in the credential that session is in use, too, and is called `device`:
// somebody who only reads writes nothing but marks.
static enum err write_marks(struct run *run)
{
    const struct request *request = run->request;
    struct mark *marks =
        arena_array(request->arena, request->mark_count, sizeof *marks);
    const struct mark_set set = {marks, request->mark_count};

    for (size_t i = 0; i < set.count; i++) {
        marks[i] =
            (struct mark){request->marks[i].person, request->marks[i].conversation,
                          request->marks[i].read};
    }
    enum err err = find_actor(run);
    if (err == OK && request->device.len > 0) {
        err = session_seen(&run->change, run->change.actor.session, request->device);
    }
    if (err != OK && err != ERR_UNAUTHENTICATED) {
        return err;
    }
    return mark_write(&run->change, &set);
}

static enum err know_token(struct run *run)
{
    const enum err err = find_actor(run);

    if (err == OK) {
        note_actor(run);
        run->outcome->session_effect = SESSION_EFFECT_TOKEN_KNOWN;
    }
    return err;
}

// Any look-up shows that the database answers.
static enum err probe(struct run *run)
{
    const enum err err = session_actor_by_id(&run->change, (session_id){0});

    return err == ERR_UNAUTHENTICATED
               ? health_lines(&run->change, &run->outcome->degraded)
               : err;
}

static enum err do_what_is_due(struct run *run)
{
    return background_tick(&run->change, run->request, run->outcome);
}

static enum err write_heads(struct run *run)
{
    return background_write_heads(&run->change);
}

static enum err step_keys(struct run *run)
{
    return background_step_keys(&run->change, run->request->keys_job,
                                &run->outcome->wants_keys);
}

static enum err note_backup(struct run *run)
{
    return background_note_backup(&run->change, run->request->backup_result);
}

static enum err load_matching(struct run *run)
{
    run->outcome->goes_on = true;
    run->request->stage = STAGE_SOLVE;
    return background_load(&run->change, run->request->run, &run->request->matching);
}

static enum err store_matching(struct run *run)
{
    return background_store(&run->change, run->request->matching,
                            &run->outcome->goes_on);
}

static enum err load_scan(struct run *run)
{
    struct request *request = run->request;
    const enum err err =
        background_scan(&run->change, dispatch_scanner(run->dispatcher),
                        request->scan_times, &request->scan);

    run->outcome->goes_on = err == OK && request->scan != NULL;
    request->stage = STAGE_RUN;
    return err;
}

static enum err store_scan(struct run *run)
{
    run->outcome->wants_scan = true;
    return background_store_scan(&run->change, run->request->scan,
                                 &run->outcome->is_behind);
}

static enum err note_scan_failure(struct run *run)
{
    return background_note_failure(&run->change, run->request->scan);
}

static enum err tell_scan_failure(struct run *run)
{
    return background_tell_failure(&run->change, run->request->scan);
}

static enum err take_letter(struct run *run)
{
    struct request *request = run->request;
    const enum err err = background_take_letter(&run->change, &request->letter);

    run->outcome->goes_on = err == OK && request->letter != NULL;
    request->stage = run->outcome->goes_on && request->letter->held_until_utc_ms != 0
                         ? STAGE_RUN
                         : STAGE_SEND;
    return err;
}

static enum err settle_letter(struct run *run)
{
    run->outcome->wants_send = true;
    return background_settle_letter(&run->change, run->request->letter);
}

static void run_internal(struct run *run, enum err (*body)(struct run *run))
{
    const enum err err = run_in_change(run, body);

    if (err != OK) {
        outcome_refuse(run->outcome, err, NULL, 0);
    }
}

// What changes the database by itself has effects like a command.
static void run_background(struct run *run, enum err (*body)(struct run *run))
{
    run_internal(run, body);
    if (run->outcome->err == OK) {
        collect_effects(run);
    }
}

// Where one conversation cannot be stored it is left out, in a change of its own, so
// that all others go on. Telling leads of it may fail as well: the log has it.
static void run_scan(struct run *run)
{
    struct outcome *outcome = run->outcome;
    enum err err = run_in_change(run, store_scan);

    if (err != OK && background_blames(run->request->scan, err)) {
        err = run_in_change(run, note_scan_failure);
        outcome->left_out = err == OK;
        if (err == OK && run_in_change(run, tell_scan_failure) != OK) {
            log_event(LOG_WARN, "scan_failure_untold", "why=inbox_not_written");
        }
    }
    if (err != OK) {
        outcome_refuse(outcome, err, NULL, 0);
        return;
    }
    collect_effects(run);
}

static void solve(struct run *run)
{
    struct request *request = run->request;

    matching_job_solve(request->matching);
    request->stage = request->kind == REQUEST_MATCHING ? STAGE_STORE : STAGE_RUN;
    run->outcome->goes_on = true;
}

static void run_any(struct run *run)
{
    if (run->request->stage == STAGE_HASH) {
        dispatch_hash(run->request);
        return;
    }
    if (run->request->kind == REQUEST_BACKUP && run->request->stage != STAGE_RUN) {
        background_back_up(&run->change, run->dispatcher->backup, run->request);
        run->outcome->goes_on = true;
        return;
    }
    if (run->request->stage == STAGE_SOLVE) {
        solve(run);
        return;
    }
    switch (run->request->kind) {
    case REQUEST_COMMAND:
        run_command(run);
        return;
    case REQUEST_SLICE:
        run_internal(run, read_slice);
        return;
    case REQUEST_MARKS:
        run_internal(run, write_marks);
        return;
    case REQUEST_TOKEN:
        run_internal(run, know_token);
        return;
    case REQUEST_PROBE:
        run_internal(run, probe);
        return;
    case REQUEST_HEADS:
        run_internal(run, write_heads);
        return;
    case REQUEST_KEYS:
        run_background(run, step_keys);
        return;
    case REQUEST_BACKUP:
        run_internal(run, note_backup);
        return;
    case REQUEST_TICK:
        run_background(run, do_what_is_due);
        return;
    case REQUEST_MATCHING:
        run_background(run, run->request->stage == STAGE_PREPARE ? load_matching
                                                                 : store_matching);
        return;
    case REQUEST_SCAN:
        if (run->request->stage == STAGE_PREPARE) {
            run_internal(run, load_scan);
        } else {
            run_scan(run);
        }
        return;
    case REQUEST_OUTBOX:
        run_internal(run, run->request->stage == STAGE_PREPARE ? take_letter
                                                               : settle_letter);
        return;
    }
    unreachable_state("unknown kind of request");
}

struct outcome *dispatch_run(const struct dispatcher *dispatcher,
                             struct request *take_request)
{
    struct run run = {
        .dispatcher = dispatcher,
        .request = take_request,
        .outcome = outcome_new(take_request),
        .change = {.db = dispatcher->db,
                   .vault = dispatcher->vault,
                   .arena = take_request->arena,
                   .policy = dispatcher->policy,
                   .now_utc_ms = clock_utc_ms(dispatcher->clock)},
    };

    run_any(&run);
    return run.outcome;
}

struct outcome *dispatch_refuse(struct request *take_request, enum err err,
                                int64_t after_ms)
{
    struct outcome *outcome = outcome_new(take_request);

    outcome_refuse(outcome, err, NULL, after_ms);
    return outcome;
}
