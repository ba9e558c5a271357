#include "domain/care/group_rule.h"

#include "domain/care/group_setting.h"
#include "store/group_stay_store.h"

#define SECOND_MS 1000

// How exactly the last message of a member is kept where nobody has to wait between
// two: finer would cost a write with each. Where slow mode is switched on, one message
// of hers may so come that much too early.
#define WROTE_STEP_MS 60000

static enum err refuse(struct change *change, const char *at_fault, int64_t until_ms)
{
    change->at_fault = at_fault;
    change->after_ms =
        until_ms > change->now_utc_ms ? until_ms - change->now_utc_ms : 0;
    return ERR_WRONG_STATE;
}

static bool is_slowed(const struct change *change,
                      const struct group_standing *standing)
{
    return standing->wrote_utc_ms + standing->slow_s * SECOND_MS > change->now_utc_ms;
}

static enum err check_open(struct change *change, const struct grant *grant,
                           enum group_open open)
{
    bool is_open = true;
    int64_t opens_utc_ms = 0;
    enum err err = group_setting_is_open(change, &grant->conversation, open, &is_open,
                                         &opens_utc_ms);
    return err == OK && !is_open ? refuse(change, "open", opens_utc_ms) : err;
}

static enum err check_slow(struct change *change, const struct group_standing *standing)
{
    if (!is_slowed(change, standing)) {
        return OK;
    }
    (void)refuse(change, "slow", standing->wrote_utc_ms + standing->slow_s * SECOND_MS);
    return ERR_RATE_LIMITED;
}

// What holds for those who do not look after the group.
static enum err check_member(struct change *change, const struct grant *grant,
                             const struct group_standing *standing,
                             enum group_word word)
{
    if (standing->accepted == 0) {
        return refuse(change, "agreement", 0);
    }
    if (word == GROUP_WORD_REACTION) {
        return OK;
    }
    enum err err = check_open(change, grant, standing->open);
    if (err == OK && word == GROUP_WORD_MESSAGE) {
        err = check_slow(change, standing);
    }
    return err;
}

static enum err check(struct change *change, const struct grant *grant,
                      const struct group_standing *standing, enum group_word word)
{
    struct grant kept;
    if (standing->muted_until_utc_ms > change->now_utc_ms) {
        return refuse(change, "muted", standing->muted_until_utc_ms);
    }
    enum err err = check_member(change, grant, standing, word);
    if ((err == ERR_WRONG_STATE || err == ERR_RATE_LIMITED) &&
        access_keeper(change, grant->conversation.id, &kept) == OK) {
        change->at_fault = NULL;
        change->after_ms = 0;
        err = OK;
    }
    return err;
}

static enum err find(struct change *change, const struct grant *grant,
                     struct group_standing *standing_out)
{
    return group_stay_store_standing(change->db, grant->conversation.id, grant->person,
                                     standing_out);
}

enum err group_rule_check(struct change *change, const struct grant *grant,
                          enum group_word word)
{
    struct group_standing standing;
    enum err err = find(change, grant, &standing);
    return err == OK ? check(change, grant, &standing, word) : err;
}

// She is here again, is to wait before her next one, or wrote long ago.
static bool has_to_note(const struct change *change,
                        const struct group_standing *standing)
{
    return standing->away_utc_ms != 0 || standing->slow_s > 0 ||
           change->now_utc_ms - standing->wrote_utc_ms >= WROTE_STEP_MS ||
           change->now_utc_ms < standing->wrote_utc_ms;
}

enum err group_rule_say(struct change *change, const struct grant *grant)
{
    struct group_standing standing;
    enum err err = find(change, grant, &standing);
    if (err == OK) {
        err = check(change, grant, &standing, GROUP_WORD_MESSAGE);
    }
    if (err != OK || !has_to_note(change, &standing)) {
        return err;
    }
    const struct group_stay_key key = {grant->conversation.id, grant->person,
                                       standing.stay};
    return group_stay_store_wrote(change->db, &key, change->now_utc_ms);
}
