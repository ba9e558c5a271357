// What nobody asked for just now: timers that are due, sessions that lapsed, audit
// rows whose time is over, and runs of matching on their way through load, solve and
// store. Rules and progress are the domain's.
#ifndef COMMAND_BACKGROUND_H
#define COMMAND_BACKGROUND_H

#include <stdbool.h>

#include "command/outcome.h"
#include "domain/change.h"

struct backup;
struct matching_job;
struct outbox_letter;
struct risk_scanner;
struct scan_job;

// Does what is due by now of the job of `request`, a bounded piece of it. `outcome`
// says what is to be done next: this again at once, a run that is begun and now to be
// computed (with `takes_run`), a backup, something that is due to be sent, a
// conversation that is to be looked through again. Writer only.
enum err background_tick(struct change *change, const struct request *request,
                         struct outcome *outcome);

// The next stage of a backup: copies a piece, on the writer and outside of any
// transaction, or checks and seals what was copied, without the database. Moves
// `request` on and leaves what came of it there.
void background_back_up(struct change *change, struct backup *backup,
                        struct request *request);

// Notes what came of it. Writer only.
enum err background_note_backup(struct change *change, enum err result);

// Writes the newest head of the audit log out, for keeping elsewhere, and removes
// backups of keys whose time is over. For a reader.
enum err background_write_heads(struct change *change);

// Reads all that `run` is computed from in one snapshot. Owner: the caller.
enum err background_load(struct change *change, run_id run,
                         struct matching_job **job_out);

// Stores a bounded piece of what `job` came to, the last time the run as a whole.
// Writer only.
enum err background_store(struct change *change, struct matching_job *job,
                          bool *more_out);

// One step of `job`. Writer only.
enum err background_step_keys(struct change *change, enum keys_job job, bool *more_out);

// Looks through a piece of what was written, `times` as much as usual
// (domain/care/scan.h);
// `*job_out` is NULL where there is nothing left.
enum err background_scan(struct change *change, const struct risk_scanner *scanner,
                         int times, struct scan_job **job_out);

// Stores it with all that follows; `*behind_out`: there is likely more. Writer only.
enum err background_store_scan(struct change *change, const struct scan_job *job,
                               bool *behind_out);

// Storing `job` failed with `failure`: whether it is of one conversation, which is then
// the one to leave out.
bool background_blames(struct scan_job *job, enum err failure);

// It is left out for a while; and those who have to know are told. Writer only.
enum err background_note_failure(struct change *change, const struct scan_job *job);
enum err background_tell_failure(struct change *change, const struct scan_job *job);

// What is to be sent now; `*letter_out` is NULL where nothing is.
enum err background_take_letter(struct change *change,
                                struct outbox_letter **letter_out);

// Stores what came of sending it. Writer only.
enum err background_settle_letter(struct change *change,
                                  const struct outbox_letter *letter);

#endif
