#include "command/dispatch_audit.h"

#include "base/log.h"
#include "command/dispatch.h"
#include "command/table.h"
#include "domain/second_factor.h"

#include <string.h>

// What the audit row of a command says: it is about the first two parameters that are
// ids.
static struct audit_entry entry_of(const struct request *request)
{
    const struct command_row *row = request->command;
    int64_t ids[2] = {0};
    int count = 0;

    for (size_t i = 0; i < row->field_count && count < 2; i++) {
        if (row->fields[i].kind == FIELD_ID) {
            memcpy(&ids[count++], (const char *)request->args + row->fields[i].offset,
                   sizeof ids[0]);
        }
    }
    return (struct audit_entry){
        .action = row->name, .object = ids[0], .object2 = ids[1]};
}

enum err dispatch_audit(const struct request *request, struct change *change)
{
    if ((!request->command->audited && !change->acts_as_staff) ||
        change->audit_count > 0) {
        return OK;
    }
    const struct audit_entry entry = entry_of(request);
    return change_audit_entry(change, &entry);
}

static void audit_denied(const struct request *request, struct change *change,
                         const char *outcome)
{
    struct audit_entry entry = entry_of(request);

    entry.outcome = outcome;
    if (entry.object == 0) {
        entry.object = change->denied_object;
    }
    if (dispatch_lane(request) == LANE_WRITER &&
        change_audit_denied(change, &entry) != OK) {
        log_event(LOG_WARN, "audit_lost", "command=%s", request->command->name);
    }
}

// The outcome of a denial, NULL where `err` is none. A refused sign-in is one, too; and
// who does something that is audited to what is not hers is told that it is not there.
static const char *denial_of(const struct request *request, const struct change *change,
                             enum err err)
{
    const struct command_row *row = request->command;
    const bool is_known = change->actor.person.v != 0;

    if (err == ERR_NOT_FOUND && row->audited && is_known) {
        return "not_found";
    }
    if (change->denied_outcome != NULL) {
        return change->denied_outcome;
    }
    const bool is_wrong_code = err == ERR_STEP_UP && change->wrong_code_of.v != 0;
    return err == ERR_DENIED || is_wrong_code ||
                   (err == ERR_UNAUTHENTICATED && row->effects == EFFECTS_SIGNS_IN)
               ? AUDIT_DENIED
               : NULL;
}

static enum err count_wrong_code(struct change *change)
{
    const enum err err = change_begin(change);

    return err == OK ? change_end(change, second_factor_count_wrong(change)) : err;
}

void dispatch_note_refusal(const struct request *request, struct change *change,
                           enum err err)
{
    const char *denial = denial_of(request, change, err);

    if (denial != NULL) {
        audit_denied(request, change, denial);
    }
    if (change->wrong_code_of.v != 0 && count_wrong_code(change) != OK) {
        log_event(LOG_WARN, "wrong_code_uncounted", "command=%s",
                  request->command->name);
    }
}
