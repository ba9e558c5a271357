// What people answered, turned into the numbers that gates and scores look at. Pure: no
// database and no words. The fields are data: see protocol/matching/fields.json.
#ifndef DOMAIN_MATCHING_PROFILE_H
#define DOMAIN_MATCHING_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"
#include "matching_data.h"

#define MATCHING_AREAS_MAX 256 // areas of one pool

// One answer as stored. No values, or "prefer_not" alone: not known.
struct profile_answer {
    enum matching_field field;
    bool shown; // to the buddy
    struct text *values;
    int value_count;
};

enum matching_truth {
    MATCHING_UNKNOWN,
    MATCHING_NO,
    MATCHING_YES
};

// Whether a supporter has a DBS certificate, where the role is eligible for one.
enum matching_dbs {
    MATCHING_DBS_UNKNOWN,
    MATCHING_DBS_NOT_ELIGIBLE,
    MATCHING_DBS_NEEDED,
    MATCHING_DBS_CLEARED
};

// What two people may wish to have in common.
enum matching_likeness {
    MATCHING_LIKE_LANGUAGE,
    MATCHING_LIKE_ETHNICITY,
    MATCHING_LIKE_FAITH,
    MATCHING_LIKE_GENDER,
    MATCHING_LIKE_LGBTQ,
    MATCHING_LIKENESSES
};

// Areas by their place in the pool's list of areas.
struct matching_areas {
    uint64_t words[MATCHING_AREAS_MAX / 64];
};

// One person as gates and scores see her. All zero: nothing is known, and the gates for
// safety refuse her. A choice is 1 + the option's place, 0 where it is not known; a set
// is bits of the options' places.
struct matching_side {
    // From the answers, by matching_side_answer.
    uint64_t known; // fields that have an answer, by number
    uint64_t shown; // of them: what the buddy may see
    uint32_t topics_now;
    uint32_t topics_been;
    uint32_t topics_want;
    uint32_t topics_not;
    uint32_t topics_not_now; // a supporter's, from supporter_topics
    uint32_t times;
    uint32_t languages;
    uint8_t child_ages;
    uint8_t modes;
    uint8_t top_three[MATCHING_RANKS];       // choices, the foremost first
    uint8_t mode_order[MATCHING_MODE_COUNT]; // choices, the best first
    uint8_t likeness[MATCHING_LIKENESSES];   // choices; the preferred language
    uint8_t matters[MATCHING_LIKENESSES];    // choices: no, nice, must
    uint8_t choice[MATCHING_FIELD_ROWS];     // of fields of kind one, by number

    // Facts, filled in by whoever loads her.
    person_id person;
    organisation_id organisation;
    enum matching_truth active; // neither suspended nor former
    enum matching_truth on_hold;
    enum matching_truth consent_matching;
    enum matching_truth consent_sharing;
    struct matching_areas areas;      // hers; empty: not known, or everywhere
    struct matching_areas areas_near; // hers and their neighbours

    // Of supporters only. Times are 0 where nothing is set.
    int64_t trained_utc_ms;
    int64_t references_utc_ms;
    int64_t agreement_utc_ms;
    int64_t supervision_due_utc_ms;
    int64_t paused_until_utc_ms;
    int64_t resting_until_utc_ms;
    enum matching_dbs dbs;
    enum matching_truth heavy;
    bool crisis_allowed;
    bool capacity_known;
    int capacity; // places
    int load;     // people whom he has
    int pending;  // offers that both have not answered yet
};

// The row of field `number`, or NULL.
const struct matching_field_row *matching_field_row(int64_t number);

// The field called `name`, or MATCHING_FIELD_NONE.
enum matching_field matching_field_find(struct text name);

// The place of the option `code` among `count` rows, or -1.
int matching_option_find(const struct matching_option_row *rows, int count,
                         struct text code);

// Whether `answer` is one that its field allows: nothing, "prefer_not" alone, or values
// of the field's kind, none twice. Errors: ERR_BAD_REQUEST, ERR_TOO_LARGE (a text).
enum err matching_answer_check(const struct profile_answer *answer);

// Takes `answer` into `side`; what it says no longer stands. Values that the field does
// not know (any more) count as not given.
void matching_side_answer(struct matching_side *side,
                          const struct profile_answer *answer);

bool matching_side_knows(const struct matching_side *side, enum matching_field field);
bool matching_side_shows(const struct matching_side *side, enum matching_field field);

// The option that `side` chose in a field of kind one, or NULL.
const struct matching_option_row *matching_side_choice(const struct matching_side *side,
                                                       enum matching_field field);

// Whether she is in assessment or in court: such carers go first.
bool matching_side_in_crisis(const struct matching_side *side);

// Her top three as a set of topics.
uint32_t matching_side_top_three(const struct matching_side *side);

// Whether `other` has what `side` has (languages: speaks what she prefers).
enum matching_truth matching_side_alike(const struct matching_side *side,
                                        const struct matching_side *other,
                                        enum matching_likeness likeness);

void matching_areas_add(struct matching_areas *areas, int place);

// Whether `supporter` belongs to an area of `carer`'s or next to it.
enum matching_truth matching_areas_near(const struct matching_side *carer,
                                        const struct matching_side *supporter);

#endif
