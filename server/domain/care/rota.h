// The rota: who is there for people, and when. What is promised to people about time
// stands on it, so somebody counts as on duty only while she is active and still has
// the part that she is down for.
#ifndef DOMAIN_CARE_ROTA_H
#define DOMAIN_CARE_ROTA_H

#include <stddef.h>

#include "domain/change.h"
#include "model/group.h"

struct duty_list; // store/duty_store.h: rows and count

// At once for one post: whoever is asked for help needs no more.
#define ROTA_ON_DUTY_MAX 8
#define ROTA_BACKED_MS 86400000LL // a promise about time needs somebody within a day

// What somebody is wanted for.
struct rota_post {
    organisation_id organisation;
    enum duty_part part;
    conversation_id conversation; // a facilitator: of which group
    area_id area;                 // a coordinator: of which area; v == 0: whichever
    const person_id *except;      // who does not count for it
    int except_count;
};

// Who is on duty now for `post`; of several, whoever stays longest.
// Errors: ERR_NOT_FOUND (nobody is).
enum err rota_on_duty(struct change *change, const struct rota_post *post,
                      struct duty *duty_out);

// All who are on duty now for `post`, at most ROTA_ON_DUTY_MAX.
enum err rota_all_on_duty(struct change *change, const struct rota_post *post,
                          struct duty_list *list_out);

// Who begins next for `post`, after now. Errors: ERR_NOT_FOUND (nobody is down for it).
enum err rota_next(struct change *change, const struct rota_post *post,
                   struct duty *duty_out);

// Whether somebody is there for `post` now or within ROTA_BACKED_MS: a promise about
// time is made only then.
enum err rota_staffed(struct change *change, const struct rota_post *post,
                      bool *staffed_out);

// From when until when somebody is there for `post` without a break: the time under
// way, or the next. Errors: ERR_NOT_FOUND (nobody is down for it).
enum err rota_span(struct change *change, const struct rota_post *post,
                   int64_t *from_utc_ms_out, int64_t *until_utc_ms_out);

// When `staffed_ms` of staffed time for `post` will have passed, counted from now: time
// in which several are on duty counts once. Errors: ERR_NOT_FOUND (the rota does not
// reach so far: no promise can be made).
enum err rota_staffed_until(struct change *change, const struct rota_post *post,
                            int64_t staffed_ms, int64_t *due_utc_ms_out);

#endif
