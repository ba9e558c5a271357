// The table of permissions, access.json: who may do what to whom. Whether it is whole
// and does as the policy says is judged by tests/lib/access/table.js, and cell by cell
// by tests/integration/access.test.js.
#ifndef PROTOCOL_ACCESS_H
#define PROTOCOL_ACCESS_H

#include <jansson.h>
#include <stdio.h>

// Owner: the caller.
json_t *access_load(const char *folder);

void emit_access_page(const json_t *access, FILE *out);

#endif
