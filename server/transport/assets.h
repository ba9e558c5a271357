// The web client's files, embedded when the server is built; nothing is read from disk
// while it runs.
#ifndef TRANSPORT_ASSETS_H
#define TRANSPORT_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

struct asset {
    const char *path; // as in the request: "/" for index.html, "/assets/client-1a2b.js"
    const char *content_type;
    const char *etag; // with its quotes
    const unsigned char *bytes;
    size_t len;
    const unsigned char *gzip_bytes; // NULL where compressing gains nothing
    size_t gzip_len;
    const unsigned char *brotli_bytes; // likewise
    size_t brotli_len;
    bool immutable; // its name changes with its content
};

// In no particular order, about ten; none in a server that was built without a client.
extern const struct asset assets[];
extern const int asset_count;

#endif
