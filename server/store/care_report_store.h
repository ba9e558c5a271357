// Rows of care_report: who reported what. Only the reporter, and the rules that keep
// reporters from deciding, ever learn whose a report is.
#ifndef STORE_CARE_REPORT_STORE_H
#define STORE_CARE_REPORT_STORE_H

#include <stddef.h>

#include "model/care.h"
#include "model/person.h"
#include "store/db.h"

struct care_report_row {
    report_id id;
    organisation_id organisation;
    int64_t number;
    care_case_id care_case;
    person_id reporter;
    struct text cid;
    enum report_about about;
    int64_t at_utc_ms;
    int64_t look_by_utc_ms;   // promised to her; 0: nothing was
    int64_t decide_by_utc_ms; // promised to her; 0: nothing was
    int64_t added;            // how often she has added to it
    struct text note_sealed;  // empty: none
    int64_t note_version;
};

struct care_report_rows {
    struct care_report_row *rows;
    size_t count;
};

enum err care_report_store_insert(struct db *db, const struct care_report_row *row);

// What `row` says of promises, and how often was added to it, is kept.
enum err care_report_store_promise(struct db *db, const struct care_report_row *row);
enum err care_report_store_added(struct db *db, const struct care_report_row *row);

enum err care_report_store_has_number(struct db *db, organisation_id organisation,
                                      int64_t number, bool *has_out);

// Errors: ERR_NOT_FOUND.
enum err care_report_store_get(struct db *db, struct arena *arena, report_id id,
                               struct care_report_row *row_out);

// What `reporter` reported under `cid`. Errors: ERR_NOT_FOUND.
enum err care_report_store_by_cid(struct db *db, struct arena *arena,
                                  person_id reporter, struct text cid,
                                  struct care_report_row *row_out);

// Her newest report in the case. Errors: ERR_NOT_FOUND.
enum err care_report_store_of(struct db *db, struct arena *arena, care_case_id id,
                              person_id reporter, struct care_report_row *row_out);

// The case's reports, the oldest first, at most `limit`.
enum err care_report_store_in(struct db *db, struct arena *arena, care_case_id id,
                              int limit, struct care_report_rows *rows_out);

// Everybody who reported in the case, each once, by id.
enum err care_report_store_reporters(struct db *db, struct arena *arena,
                                     care_case_id id, struct person_ids *list_out);

// The person's reports, the newest first, at most `limit`.
enum err care_report_store_by(struct db *db, struct arena *arena, person_id reporter,
                              int limit, struct care_report_rows *rows_out);

// How many she made since then.
enum err care_report_store_since(struct db *db, person_id reporter,
                                 int64_t since_utc_ms, int64_t *count_out);

// Which of those who reported in the case told that they live in one household: each
// two once.
struct care_household {
    person_id a;
    person_id b;
};

enum err care_report_store_households(struct db *db, struct arena *arena,
                                      care_case_id id, struct care_household **rows_out,
                                      size_t *count_out);

#endif
