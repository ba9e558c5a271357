#include "domain/care/outbox.h"

#include "base/secret.h"
#include "domain/care/letter.h"
#include "domain/care/notify.h"
#include "domain/care/safe_contact.h"

#define SECOND_MS 1000LL
#define HOUR_MS (3600 * SECOND_MS)

// value, unit, reason
#define ALERT_FIRST_MS (15 * SECOND_MS)   // four tries within the first two minutes
#define ALERT_MOST_MS (300 * SECOND_MS)   // a mail server that is back is used soon
#define MESSAGE_FIRST_MS (60 * SECOND_MS) // nobody waits for it
#define MESSAGE_MOST_MS (4 * HOUR_MS)     // and a server that is down is left alone
#define MESSAGE_GIVE_UP_MS (24 * HOUR_MS) // tomorrow there is another reason to write
#define NO_HOUR_MS (4 * HOUR_MS)    // she rules out every hour: perhaps not for long
#define KEEP_MS (30 * 24 * HOUR_MS) // what the administrator's list tells of
#define FORGET_AT_ONCE 50           // each second: enough for any service
#define DOUBLINGS_MAX 20            // far beyond what the most allows

// Smaller goes first: what nobody has heard of yet goes before what is said again. No
// way of an alert goes before another: what is due first goes first, so that a command
// that hangs does not keep mail waiting behind its retries.
static int urgency_of(const struct outbox_row *row)
{
    static const int urgencies[] = {
        [NOTICE_ALERT] = 0, [NOTICE_ALERT_AGAIN] = 1, [NOTICE_MESSAGE] = 2};
    return urgencies[row->kind];
}

static struct outbox_ways open_ways(const struct change *change)
{
    return (struct outbox_ways){
        .is_open = {[NOTICE_WAY_MAIL] = change->policy->can_mail,
                    [NOTICE_WAY_COMMAND] = change->policy->can_command}
    };
}

enum err outbox_add(struct change *change, const struct outbox_row *row)
{
    bool waits = false;
    if (!open_ways(change).is_open[row->way]) {
        return OK;
    }
    enum err err = outbox_store_waits(change->db, row, &waits);
    if (err != OK || waits) {
        return err;
    }
    struct outbox_row new = *row;
    new.id = (int64_t)(secret_random_u64() >> 1);
    new.made_utc_ms = change->now_utc_ms;
    new.due_utc_ms = change->now_utc_ms;
    return outbox_store_insert(change->db, &new, urgency_of(&new));
}

// Until when a message may not reach her; 0: it may now.
static enum err find_held(struct change *change, const struct notify *notify,
                          struct outbox_letter *letter)
{
    const int64_t now_utc_ms = change->now_utc_ms;
    struct safe_contact safe;
    const enum err err = safe_contact_of(change, notify->person, &safe);
    if (err != OK && err != ERR_CORRUPT) {
        return err;
    }
    const int64_t next_ms = err == OK ? notify_next(notify, &safe, now_utc_ms) : 0;
    const int64_t from_ms = next_ms == 0 ? now_utc_ms + NO_HOUR_MS : next_ms;
    letter->disguised = err == OK && safe.disguise;
    letter->held_until_utc_ms = from_ms > now_utc_ms ? from_ms : 0;
    return OK;
}

// Where it goes. Calling whoever is on call is never held: she said that she is.
static enum err find_address(struct change *change, struct outbox_letter *letter)
{
    struct notify notify;
    const enum err err = notify_of(change, letter->row.person, &notify);
    if (err != OK) {
        return err;
    }
    letter->address = notify.address;
    letter->phone = notify.phone;
    return letter->row.kind == NOTICE_MESSAGE ? find_held(change, &notify, letter) : OK;
}

