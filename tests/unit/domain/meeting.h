// People of the small organisation who can be brought together: June and Dorothy are
// carers who agreed and answered, Priya and Pat are supporters who are ready.
#ifndef UNIT_MEETING_H
#define UNIT_MEETING_H

#include "domain/world.h"

struct meeting {
    struct world world;
    person_id pat; // another supporter of North
};

void meeting_open(struct meeting *meeting);
void meeting_close(struct meeting *meeting);

struct meeting_told {
    const char *field;
    const char *values[4];
};

struct meeting_new {
    person_id person;
    enum role role; // ROLE_CARER or ROLE_SUPPORTER
    const struct meeting_told *answers;
    size_t answer_count;
};

// Somebody comes to North: a carer who then waits, or a supporter who is ready.
void meeting_joins(struct meeting *meeting, const struct meeting_new *who);

// Each a unit of work of its own that must succeed.
request_id meeting_waits(struct meeting *meeting, person_id carer);
match_id meeting_offers(struct meeting *meeting, request_id request,
                        person_id supporter);
match_id meeting_introduces(struct meeting *meeting, request_id request,
                            person_id supporter);

// Units of work that may fail.
enum err meeting_offer(struct meeting *meeting, request_id request, person_id supporter,
                       match_id *match_out);
enum err meeting_answer(struct meeting *meeting, person_id person, match_id match,
                        enum match_answer answer);

struct matching_request meeting_request(struct meeting *meeting, request_id id);
struct match meeting_match(struct meeting *meeting, match_id id);

// The clock goes `ms` on; what is due by then is done, as the system.
void meeting_wait(struct meeting *meeting, int64_t ms);

// Whether `person` was told of `what` in the last unit of work.
bool meeting_told(const struct meeting *meeting, person_id person,
                  enum matching_news what);

#define MEETING_DAY_MS 86400000LL
#define MEETING_HOUR_MS 3600000LL

#endif
