#include "domain/organisation.h"

#include "domain/handle.h"
#include "store/organisation_store.h"

// Far beyond what one server is run for; bounds an operator's list.
#define ORGANISATIONS_MAX 1000

enum err organisation_create(struct change *change, struct text name,
                             organisation_id *organisation_out)
{
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    if (!handle_name_is_valid(name)) {
        return ERR_BAD_REQUEST;
    }
    struct organisation_row row = {.id = organisation_id_new(), .name = name};
    enum err err = organisation_store_insert(change->db, &row, change->now_utc_ms);
    if (err != OK) {
        return err;
    }
    *organisation_out = row.id;
    return change_audit_entry(change,
                              &(struct audit_entry){.action = "organisation.create",
                                                    .object = row.id.v,
                                                    .organisation = row.id});
}

enum err organisation_list(struct change *change, struct organisation **list_out,
                           size_t *count_out)
{
    struct organisation_rows rows;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    enum err err =
        organisation_store_list(change->db, change->arena, ORGANISATIONS_MAX, &rows);
    if (err != OK) {
        return err;
    }
    struct organisation *list = arena_array(change->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count; i++) {
        list[i] = (struct organisation){rows.rows[i].id, rows.rows[i].name};
    }
    *list_out = list;
    *count_out = rows.count;
    return OK;
}

// The only organisation there is.
static enum err find_only(struct change *change, struct organisation *organisation_out)
{
    struct organisation_rows rows;
    enum err err = organisation_store_list(change->db, change->arena, 2, &rows);
    if (err != OK) {
        return err;
    }
    if (rows.count != 1) {
        return rows.count == 0 ? ERR_NOT_FOUND : ERR_CONFLICT;
    }
    *organisation_out = (struct organisation){rows.rows[0].id, rows.rows[0].name};
    return OK;
}

enum err organisation_find(struct change *change, organisation_id wanted,
                           struct organisation *organisation_out)
{
    struct organisation_row row;
    if (wanted.v == 0) {
        return find_only(change, organisation_out);
    }
    enum err err = organisation_store_find(change->db, change->arena, wanted, &row);
    if (err == OK) {
        *organisation_out = (struct organisation){row.id, row.name};
    }
    return err;
}

enum err organisation_add_area(struct change *change, organisation_id organisation,
                               struct text name, area_id *area_out)
{
    struct organisation found;
    struct area_rows rows;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    if (!handle_name_is_valid(name)) {
        return ERR_BAD_REQUEST;
    }
    enum err err = organisation_find(change, organisation, &found);
    if (err == OK) {
        err = organisation_store_areas(change->db, change->arena, found.id,
                                       ORGANISATION_AREAS_MAX, &rows);
    }
    if (err != OK) {
        return err;
    }
    if (rows.count >= ORGANISATION_AREAS_MAX) {
        return ERR_TOO_LARGE;
    }
    struct area area = {area_id_new(), name};
    err = organisation_store_insert_area(change->db, found.id, &area);
    if (err != OK) {
        return err;
    }
    *area_out = area.id;
    return change_audit_entry(change, &(struct audit_entry){.action = "area.create",
                                                            .object = area.id.v,
                                                            .organisation = found.id});
}

enum err organisation_areas(struct change *change, organisation_id organisation,
                            struct area **list_out, size_t *count_out)
{
    struct area_rows rows;
    enum err err = organisation_store_areas(change->db, change->arena, organisation,
                                            ORGANISATION_AREAS_MAX, &rows);
    if (err == OK) {
        *list_out = rows.rows;
        *count_out = rows.count;
    }
    return err;
}

enum err organisation_has_area(struct change *change, organisation_id organisation,
                               area_id area)
{
    return organisation_store_has_area(change->db, organisation, area);
}
