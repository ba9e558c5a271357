#include "domain/gate_version.h"

#include "store/supporter_store.h"

enum err gate_version_raise(struct change *change, person_id person)
{
    return supporter_store_raise_version(change->db, person);
}

enum err gate_version_raise_both(struct change *change, person_id a, person_id b)
{
    enum err err = gate_version_raise(change, a);
    if (err == OK) {
        err = gate_version_raise(change, b);
    }
    return err;
}

enum err gate_version_raise_area(struct change *change, area_id area)
{
    return supporter_store_raise_area(change->db, area);
}

enum err gate_version_get(struct change *change, person_id person, int64_t *version_out)
{
    struct supporting row;
    enum err err = supporter_store_get(change->db, change->arena, person, &row);
    if (err == ERR_NOT_FOUND) {
        *version_out = 0;
        return OK;
    }
    if (err == OK) {
        *version_out = row.gate_version;
    }
    return err;
}
