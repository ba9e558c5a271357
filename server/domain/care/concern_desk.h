// Lists of concerns: what somebody acts on, the most pressing first, and what somebody
// raised, with no more than whether something was done. And the deputy, who acts when a
// concern is about a lead.
#ifndef DOMAIN_CARE_CONCERN_DESK_H
#define DOMAIN_CARE_CONCERN_DESK_H

#include "domain/care/concern.h"

#define CONCERN_DESK_MAX 50 // what fits into one page

struct concern_desk {
    bool by_state; // else all that are not closed, or are to be looked at again
    enum concern_state state;
    concern_id after; // v == 0: from the first
};

struct concern_page {
    struct concern_view *views;
    size_t count;
    bool more;
};

// A lead gets those that are not about her, the deputy those about a lead and those
// that wait for a second person, a coordinator those assigned to her, anybody else
// none. Errors: ERR_NOT_FOUND (`after` is none of them).
enum err concern_desk_list(struct change *change, const struct concern_desk *desk,
                           struct concern_page *page_out);

// Those that are closed and whose time to keep is over, the longest over first, as
// concern_desk_list shows them to the actor; to the deputy also those for which
// somebody asked a second person. Errors: ERR_NOT_FOUND (`after` is none of them).
enum err concern_desk_over(struct change *change, concern_id after,
                           struct concern_page *page_out);

// What the actor raised, newest first, at most CONCERN_OWN_MAX.
#define CONCERN_OWN_MAX 100
enum err concern_desk_own(struct change *change, struct concern_list *list_out);

// By a lead or an administrator: `person` (v == 0: nobody), who works for the service
// and is no lead, is the deputy. A concern about whoever names her keeps the one that
// it has. Errors: ERR_DENIED, ERR_NOT_FOUND, ERR_WRONG_STATE (a lead, or no staff).
enum err concern_deputy_set(struct change *change, person_id person);

// Who it is, v == 0: nobody, or, for a facilitator or coordinator, somebody else.
// *stranded_out: concerns that nobody may act on before a deputy is named, -1 for
// whoever is not told.
enum err concern_deputy_get(struct change *change, person_id *deputy_out,
                            int64_t *stranded_out);

#endif
