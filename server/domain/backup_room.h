// Whether a disk has room for a part of a backup. People come first: each part leaves
// enough for what they write meanwhile.
#ifndef DOMAIN_BACKUP_ROOM_H
#define DOMAIN_BACKUP_ROOM_H

#include <stdint.h>

#include "base/err.h"

// What a backup leaves free on each disk: twice the WAL before it starts over.
#define BACKUP_RESERVE_BYTES (INT64_C(64) * 1024 * 1024)

// That `bytes` more fit beside the reserve on the disk of the folder `dir`, which the
// setting `setting` names. Where the disk does not tell, they do. Errors: ERR_READ_ONLY
// (they do not), logged with what to do.
enum err backup_room_for(const char *setting, const char *dir, int64_t bytes);

#endif
