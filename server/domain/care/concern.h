// Concerns about somebody's safety: what opens one, who may see it, and how it goes
// from one state to the next. Kept apart from cases of moderation. Nobody whom one is
// about ever sees it, whatever she does in the service: to her it does not exist.
#ifndef DOMAIN_CARE_CONCERN_H
#define DOMAIN_CARE_CONCERN_H

#include "domain/change.h"
#include "domain/vault.h"
#include "model/care.h"
#include "model/concern.h"
#include "store/concern_store.h"

struct concern_new {
    organisation_id organisation;
    area_id area;                 // v == 0: the whole organisation
    person_id about;              // v == 0: nobody in particular
    person_id raised_by;          // v == 0: nobody, words of risk were found
    conversation_id conversation; // where it was written, v == 0: elsewhere
    int64_t seq;
    care_case_id from_case; // v == 0: from none
    enum care_rank rank;    // how soon somebody has to look
    struct text what;       // exact words where there are any
    // Of what somebody raises herself; zero elsewhere.
    struct text cid;
    struct text where;
    int64_t happened_utc_ms;
    bool is_graded; // she said how soon: `asked` stands for `rank`
    enum concern_grade asked;
};

// A concern is open and whoever looks after concerns is told, but nobody whom it is
// about: `about`, and who wrote the message `seq`, whose words are kept with it.
// Errors: ERR_NOT_FOUND (whom it is about, or the message).
enum err concern_open(struct change *change, const struct concern_new *concern,
                      concern_id *concern_out);

// Somebody raises one about what she saw, or about a message that she may read. A
// second time with the same cid gives the first one again. Errors: ERR_NOT_FOUND,
// ERR_CID_CONFLICT, ERR_RATE_LIMITED (CONCERNS_A_DAY_MAX).
#define CONCERNS_A_DAY_MAX 20 // of one person; more is a call, not a form
enum err concern_raise(struct change *change, const struct concern_new *concern,
                       struct concern *concern_out);

// What somebody may see of a concern.
enum concern_sight {
    CONCERN_SIGHT_NONE,
    CONCERN_SIGHT_SUMMARY, // it is assigned to her
    CONCERN_SIGHT_SECOND,  // the deputy, asked to agree that it is closed
    CONCERN_SIGHT_FULL
};

// A concern as the actor sees it.
struct concern_view {
    struct concern concern;
    struct concern_people people; // empty for a summary
    enum concern_sight sight;
};

// Errors: ERR_NOT_FOUND (also: what the actor may not know).
enum err concern_find(struct change *change, concern_id id,
                      struct concern_view *view_out);

// The same to do `act` with it. Errors: ERR_NOT_FOUND; ERR_DENIED (not hers to do);
// ERR_WRONG_STATE (not now).
enum err concern_find_for(struct change *change, concern_id id, enum concern_act act,
                          struct concern_view *view_out);

// Whether the actor may do `act` now. Errors: ERR_DENIED, ERR_WRONG_STATE.
enum err concern_check(const struct change *change, const struct concern_view *view,
                       enum concern_act act);

// Whether `next` may follow `from`.
bool concern_may(enum concern_state from, enum concern_state next);

// Brings it into `next`, the only place that does, and keeps what else was changed in
// `view`. Errors: ERR_WRONG_STATE.
enum err concern_advance(struct change *change, struct concern_view *view,
                         enum concern_state next);

// Keeps what was changed without a step; everybody who acts on it is told.
enum err concern_keep(struct change *change, const struct concern_view *view);

// Adds `id` to those whom it is about from now on: who acted on it and is herself
// concerned does no longer. Errors: ERR_NOT_FOUND; ERR_TOO_LARGE (CONCERN_PEOPLE_MAX).
enum err concern_add_person(struct change *change, struct concern_view *view,
                            person_id id, bool is_allegation);

// Where no lead may act on it, the deputy does from now on; the caller keeps it.
enum err concern_find_deputy(struct change *change, struct concern_view *view);

// Somebody in `organisation` can do more or less than before: concerns on which nobody
// may act go to the deputy, or administrators are told to name one.
enum err concern_reach(struct change *change, organisation_id organisation);

// The order of lists: 0 is the most pressing.
int concern_rank(const struct concern *concern);

// What whoever raised it is told of it.
enum concern_status concern_status(enum concern_state state);

// The key of its own, and words under it. A record whose key was destroyed is gone.
struct key_scope concern_scope(int64_t id);
enum err concern_seal(struct change *change, concern_id id, const char *column,
                      struct text plain, struct concern_sealed *sealed_out);
enum err concern_text_read(struct change *change, concern_id id,
                           enum concern_text which, struct text *text_out);

// Whether she helps others in the service: supports, facilitates, or is staff.
bool concern_is_helper(const struct person *person);

// When `days` working days have passed, at the same time of the day; Saturdays and
// Sundays do not count.
int64_t concern_working_days(int64_t from_utc_ms, int days);

// Timer: nobody has taken it on yet.
enum err concern_wait_due(struct change *change, int64_t id);

// Timer: the day has come on which it is looked at again.
enum err concern_review_due(struct change *change, int64_t id);

#endif
