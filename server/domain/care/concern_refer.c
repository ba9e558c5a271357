#include "domain/care/concern_refer.h"

#include "domain/care/concern_record.h"
#include "domain/timer.h"
#include "store/concern_record_store.h"

#define DAY_MS 86400000LL

// Working days after which somebody should have answered, 0: no answer is expected.
//   value · source
static const int REPLY_DAYS[REFERRALS_TO] = {
    // "Working together to safeguard children", chapter 3: what happens next is said
    // within one working day of a referral.
    [REFERRAL_TO_CHILDRENS_SERVICES] = 1,
    [REFERRAL_TO_LADO] = 1,
    [REFERRAL_TO_POLICE] = 1,
    [REFERRAL_TO_ADULT_SERVICES] = 3,
    // They write within weeks; a month shows that something was lost.
    [REFERRAL_TO_DBS] = 20,
    [REFERRAL_TO_CHARITY_COMMISSION] = 20,
};

static int64_t reply_by_of(const struct change *change,
                           const struct referral_new *new_referral)
{
    const int days = REPLY_DAYS[new_referral->to];
    if (new_referral->reply_by_utc_ms != 0 || days == 0) {
        return new_referral->reply_by_utc_ms;
    }
    return concern_working_days(change->now_utc_ms, days);
}

static enum err referred_before(struct change *change,
                                const struct referral_new *new_referral,
                                struct referral *referral_out)
{
    struct concern_record before;
    enum err err = concern_record_by_cid(change, new_referral->cid, &before);
    if (err != OK) {
        return err;
    }
    if (before.kind != CONCERN_ENTRY_REFERRED || before.to != new_referral->to ||
        before.concern.v != new_referral->concern.v ||
        !text_equal(before.text, new_referral->reason)) {
        return ERR_CID_CONFLICT;
    }
    return concern_record_store_referral(change->db, change->arena, before.referral,
                                         referral_out);
}

static enum err check_new(struct change *change,
                          const struct referral_new *new_referral)
{
    struct referral *list = NULL;
    size_t count = 0;
    if (new_referral->reply_by_utc_ms != 0 &&
        new_referral->reply_by_utc_ms <= change->now_utc_ms) {
        change->at_fault = "reply_by";
        return ERR_BAD_REQUEST;
    }
    enum err err = concern_record_store_referrals(change->db, change->arena,
                                                  new_referral->concern, &list, &count);
    return err == OK && count >= REFERRALS_MAX ? ERR_TOO_LARGE : err;
}

static enum err store_it(struct change *change, const struct referral_new *new_referral,
                         const struct referral *referral)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_REFERRED,
                                          .cid = new_referral->cid,
                                          .text = new_referral->reason,
                                          .referral = referral->id};
    enum err err = concern_record_store_refer(change->db, referral);
    if (err == OK && referral->reply_by_utc_ms != 0) {
        err = timer_set(change, TIMER_CONCERN_REFERRAL, referral->id.v,
                        referral->reply_by_utc_ms);
    }
    return err == OK ? concern_record_add(change, referral->concern, &record) : err;
}

static enum err refer(struct change *change, struct concern_view *view,
                      const struct referral_new *new_referral,
                      struct referral *referral_out)
{
    const struct audit_entry entry = {.action = "concern.refer",
                                      .object = view->concern.id.v,
                                      .reason = new_referral->reason};
    const struct referral referral = {.id = referral_id_new(),
                                      .concern = view->concern.id,
                                      .to = new_referral->to,
                                      .at_utc_ms = change->now_utc_ms,
                                      .by = change->actor.person,
                                      .reply_by_utc_ms =
                                          reply_by_of(change, new_referral)};
    const bool awaits = referral.reply_by_utc_ms != 0;
    enum err err = store_it(change, new_referral, &referral);
    if (new_referral->to == REFERRAL_TO_LADO) {
        view->concern.refer_by_utc_ms = 0; // the officer knows
    }
    if (err == OK) {
        err = concern_advance(change, view,
                              awaits ? CONCERN_AWAITING : view->concern.state);
    }
    if (err == OK) {
        *referral_out = referral;
        err = change_audit_entry(change, &entry);
    }
    return err;
}

enum err concern_refer(struct change *change, const struct referral_new *referral,
                       struct referral *referral_out)
{
    struct concern_view view;
    enum err err =
        concern_find_for(change, referral->concern, CONCERN_ACT_REFER, &view);
    if (err != OK) {
        return err;
    }
    err = referred_before(change, referral, referral_out);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    err = check_new(change, referral);
    return err == OK ? refer(change, &view, referral, referral_out) : err;
}

// The last answer is there: whoever owns it goes on.
static enum err go_on(struct change *change, struct concern_view *view)
{
    struct concern now;
    enum err err = concern_store_get(change->db, change->arena, view->concern.id, &now);
    if (err != OK) {
        return err;
    }
    const bool has_all =
        view->concern.state == CONCERN_AWAITING && now.reply_by_utc_ms == 0;
    return concern_advance(change, view, has_all ? CONCERN_OWNED : view->concern.state);
}

enum err concern_reply(struct change *change, concern_id id, referral_id answered,
                       struct text text)
{
    const struct audit_entry entry = {
        .action = "concern.reply", .object = id.v, .object2 = answered.v};
    const struct concern_record record = {
        .kind = CONCERN_ENTRY_REPLIED, .text = text, .referral = answered};
    struct concern_view view;
    struct referral referral = {0};
    enum err err = concern_find_for(change, id, CONCERN_ACT_REPLY, &view);
    if (err == OK) {
        err = concern_record_store_referral(change->db, change->arena, answered,
                                            &referral);
    }
    if (err == OK && referral.concern.v != id.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && referral.replied_utc_ms != 0) {
        err = ERR_CONFLICT;
    }
    if (err == OK) {
        err = concern_record_store_reply(change->db, answered, change->now_utc_ms);
    }
    if (err == OK) {
        err = timer_clear(change, TIMER_CONCERN_REFERRAL, answered.v);
    }
    if (err == OK) {
        err = concern_record_add(change, id, &record);
    }
    if (err == OK) {
        err = go_on(change, &view);
    }
    return err == OK ? change_audit_entry(change, &entry) : err;
}

enum err concern_referral_due(struct change *change, int64_t id)
{
    struct referral referral = {0};
    struct concern concern;
    enum err err = concern_record_store_referral(change->db, change->arena,
                                                 (referral_id){id}, &referral);
    if (err == OK) {
        err = concern_store_get(change->db, change->arena, referral.concern, &concern);
    }
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err != OK || referral.replied_utc_ms != 0 || concern.state == CONCERN_CLOSED) {
        return err;
    }
    err = timer_set(change, TIMER_CONCERN_REFERRAL, id, change->now_utc_ms + DAY_MS);
    return err == OK ? concern_review_due(change, concern.id.v) : err;
}
