#include "domain/matching/match_talk.h"

#include "domain/matching/match.h"
#include "domain/matching/matching_tell.h"
#include "domain/timer.h"
#include "store/match_store.h"
#include "store/safeguarding_store.h"

#define HOUR_MS 3600000LL

// value · reason · source
#define HELLO_MS                                                                       \
    (48 * HOUR_MS) // first hello: service standard, 48 h after introduction
#define QUIET_MS (72 * HOUR_MS)  // silence that is noticed: service standard
#define PROMPT_MS (24 * HOUR_MS) // after the reminder a person steps in
#define TOUCH_MS 60000 // the time of a word is kept to the minute: one write a minute

// Silence

static int64_t patience_ms(const struct match *match)
{
    return match->last_supporter_utc_ms == 0 ? HELLO_MS : QUIET_MS;
}

enum err match_talk_quiet_begin(struct change *change, struct match *match)
{
    match->quiet_since_utc_ms = change->now_utc_ms;
    return timer_set(change, TIMER_MATCH_QUIET, match->id.v,
                     change->now_utc_ms + patience_ms(match));
}

enum err match_talk_quiet_end(struct change *change, struct match *match)
{
    match->quiet_since_utc_ms = 0;
    enum err err = timer_clear(change, TIMER_MATCH_QUIET, match->id.v);
    return err == OK ? timer_clear(change, TIMER_MATCH_QUIET_DESK, match->id.v) : err;
}

enum match_prompt match_talk_prompt_of(const struct match *match, int64_t now_utc_ms)
{
    if (match->quiet_since_utc_ms == 0 || match->state == MATCH_ON_HOLD ||
        now_utc_ms < match->quiet_since_utc_ms + patience_ms(match)) {
        return MATCH_PROMPT_NONE;
    }
    return match->last_supporter_utc_ms == 0 ? MATCH_PROMPT_SAY_HELLO
                                             : MATCH_PROMPT_WRITE_BACK;
}

// Errors: ERR_NOT_FOUND where nobody waits for a word any more.
static enum err find_quiet(struct change *change, int64_t id, struct match_row *row)
{
    enum err err = match_store_get(change->db, change->arena, (match_id){id}, row);
    if (err == OK &&
        (row->match.quiet_since_utc_ms == 0 || !match_is_live(row->match.state) ||
         row->match.state == MATCH_ON_HOLD)) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err match_talk_prompt(struct change *change, int64_t id)
{
    struct match_row row = {0};
    enum err err = find_quiet(change, id, &row);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    err = matching_tell(change, row.match.supporter, MATCHING_NEWS_MATCH);
    return err == OK ? timer_set(change, TIMER_MATCH_QUIET_DESK, id,
                                 change->now_utc_ms + PROMPT_MS)
                     : err;
}

enum err match_talk_quiet(struct change *change, int64_t id)
{
    struct match_row row = {0};
    enum err err = find_quiet(change, id, &row);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return matching_tell_desk_of(change, row.match.organisation, row.match.area);
}

// What is said

// Stores what was noted, and takes the first hello as the beginning of the match.
static enum err heard_keep(struct change *change, struct match_row *row, bool is_first)
{
    if (!is_first || row->match.state != MATCH_INTRODUCED) {
        return match_store_touch(change->db, &row->match, change->now_utc_ms);
    }
    enum err err = match_advance(change, row, MATCH_ACTIVE);
    return err == OK ? match_tell(change, &row->match, MATCHING_NEWS_MATCH) : err;
}

// Whether a word of the supporter at that time ends the carer's waiting.
static bool ends_quiet(const struct match *match, int64_t at_utc_ms, int64_t now_utc_ms)
{
    return match->quiet_since_utc_ms != 0 && (at_utc_ms >= match->quiet_since_utc_ms ||
                                              now_utc_ms < match->quiet_since_utc_ms);
}

// Whether a word of hers at that time changes nothing that is noted.
static bool supporter_is_noted(const struct match *match, int64_t at_utc_ms,
                               int64_t now_utc_ms)
{
    return match->first_contact_utc_ms != 0 &&
           !ends_quiet(match, at_utc_ms, now_utc_ms) &&
           at_utc_ms < match->last_supporter_utc_ms + TOUCH_MS;
}

static bool carer_is_noted(const struct match *match)
{
    return match->first_contact_utc_ms != 0 && match->quiet_since_utc_ms != 0;
}

enum err match_talk_in_touch(struct change *change, struct match_row *row,
                             int64_t at_utc_ms)
{
    struct match *match = &row->match;
    const bool is_first = match->first_contact_utc_ms == 0;
    enum err err = OK;
    if (supporter_is_noted(match, at_utc_ms, change->now_utc_ms)) {
        return OK;
    }
    const bool is_waited_for = ends_quiet(match, at_utc_ms, change->now_utc_ms);
    if (is_first) {
        match->first_contact_utc_ms = at_utc_ms;
    }
    if (at_utc_ms > match->last_supporter_utc_ms) {
        match->last_supporter_utc_ms = at_utc_ms;
    }
    if (is_waited_for) {
        err = match_talk_quiet_end(change, match);
    }
    return err == OK ? heard_keep(change, row, is_first) : err;
}

static enum err carer_wrote(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    const bool is_first = match->first_contact_utc_ms == 0;
    enum err err = OK;
    if (is_first) {
        match->first_contact_utc_ms = change->now_utc_ms;
    }
    if (match->quiet_since_utc_ms == 0) {
        err = match_talk_quiet_begin(change, match);
    }
    return err == OK ? heard_keep(change, row, is_first) : err;
}

// Two whom a coordinator connected without a match. Errors: ERR_NOT_FOUND (may talk),
// ERR_HELD.
static enum err find_unmatched(struct change *change, conversation_id conversation)
{
    bool closed = false;
    enum err err = safeguarding_store_closes(change->db, conversation, &closed);
    if (err != OK) {
        return err;
    }
    return closed ? ERR_HELD : ERR_NOT_FOUND;
}

// The match whose conversation it is. Errors: ERR_NOT_FOUND, ERR_HELD.
static enum err find_talk(struct change *change, conversation_id conversation,
                          struct match *match)
{
    struct match_holds holds = {0};
    enum err err =
        match_store_by_conversation(change->db, change->arena, conversation, match);
    if (err == ERR_NOT_FOUND) {
        return find_unmatched(change, conversation);
    }
    if (err == OK && match->state == MATCH_ON_HOLD) {
        err = match_store_holds(change->db, match->carer, match->supporter, &holds);
    }
    return err == OK && holds.safeguarding ? ERR_HELD : err;
}

enum err match_talk_may_talk(struct change *change, conversation_id conversation)
{
    struct match match = {0};
    enum err err = find_talk(change, conversation, &match);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err match_talk_heard(struct change *change, conversation_id conversation)
{
    struct match match = {0};
    enum err err = find_talk(change, conversation, &match);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    const bool is_supporter = change->actor.person.v == match.supporter.v;
    if (is_supporter
            ? supporter_is_noted(&match, change->now_utc_ms, change->now_utc_ms)
            : carer_is_noted(&match)) {
        return OK;
    }
    struct match_row row = {0};
    err = match_store_get(change->db, change->arena, match.id, &row);
    if (err != OK) {
        return err;
    }
    return is_supporter ? match_talk_in_touch(change, &row, change->now_utc_ms)
                        : carer_wrote(change, &row);
}
