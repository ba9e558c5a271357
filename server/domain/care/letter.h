// What a letter of the outbox says: that there is something to look at, and where;
// never what, of whom or from whom. Pure.
#ifndef DOMAIN_CARE_LETTER_H
#define DOMAIN_CARE_LETTER_H

#include "base/arena.h"

struct outbox_letter;

// Fills subject, body and line of `letter` from its row, in `arena`; where it is
// disguised they name neither the service nor its address.
void letter_write(struct arena *arena, const char *public_url,
                  struct outbox_letter *letter);

#endif
