// Conversations: making them, and how they look in a person's list. Not for who is in
// them (domain/membership.h) and not for what is said (domain/message.h).
#ifndef DOMAIN_CONVERSATION_H
#define DOMAIN_CONVERSATION_H

#include "domain/access.h"
#include "domain/change.h"
#include "domain/mark.h"

struct conversation_row; // store/conversation_store.h
struct stay_listed;      // store/stay_store.h

// A coordinator of `area` (v == 0: of the whole organisation) makes a group and is its
// first member. Errors: ERR_NOT_FOUND (no such area of hers), ERR_DENIED.
enum err conversation_create_group(struct change *change, struct text title,
                                   area_id area, conversation_id *conversation_out);

// A conversation of two, both members from the first event on. The caller has decided
// that they may and keeps the pair itself.
enum err conversation_create_pair(struct change *change, area_id area, person_id carer,
                                  person_id supporter,
                                  conversation_id *conversation_out);

// The inbox `inbox` (an id that the caller made) of `owner`, whose row and key exist.
enum err conversation_create_inbox(struct change *change, organisation_id organisation,
                                   person_id owner, conversation_id inbox);

// The title as `reader` sees it: of a group its own, of a pair the name of the other,
// of an inbox empty.
enum err conversation_title(struct change *change, const struct conversation_row *row,
                            person_id reader, struct text *title_out);

#define CONVERSATION_PAGE_BYTES                                                        \
    (48 * 1024)                   // a reply must fit into memory of a slow phone
#define CONVERSATION_PAGE_MAX 200 // more do not fit into that

// What of the actor's list is asked for.
struct conversation_query {
    conversation_id after; // ids above this one
    struct mark_set marks; // read marks that are not written down yet
    size_t max_bytes;      // of the page as JSON
};

// A page of the actor's list, in id order.
struct conversation_page {
    struct conversation_view *views;
    int count;
    struct person_card *people; // the actor, and the other ones of pairs
    int people_count;
    bool more;
};

// The actor's current conversations, as many as fit.
enum err conversation_list(struct change *change,
                           const struct conversation_query *query,
                           struct conversation_page *page_out);

// The same of rows already read: current stays of the actor, in id order.
enum err conversation_page_of(struct change *change,
                              const struct conversation_query *query,
                              const struct stay_listed *rows, int count,
                              struct conversation_page *page_out);

#define CONVERSATION_OPEN_MAX 100 // what a person can choose from on one screen
#define CONVERSATION_OPEN_BYTES (16 * 1024) // of these as JSON, a third of a page

// Groups that the actor may join, with their titles, in id order: in areas where she
// has a role and of the whole organisation, as many as fit.
enum err conversation_open(struct change *change, struct conversation **list_out,
                           int *count_out);

// The title of `id`, which somebody's own key seals, is sealed from now on under a key
// of the conversation itself: it stays when hers is destroyed. One whose key is gone is
// empty. Errors: ERR_NOT_FOUND.
enum err conversation_keep_title(struct change *change, conversation_id id);

#endif
