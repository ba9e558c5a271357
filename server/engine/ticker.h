// Asks each second, and at once when somebody wants it, for what is due by now; and for
// the computation of a run that was requested, for what was written to be looked
// through, and for what is to be sent; from time to time it has the audit log's newest
// head written out. Never two of a kind at a time. Lives on the loop's thread.
#ifndef ENGINE_TICKER_H
#define ENGINE_TICKER_H

#include <uv.h>

#include "base/err.h"
#include "command/outcome.h"

struct ticker;

// Hands a request down. On an error it stays the caller's.
typedef enum err ticker_submit(void *ctx, struct request *take_request);

struct ticker_options {
    ticker_submit *submit;
    void *ctx;
    int64_t export_every_ms; // between two looks for heads of the audit log
    const struct backup_settings *backup; // where backups go; borrowed
};

enum err ticker_open(uv_loop_t *loop, const struct ticker_options *options,
                     struct ticker **ticker_out);

// Looks at a finished outcome: what it asks for is asked for at once.
// ticker_note(NULL, …) does nothing.
void ticker_note(struct ticker *ticker, const struct outcome *outcome);

// When the last good backup was made, 0: never, or not known yet.
int64_t ticker_backup_utc_ms(const struct ticker *ticker);

// Of how many sorts of what may be due, and of what is done to keys, the last try
// failed.
unsigned ticker_failing(const struct ticker *ticker);

// Frees the ticker when the loop has let go of its timer; ticker_close(NULL) does
// nothing.
void ticker_close(struct ticker *ticker);

#endif
