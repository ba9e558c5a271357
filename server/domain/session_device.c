#include "domain/session_device.h"

#include "domain/handle.h"
#include "domain/vault.h"

#define DEVICES_COMPARED_MAX 50 // sign-ins of months; each label is opened

static struct seal_place device_place(const struct session_row *row)
{
    return (struct seal_place){
        "session", "device_sealed", row->id.v, 0, {.person = row->person}};
}

enum err session_device_seal(struct change *change, struct session_row *row,
                             struct text device)
{
    struct seal_place place = device_place(row);
    struct sealed sealed;
    if (!handle_name_is_valid(device)) {
        return OK;
    }
    enum err err = vault_seal(change->vault, change->arena, place, device, &sealed);
    if (err == OK) {
        row->device_sealed = sealed.bytes;
        row->device_version = sealed.key_version;
    }
    return err;
}

enum err session_device_open(struct change *change, const struct session_row *row,
                             struct text *device_out)
{
    struct sealed sealed = {row->device_sealed, row->device_version};
    struct text device = {0};
    enum err err = vault_open_sealed(change->vault, change->arena, device_place(row),
                                     sealed, &device);
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    *device_out = device;
    return OK;
}

enum err session_device_is_new(struct change *change, person_id person,
                               struct text device, bool *new_out)
{
    const struct text shown = handle_name_is_valid(device) ? device : (struct text){0};
    struct session_rows before = {0};
    bool is_known = false;
    enum err err = session_store_recent(change->db, change->arena, person,
                                        DEVICES_COMPARED_MAX, &before);
    for (size_t i = 0; err == OK && !is_known && i < before.count; i++) {
        struct text label;
        err = session_device_open(change, &before.rows[i], &label);
        is_known = err == OK && text_equal(label, shown);
    }
    *new_out = err == OK && before.count > 0 && !is_known;
    return err;
}
