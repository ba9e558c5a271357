// Which thread a request goes to next, and what the hashers do with it: neither needs
// the database.
#include "command/dispatch.h"
#include "command/table.h"

static enum lane lane_of_command(const struct command_row *row)
{
    switch (row->effects) {
    case EFFECTS_LOCAL:
        return LANE_LOOP;
    case EFFECTS_READS:
    case EFFECTS_COMPUTES:
    case EFFECTS_SCANS:
        // Its audit row has to be durable before the data leaves.
        return row->audited ? LANE_WRITER : LANE_READER;
    case EFFECTS_WRITES:
    case EFFECTS_HASHES:
    case EFFECTS_SIGNS_IN:
        return LANE_WRITER;
    }
    unreachable_state("unknown effects");
}

static enum lane lane_to_prepare(const struct request *request)
{
    switch (request->kind) {
    case REQUEST_MATCHING:
        return LANE_WORKER;
    case REQUEST_SCAN:
        return LANE_SCANNER;
    case REQUEST_OUTBOX:
        return LANE_READER;
    default:
        break;
    }
    if (request->command->effects == EFFECTS_SCANS) {
        return LANE_SCANNER;
    }
    return request->command->effects == EFFECTS_COMPUTES ? LANE_WORKER : LANE_READER;
}

static enum lane lane_to_run(const struct request *request)
{
    switch (request->kind) {
    case REQUEST_COMMAND:
        return request->is_denied ? LANE_WRITER : lane_of_command(request->command);
    case REQUEST_MARKS:
    case REQUEST_TICK:
    case REQUEST_MATCHING:
    case REQUEST_SCAN:
    case REQUEST_OUTBOX:
    case REQUEST_KEYS:
    case REQUEST_BACKUP:
        return LANE_WRITER;
    case REQUEST_SLICE:
    case REQUEST_TOKEN:
    case REQUEST_PROBE:
    case REQUEST_HEADS:
        return LANE_READER;
    }
    unreachable_state("unknown kind of request");
}

enum lane dispatch_lane(const struct request *request)
{
    switch (request->stage) {
    case STAGE_PREPARE:
        return lane_to_prepare(request);
    case STAGE_HASH:
        return LANE_HASHER;
    case STAGE_SOLVE:
        return request->kind == REQUEST_BACKUP ? LANE_KEEPER : LANE_WORKER;
    case STAGE_SEND:
        return LANE_SENDER;
    case STAGE_COPY:
    case STAGE_STORE:
        return LANE_WRITER;
    case STAGE_RUN:
        return lane_to_run(request);
    }
    unreachable_state("unknown stage");
}

static void hash_password(struct password_job *job)
{
    const bool is_new = job->stored[0] == '\0';
    const struct text hashed = job->next.len > 0 ? job->next : job->password;

    job->matches = !is_new && secret_password_matches(job->stored, job->password);
    if (is_new ||
        (job->matches && (job->next.len > 0 || secret_password_is_weak(job->stored)))) {
        if (secret_password_hash(hashed, job->fresh) != OK) {
            job->fresh[0] = '\0';
        }
    }
}

static void stretch_texts(struct stretch_job *job)
{
    for (size_t i = 0; i < job->count; i++) {
        if (secret_stretch(&job->salt, job->texts[i], &job->stretched[i]) != OK) {
            job->count = i; // the handler misses the rest
        }
    }
}

void dispatch_hash(struct request *request)
{
    if (request->command->effects == EFFECTS_HASHES) {
        stretch_texts(&request->stretch);
    } else {
        hash_password(&request->password);
    }
    request->stage = STAGE_RUN;
}
