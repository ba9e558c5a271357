// The blind check: what people tell about themselves, relatives, household and employer
// so that they are not brought together with them. What is told is normalised,
// stretched and stored as keyed hashes only; nobody can read it back, and a hit says no
// more than that two people cannot be placed together. Does not protect against
// somebody who has kith.db, keys.db and the master key, and time to try names.
#ifndef DOMAIN_BLIND_CHECK_H
#define DOMAIN_BLIND_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "domain/change.h"
#include "model/profile.h"

#define BLIND_TEXTS_MAX 4 // hashes of one entry

// What is not given is empty or 0.
struct blind_entry {
    enum blind_kind kind;
    struct text name;
    int64_t birth_year;
    struct text postcode;
    struct text house;
};

// What has to be stretched before blind_check_add, off the writer.
struct blind_texts {
    struct text texts[BLIND_TEXTS_MAX];
    size_t count;
    struct secret_salt salt;
};

// What of `entry` is compared, for the actor's own check (person.v == 0) or, as a
// coordinator of her areas, for `person`'s. Errors: ERR_NOT_FOUND; ERR_BAD_REQUEST
// (*field_out: what is missing, says nothing, or is not asked for that kind).
enum err blind_check_prepare(struct change *change, person_id person,
                             const struct blind_entry *entry,
                             struct blind_texts *texts_out, const char **field_out);

// An entry as it was stretched.
struct blind_stretched {
    enum blind_kind kind;
    const struct secret_hash *hashes;
    size_t count;
};

// Adds the entry, unless one of the same kind says the same, and gives the number of
// entries of its kind. Errors: ERR_NOT_FOUND (as above), ERR_TOO_LARGE (the person has
// LIMIT_BLIND_ENTRIES).
enum err blind_check_add(struct change *change, person_id person,
                         const struct blind_stretched *entry, int64_t *count_out);

// Removes the actor's own entries of `kind`.
enum err blind_check_clear(struct change *change, enum blind_kind kind);

// Entries of each kind that `person` has: BLIND_KINDS of them.
enum err blind_check_counts(struct change *change, person_id person, int64_t *counts);

// What the private checks of two people have in common; bits.
enum blind_link {
    BLIND_LINK_FAMILY = 1 << 0, // one is, or has as a relative, whom the other names
    BLIND_LINK_HOUSEHOLD = 1 << 1,
    BLIND_LINK_EMPLOYER = 1 << 2
};

enum err blind_linked(struct change *change, person_id a, person_id b,
                      unsigned *links_out);

// One of several people who are linked with each other: everybody of one `group`.
struct blind_group_member {
    int64_t group;
    person_id person;
    enum blind_link link; // the same for all of a group
};

// Everybody of `organisation` who is linked with somebody, by group. Two people may be
// in several groups together; the number of rows is that of entries, not of pairs.
enum err blind_linked_all(struct change *change, organisation_id organisation,
                          struct blind_group_member **members_out, size_t *count_out);

#endif
