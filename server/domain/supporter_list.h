// The list of supporters for coordinators and safeguarding leads.
#ifndef DOMAIN_SUPPORTER_LIST_H
#define DOMAIN_SUPPORTER_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"
#include "domain/supporter.h"

#define SUPPORTER_PAGE 100 // a page of them stays below 48 KiB

struct supporter_query {
    bool by_area;
    area_id area;
    person_id after; // the last one of the page before
};

struct supporter_listed {
    struct person person;
    struct supporter supporter;
    bool on_hold;
};

struct supporter_page {
    struct supporter_listed *list;
    size_t count;
    bool more;
};

// In id order: a coordinator sees those of her areas, a safeguarding lead all.
// Errors: ERR_DENIED (neither), ERR_NOT_FOUND (an area that is none of hers).
enum err supporter_list(struct change *change, const struct supporter_query *query,
                        struct supporter_page *page_out);

#endif
