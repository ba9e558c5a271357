#include "store/stmt_list.h"

struct stmt_list stmt_list(struct stmt *stmt, struct arena *arena, size_t row_bytes)
{
    return (struct stmt_list){.stmt = stmt, .arena = arena, .row_bytes = row_bytes};
}

void *stmt_list_next(struct stmt_list *list)
{
    bool row = false;
    list->err = stmt_step(list->stmt, &row);
    if (list->err != OK || !row) {
        return NULL;
    }
    list->rows = arena_grow(list->arena, list->rows, list->count, &list->capacity,
                            list->row_bytes);
    return (char *)list->rows + list->row_bytes * list->count++;
}

enum err stmt_list_people(struct stmt *stmt, struct arena *arena,
                          struct person_ids *list_out)
{
    person_id *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->v = stmt_column_int(stmt, 0);
    }
    if (list.err == OK) {
        *list_out = (struct person_ids){list.rows, list.count};
    }
    return list.err;
}
