// What was reported, sealed with its case as it was at that moment: nothing that is
// edited, removed or hidden later changes it. A report keeps the ten messages before
// and after, as anybody in the conversation could read them; words of risk that nobody
// reported keep the message alone, since staff do not read private talk.
#ifndef DOMAIN_CARE_EXCERPT_H
#define DOMAIN_CARE_EXCERPT_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

enum care_excerpt_extent {
    CARE_EXCERPT_MESSAGE,
    CARE_EXCERPT_SURROUNDINGS // the message and what is around it
};

// Keeps the message of `row`, which has nothing kept yet, or around which nothing is.
enum err care_excerpt_keep(struct change *change, const struct care_case *row,
                           enum care_excerpt_extent extent);

// Keeps `text` as the only line of a case about a profile.
enum err care_excerpt_keep_profile(struct change *change, const struct care_case *row,
                                   struct text text);

// Whether what was kept last of the message is what it says now, or it says nothing.
enum err care_excerpt_is_newest(struct change *change, const struct care_case *row,
                                bool *newest_out);

// Keeps the message of `row` once more where it reads otherwise than the last time.
// `for_report`: at most CARE_EXCERPT_VERSIONS_MAX times; else, before it is hidden,
// always, since what was kept last is what can be shown again.
#define CARE_EXCERPT_VERSIONS_MAX 5 // shows how it was changed; more would be a game
enum err care_excerpt_keep_again(struct change *change, const struct care_case *row,
                                 bool for_report);

// The newest words kept of the message itself; empty where it had been taken away.
enum err care_excerpt_words(struct change *change, const struct care_case *row,
                            struct text *text_out);

// What it lies under, where its author laid a cover over it.
enum err care_excerpt_cover(struct change *change, const struct care_case *row,
                            struct text *cover_out);

struct care_excerpt_line {
    int64_t line;
    enum care_excerpt_part part;
    int64_t seq;
    person_id author;
    int64_t at_utc_ms;
    struct text text;
};

struct care_excerpt {
    struct care_excerpt_line *lines;
    size_t count;
    int64_t next; // 0: that was all, else the line to go on after
};

// Lines after `after` that fit into `max_bytes`, one at least.
enum err care_excerpt_read(struct change *change, const struct care_case *row,
                           int64_t after, size_t max_bytes,
                           struct care_excerpt *excerpt_out);

#endif
