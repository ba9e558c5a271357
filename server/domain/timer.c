#include "domain/timer.h"

#include "base/log.h"
#include "domain/care/alert.h"
#include "domain/care/care_appeal.h"
#include "domain/care/care_claim.h"
#include "domain/care/concern.h"
#include "domain/care/concern_refer.h"
#include "domain/care/conduct.h"
#include "domain/care/notify.h"
#include "domain/care/opening.h"
#include "domain/care/suspension.h"
#include "domain/cuppa.h"
#include "domain/erasure.h"
#include "domain/matching/match_life.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/match_review.h"
#include "domain/matching/match_talk.h"
#include "domain/matching/matching_request.h"
#include "store/timer_store.h"

// A rule that fails is tried again after this, and each time says so in the log; value,
// reason
#define PUT_OFF_MS 3600000LL   // nobody waits for it by the minute
#define PUT_OFF_ALERT_MS 60000 // somebody does

// The words of the database, and what each timer brings about. A subject that is gone,
// or has moved on, is nothing to be done: that is no error.
static const struct {
    struct text word;
    enum err (*fire)(struct change *change, int64_t subject);
} KINDS[TIMER_KINDS] = {
    [TIMER_REQUEST_WAIT] = {TEXT_INIT("request_wait"),     matching_request_escalate},
    [TIMER_OFFER_NUDGE] = {TEXT_INIT("offer_nudge"),      match_offer_nudge        },
    [TIMER_OFFER_EXPIRY] = {TEXT_INIT("offer_expiry"),     match_offer_expire       },
    [TIMER_MATCH_QUIET] = {TEXT_INIT("match_quiet"),      match_talk_prompt        },
    [TIMER_MATCH_QUIET_DESK] = {TEXT_INIT("match_quiet_desk"), match_talk_quiet         },
    [TIMER_MATCH_REVIEW] = {TEXT_INIT("match_review"),     match_review_ask         },
    [TIMER_MATCH_ENDING] = {TEXT_INIT("match_ending"),     match_life_ending_due    },
    [TIMER_CUPPA] = {TEXT_INIT("cuppa"),            cuppa_due                },
    [TIMER_CONCERN_WAIT] = {TEXT_INIT("concern_wait"),     concern_wait_due         },
    [TIMER_CONCERN_REVIEW] = {TEXT_INIT("concern_review"),   concern_review_due       },
    [TIMER_CONCERN_REFERRAL] = {TEXT_INIT("concern_referral"), concern_referral_due     },
    [TIMER_CASE_CLAIM] = {TEXT_INIT("case_claim"),       care_claim_lapse         },
    [TIMER_CASE_CLOSE] = {TEXT_INIT("case_close"),       care_appeal_over         },
    [TIMER_ALERT] = {TEXT_INIT("alert"),            alert_call_again         },
    [TIMER_NOTIFY] = {TEXT_INIT("notify"),           notify_due               },
    [TIMER_CONDUCT_REVIEW] = {TEXT_INIT("conduct_review"),   conduct_due              },
    [TIMER_OPENING] = {TEXT_INIT("opening"),          opening_due              },
    [TIMER_SUSPENSION] = {TEXT_INIT("suspension"),       suspension_due           },
    [TIMER_ERASURE] = {TEXT_INIT("erasure"),          erasure_due              },
};

enum err timer_set(struct change *change, enum timer_kind kind, int64_t subject,
                   int64_t due_utc_ms)
{
    struct timer_row row = {
        .due_utc_ms = due_utc_ms, .kind = KINDS[kind].word, .subject = subject};
    return timer_store_set(change->db, &row);
}

enum err timer_clear(struct change *change, enum timer_kind kind, int64_t subject)
{
    return timer_store_clear(change->db, KINDS[kind].word, subject);
}

static enum err fire(struct change *change, const struct timer_row *row)
{
    // Forgotten first: what it brings about may set it again.
    enum err err = timer_store_delete(change->db, row->id);
    for (size_t i = 0; err == OK && i < TIMER_KINDS; i++) {
        if (text_equal(KINDS[i].word, row->kind)) {
            return KINDS[i].fire(change, row->subject);
        }
    }
    return err;
}

// One timer whose rule fails keeps no other from firing: what this change did is
// undone, and the timer comes again later. Gives `why` where that is not possible.
static enum err put_off(struct change *change, const struct timer_row *row,
                        enum err why)
{
    const bool is_alert = text_equal(row->kind, KINDS[TIMER_ALERT].word);
    const int64_t wait_ms = is_alert ? PUT_OFF_ALERT_MS : PUT_OFF_MS;
    const enum err err = change_undo(change, why);
    if (err != OK) {
        return err;
    }
    log_event(LOG_ERROR, "timer_failed", "kind=%.*s err=%s", (int)row->kind.len,
              row->kind.s, err_name(why));
    return timer_store_put_off(change->db, row->id, change->now_utc_ms + wait_ms);
}

enum err timer_run_due(struct change *change, int max, bool *more_out)
{
    struct timer_row row;
    for (int done = 0;; done++) {
        enum err err =
            timer_store_due(change->db, change->arena, change->now_utc_ms, &row);
        if (err == ERR_NOT_FOUND || (err == OK && done == max)) {
            *more_out = err == OK;
            return OK;
        }
        if (err != OK) {
            return err;
        }
        err = fire(change, &row);
        if (err != OK) {
            *more_out = true;
            return put_off(change, &row, err);
        }
    }
}

enum err timer_count_failing(struct change *change, int64_t *count_out)
{
    return timer_store_count_failing(change->db, count_out);
}
