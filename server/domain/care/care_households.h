// When several households report one message of a group while nobody is there to look,
// it is hidden until somebody has: the message, never the person.
#ifndef DOMAIN_CARE_HOUSEHOLDS_H
#define DOMAIN_CARE_HOUSEHOLDS_H

#include "domain/change.h"
#include "model/care.h"

// Hides the message of `row`, which is open, where enough households reported it and
// nobody holds the case or is on duty; `row` then says so.
enum err care_households_weigh(struct change *change, struct care_case *row);

// How many households `people` are, where `same` says which two live in one.
struct care_household;
int care_households_count(const person_id *people, int count,
                          const struct care_household *same, size_t same_count);

#endif
