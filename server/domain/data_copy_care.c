#include "domain/data_copy_care.h"

#include "store/concern_store.h"
#include "store/opening_store.h"

// Counts the row that was read; one that is not hers to know is passed over.
static enum err count_row(enum err err, struct data_copy_page *page)
{
    page->count += err == OK ? 1 : 0;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err data_copy_care_reports(struct change *change, const struct data_copy_ids *ids,
                                struct data_copy_page *page)
{
    enum err err = OK;

    page->reports = arena_array(change->arena, ids->count, sizeof *page->reports);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        err = care_receipt_get(change, (report_id){ids->ids[i]},
                               &page->reports[page->count]);
        err = count_row(err, page);
    }
    return err;
}

enum err data_copy_care_decisions(struct change *change,
                                  const struct data_copy_ids *ids,
                                  struct data_copy_page *page)
{
    enum err err = OK;

    page->decisions = arena_array(change->arena, ids->count, sizeof *page->decisions);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        err = care_receipt_verdict(change, (care_case_id){ids->ids[i]},
                                   &page->decisions[page->count]);
        err = count_row(err, page);
    }
    return err;
}

enum err data_copy_care_concerns(struct change *change, const struct data_copy_ids *ids,
                                 struct data_copy_page *page)
{
    enum err err = OK;

    page->concerns = arena_array(change->arena, ids->count, sizeof *page->concerns);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        err = concern_store_get(change->db, change->arena, (concern_id){ids->ids[i]},
                                &page->concerns[page->count]);
        err = count_row(err, page);
    }
    return err;
}

enum err data_copy_care_openings(struct change *change, const struct data_copy_ids *ids,
                                 struct data_copy_page *page)
{
    enum err err = OK;

    page->openings = arena_array(change->arena, ids->count, sizeof *page->openings);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        struct opening_row row;
        err = opening_store_get(change->db, change->arena, (opening_id){ids->ids[i]},
                                &row);
        if (err == OK) {
            page->openings[page->count] = row.opening;
        }
        err = count_row(err, page);
    }
    return err;
}
