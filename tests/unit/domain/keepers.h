// Those who look after a group of a world (domain/world.h): Fay facilitates it, and
// Lena is the safeguarding lead of the organisation. Amara, who coordinates North, made
// it; June, Dorothy and Mo are members.
#ifndef UNIT_KEEPERS_H
#define UNIT_KEEPERS_H

#include "domain/world.h"

struct keepers {
    struct world world;
    person_id fay;
    person_id lena;
    conversation_id group;
};

void keepers_open(struct keepers *keepers);
void keepers_close(struct keepers *keepers);

#endif
