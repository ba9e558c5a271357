// A map from the first 8 bytes of a token's hash; the whole hash is compared.
#include "transport/ticket.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

struct kept_ticket {
    struct secret_hash hash;
    struct ticket ticket;
};

struct tickets {
    struct map *map;
};

static uint64_t ticket_key(const struct secret_hash *hash)
{
    uint64_t key = 0;

    memcpy(&key, hash->bytes, sizeof key);
    return key | 1; // a map has no key 0
}

struct tickets *tickets_new(void)
{
    struct tickets *tickets = mem_new(1, sizeof *tickets);

    tickets->map = map_new();
    return tickets;
}

void tickets_free(struct tickets *tickets)
{
    if (tickets == NULL) {
        return;
    }
    tickets_sweep(tickets, INT64_MAX);
    map_free(tickets->map);
    free(tickets);
}

bool tickets_add(struct tickets *tickets, struct text token,
                 const struct ticket *ticket)
{
    struct secret_hash hash = secret_hash(token);
    uint64_t key = ticket_key(&hash);

    if (map_count(tickets->map) >= TICKETS_MAX || map_get(tickets->map, key) != NULL) {
        return false;
    }
    struct kept_ticket *kept = mem_new(1, sizeof *kept);
    kept->hash = hash;
    kept->ticket = *ticket;
    map_put(tickets->map, key, kept);
    return true;
}

bool tickets_use(struct tickets *tickets, struct text token, int64_t now_ms,
                 struct ticket *ticket_out)
{
    struct secret_hash hash = secret_hash(token);
    uint64_t key = ticket_key(&hash);
    struct kept_ticket *kept = map_get(tickets->map, key);

    if (kept == NULL || !secret_hash_equal(kept->hash, hash)) {
        return false;
    }
    (void)map_remove(tickets->map, key);
    bool is_fresh = kept->ticket.expires_ms > now_ms;
    *ticket_out = kept->ticket;
    free(kept);
    return is_fresh;
}

void tickets_sweep(struct tickets *tickets, int64_t now_ms)
{
    struct kept_ticket *kept = NULL;
    size_t cursor = 0;
    uint64_t key = 0;

    while ((kept = map_next(tickets->map, &cursor, &key)) != NULL) {
        if (kept->ticket.expires_ms <= now_ms) {
            (void)map_remove(tickets->map, key);
            free(kept);
        }
    }
}
