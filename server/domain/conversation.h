// Conversations: making them, and how they look in a person's list. Not for who is in them
// (domain/membership.h) and not for what is said (domain/message.h).
#ifndef DOMAIN_CONVERSATION_H
#define DOMAIN_CONVERSATION_H

#include "domain/access.h"
#include "domain/change.h"
#include "domain/mark.h"

struct conversation_row; // store/conversation_store.h
struct stay_listed;      // store/stay_store.h

#define CONVERSATIONS_PER_PERSON_MAX 2000 // bounds lists; far beyond what one can follow

// A coordinator of `area` (v == 0: of the whole organisation) makes a group and is its
// first member. Errors: ERR_NOT_FOUND (no such area), ERR_DENIED.
enum err conversation_create_group(struct change *change, struct text title,
                                   area_id area, conversation_id *conversation_out);

// A conversation of two, both members from the first event on. The caller has decided that
// they may and keeps the pair itself.
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

// A page of the actor's list.
struct conversation_page {
    struct conversation_view *views;
    int count;
    struct person_card *people; // the actor, and the other ones of pairs
    int people_count;
    bool more;
};

// The actor's current conversations with ids above `after`, as many as fit in 48 KiB.
// `marks` are read marks that are not written down yet.
enum err conversation_list(struct change *change, conversation_id after,
                           const struct mark_set *marks,
                           struct conversation_page *page_out);

// The same of rows already read: `rows` are current stays of the actor, in id order.
enum err conversation_page_of(struct change *change, const struct stay_listed *rows,
                              int count, const struct mark_set *marks,
                              struct conversation_page *page_out);

// Groups that the actor may join, in id order: in areas where she has a role, and of the
// whole organisation. At most OPEN_MAX.
#define CONVERSATION_OPEN_MAX 100 // what a person can choose from on one screen
enum err conversation_open(struct change *change, struct conversation **list_out,
                           int *count_out);

#endif
