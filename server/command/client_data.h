// What a browser says that it asked a device for (Web Authentication Level 2, section
// 5.8.1): JSON in base64url, of which more members may come than are read here.
#ifndef COMMAND_CLIENT_DATA_H
#define COMMAND_CLIENT_DATA_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/passkey.h"

// What is given back lives as long as `arena`. Errors: ERR_BAD_REQUEST: it is not in
// that form.
enum err client_data_read(struct arena *arena, struct text text,
                          struct passkey_client *client_out);

#endif
