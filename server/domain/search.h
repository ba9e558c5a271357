// Looking for words in what somebody may read of one conversation, newest first: there
// is no index, which would keep words readable; messages are opened one by one, a slice
// at a time. Accents and case make no difference.
#ifndef DOMAIN_SEARCH_H
#define DOMAIN_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"

#define SEARCH_EVENTS_MAX 2048 // looked at in a slice: some 20 ms of a reader
#define SEARCH_FOUND_MAX 20    // a screenful or two; the next slice goes on
#define SEARCH_WORDS_MAX 8     // more are put together by nobody

struct search_query {
    conversation_id conversation;
    struct text words; // with spaces between; all of them have to be there
    bool whole;        // as whole words; else parts of words do as well
    int64_t before;    // seq below which to look; 0: from the newest on
};

struct search_page {
    struct event *events; // messages as history shows them, newest first
    int count;
    struct person_card *people;
    int people_count;
    int64_t next;   // `before` of the next slice; 0: all was looked through
    int64_t looked; // events of this slice
};

// One slice. Errors: ERR_NOT_FOUND; ERR_BAD_REQUEST where the words have nothing to
// look for in them, or there are more than SEARCH_WORDS_MAX (change->at_fault says
// "words").
enum err search_read(struct change *change, const struct search_query *query,
                     struct search_page *page_out);

#endif