enum err outbox_take(struct change *change, struct outbox_letter *letter_out)
{
    struct outbox_letter letter = {0};
    enum err err = outbox_store_due(change->db, change->arena, open_ways(change),
                                    change->now_utc_ms, &letter.row);
    if (err == OK && letter.row.person.v != 0) {
        err = find_address(change, &letter);
    }
    if (err == OK) {
        letter_write(change->arena, change->policy->public_url, &letter);
        *letter_out = letter;
    }
    return err;
}

enum err outbox_is_due(struct change *change, bool *due_out)
{
    struct outbox_row row;
    const enum err err = outbox_store_due(change->db, change->arena, open_ways(change),
                                          change->now_utc_ms, &row);
    *due_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static int64_t wait_ms(const struct outbox_row *row)
{
    const bool is_message = row->kind == NOTICE_MESSAGE;
    const int64_t most_ms = is_message ? MESSAGE_MOST_MS : ALERT_MOST_MS;
    int64_t wait_ms = is_message ? MESSAGE_FIRST_MS : ALERT_FIRST_MS;
    for (int i = 1; i < row->tries && i < DOUBLINGS_MAX; i++) {
        wait_ms *= 2;
    }
    return wait_ms < most_ms ? wait_ms : most_ms;
}

// An alert is tried until somebody acknowledges it, except to where nothing can go.
static bool is_hopeless(const struct outbox_row *row, int64_t now_utc_ms)
{
    return row->failure == NOTICE_FAILURE_RECIPIENT ||
           (row->kind == NOTICE_MESSAGE &&
            now_utc_ms - row->made_utc_ms >= MESSAGE_GIVE_UP_MS);
}

static void hold(const struct change *change, const struct outbox_letter *letter,
                 struct outbox_row *row)
{
    row->due_utc_ms = letter->held_until_utc_ms;
    if (is_hopeless(row, change->now_utc_ms)) {
        row->state = OUTBOX_GIVEN_UP;
        row->ended_utc_ms = change->now_utc_ms;
    }
}

enum err outbox_settle(struct change *change, const struct outbox_letter *letter)
{
    struct outbox_row row;
    enum err err = outbox_store_get(change->db, change->arena, letter->row.id, &row);
    if (err != OK || row.state != OUTBOX_WAITING) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (letter->held_until_utc_ms != 0) {
        hold(change, letter, &row);
        return outbox_store_update(change->db, &row);
    }
    row.tries++;
    row.failure = letter->failure;
    if (row.failure == NOTICE_FAILURE_NONE) {
        row.state = OUTBOX_SENT;
        row.ended_utc_ms = change->now_utc_ms;
        return outbox_store_update(change->db, &row);
    }
    row.failed_utc_ms = change->now_utc_ms;
    if (is_hopeless(&row, change->now_utc_ms)) {
        row.state = OUTBOX_GIVEN_UP;
        row.ended_utc_ms = change->now_utc_ms;
    } else {
        row.due_utc_ms = change->now_utc_ms + wait_ms(&row);
    }
    return outbox_store_update(change->db, &row);
}

enum err outbox_tidy(struct change *change)
{
    return outbox_store_forget(change->db, change->now_utc_ms - KEEP_MS,
                               FORGET_AT_ONCE);
}

enum err outbox_failing(struct change *change, enum notice_way way,
                        enum notice_failure *failure_out)
{
    *failure_out = NOTICE_FAILURE_NONE;
    return open_ways(change).is_open[way]
               ? outbox_store_failing(change->db, change->arena, way, failure_out)
               : OK;
}

enum err outbox_report(struct change *change, struct outbox_way ways_out[NOTICE_WAYS])
{
    const struct outbox_ways open = open_ways(change);
    enum err err = OK;
    for (int way = 0; way < NOTICE_WAYS && err == OK; way++) {
        ways_out[way] = (struct outbox_way){.way = (enum notice_way)way,
                                            .is_configured = open.is_open[way]};
        err = outbox_store_figures(change->db, change->actor.organisation,
                                   (enum notice_way)way, &ways_out[way].figures);
    }
    return err;
}
