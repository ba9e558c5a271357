// Rows of concern, concern_person and concern_deputy. What was said is ciphertext here.
// Who may see what is for the domain to say: it gives a list whom the reader is.
#ifndef STORE_CONCERN_STORE_H
#define STORE_CONCERN_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/concern.h"
#include "store/db.h"

// What is written once, or replaced as a whole.
enum concern_text {
    CONCERN_TEXT_WHAT,
    CONCERN_TEXT_WHERE,
    CONCERN_TEXT_SUMMARY,    // for the one to whom it is assigned
    CONCERN_TEXT_KEEP_REASON // why it is kept so long
};

struct concern_sealed {
    struct text bytes;
    int64_t version;
};

struct concern_words {
    struct text cid;
    int rank;
    struct concern_sealed what;
    struct concern_sealed where;
};

// Errors: ERR_CONFLICT (the number or the cid is taken).
enum err concern_store_insert(struct db *db, const struct concern *concern,
                              const struct concern_words *words);

// Everything that may change but the texts.
enum err concern_store_update(struct db *db, const struct concern *concern, int rank);

enum err concern_store_set_summary(struct db *db, concern_id id,
                                   const struct concern_sealed *summary);
enum err concern_store_set_keep_reason(struct db *db, concern_id id,
                                       const struct concern_sealed *reason);

// Errors: ERR_NOT_FOUND.
enum err concern_store_get(struct db *db, struct arena *arena, concern_id id,
                           struct concern *concern_out);
enum err concern_store_text(struct db *db, struct arena *arena, concern_id id,
                            enum concern_text which, struct concern_sealed *sealed_out);

// What `person` raised under `cid`. Errors: ERR_NOT_FOUND.
enum err concern_store_by_cid(struct db *db, person_id person, struct text cid,
                              concern_id *concern_out);

enum err concern_store_has_number(struct db *db, organisation_id organisation,
                                  int64_t number, bool *has_out);

// How many `person` raised since `since_utc_ms`.
enum err concern_store_raised_since(struct db *db, person_id person,
                                    int64_t since_utc_ms, int64_t *count_out);

// Whom a list is for, and from where on.
struct concern_query {
    organisation_id organisation;
    person_id viewer; // never gets one that is about her
    bool sees_all;    // a lead
    bool is_deputy;   // now: those about a lead are told by their own deputy
    int64_t now_utc_ms;
    bool by_state; // else all that are not closed, or are to be looked at again
    enum concern_state state;
    const struct concern *after; // NULL: from the first
    int after_rank;
    size_t limit;
};

struct concern_list {
    struct concern *rows;
    size_t count;
};

// The most pressing first, then the longest open.
enum err concern_store_list(struct db *db, struct arena *arena,
                            const struct concern_query *query,
                            struct concern_list *list_out);

// Closed ones whose time to keep is over, the longest over first; of the query the
// state and `after_rank` are not looked at.
enum err concern_store_over(struct db *db, struct arena *arena,
                            const struct concern_query *query,
                            struct concern_list *list_out);

// What `person` raised, newest first.
enum err concern_store_of(struct db *db, struct arena *arena, person_id person,
                          size_t limit, struct concern_list *list_out);

// Adds somebody whom it is about, or, where she stands there already, what is new.
enum err concern_store_add_person(struct db *db, concern_id id,
                                  const struct concern_person *person);
enum err concern_store_people(struct db *db, concern_id id,
                              struct concern_people *people_out);

// Whoever acts when a concern is about a lead, or no lead is left; v == 0: nobody who
// still works for the service.
enum err concern_store_deputy(struct db *db, organisation_id organisation,
                              person_id *deputy_out);

struct concern_deputy {
    organisation_id organisation;
    person_id person; // v == 0: nobody any more
    person_id set_by;
    int64_t set_utc_ms;
};

// Open concerns about a lead, and those for which no lead is left, have this deputy
// from now on, but those that are about her or about whoever names her.
enum err concern_store_set_deputy(struct db *db, const struct concern_deputy *deputy);

// What a new deputy gets goes to the one there is: concerns about a lead, and those for
// which no lead is left; but none that is about her, or about whoever named her.
enum err concern_store_pass_on(struct db *db, organisation_id organisation);

// Whether there is a lead who may act on it.
enum err concern_store_has_lead(struct db *db, concern_id id, bool *has_out);

// Concerns of the organisation that nobody may act on, as they are about every lead, or
// wait for a second person that there is not, be it to close or to destroy them; none
// that is about `viewer`.
enum err concern_store_stranded(struct db *db, organisation_id organisation,
                                person_id viewer, int64_t *count_out);

#endif
