#include "domain/matching/match_card.h"

#include "base/buf.h"
#include "domain/matching/matching_pool.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/match_store.h"

#include <string.h>

// A card is stored as lines, each after two letters: who reads it, and what it is.
#define LINE_SHARED 's'
#define LINE_DIFFERENCE 'd'
#define LINE_HEAD 2

static char reader_letter(enum match_side side)
{
    return side == MATCH_SIDE_CARER ? 'c' : 's';
}

#define MATCHES_OF_ONE_MAX 1000 // bounds the loop, far beyond one person's

// A card is a handful of sentences: nothing near this.
#define CARD_BYTES_MAX 8192

static enum err line_put(struct buf *buf, enum match_side side, char what,
                         struct text t)
{
    const char head[LINE_HEAD] = {reader_letter(side), what};
    enum err err = buf_append(buf, (struct text){head, LINE_HEAD});
    if (err == OK) {
        err = buf_append(buf, t);
    }
    return err == OK ? buf_append(buf, TEXT("\n")) : err;
}

static enum err words_put(struct buf *buf, enum match_side side,
                          const struct matching_words *words)
{
    enum err err = OK;
    for (int i = 0; i < words->shared_count && err == OK; i++) {
        err = line_put(buf, side, LINE_SHARED, words->shared[i]);
    }
    if (err == OK && words->difference.len > 0) {
        err = line_put(buf, side, LINE_DIFFERENCE, words->difference);
    }
    return err;
}

static void line_take(struct text line, enum match_side side,
                      struct matching_words *words)
{
    if (line.len <= LINE_HEAD || line.s[0] != reader_letter(side)) {
        return;
    }
    struct text rest = {line.s + LINE_HEAD, line.len - LINE_HEAD};
    if (line.s[1] == LINE_DIFFERENCE) {
        words->difference = rest;
    } else if (words->shared_count < MATCHING_SHARED_MAX) {
        words->shared[words->shared_count++] = rest;
    }
}

static struct seal_place card_place(const struct match *match)
{
    struct key_scope carer = {.person = match->carer};
    return (struct seal_place){"match", "card_sealed", match->id.v, 0, carer};
}

static enum err card_write(struct change *change, const struct match *match,
                           struct buf *buf)
{
    struct matching_pool_pair *pair = arena_alloc(change->arena, sizeof(*pair));
    struct matching_run_pair who = {match->carer, match->supporter};
    enum err err = matching_pool_pair(change, &who, match->id, pair);
    for (int side = 0; side < 2 && err == OK; side++) {
        struct matching_words words = {.shared_count = 0};
        matching_explain(change->arena, &pair->carer, &pair->supporter,
                         side == MATCH_SIDE_CARER, &words);
        err = words_put(buf, (enum match_side)side, &words);
    }
    return err;
}

enum err match_card_make(struct change *change, struct match_row *row)
{
    struct buf buf;
    struct sealed sealed = {0};
    buf_init(&buf, CARD_BYTES_MAX);
    enum err err = card_write(change, &row->match, &buf);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena, card_place(&row->match),
                         buf_text(&buf), &sealed);
    }
    if (err == OK) {
        row->card_sealed = sealed.bytes;
        row->card_version = sealed.key_version;
        err = match_store_set_card(change->db, row);
    }
    buf_clear(&buf);
    return err;
}

enum err match_card_renew(struct change *change, person_id person)
{
    struct match_of query = {
        .person = person, .since_utc_ms = INT64_MAX, .limit = MATCHES_OF_ONE_MAX};
    struct match_list list;
    enum err err = match_store_of(change->db, change->arena, &query, &list);
    for (size_t i = 0; i < list.count && err == OK; i++) {
        struct match_row row;
        err = match_store_get(change->db, change->arena, list.rows[i].id, &row);
        if (err == OK) {
            err = match_card_make(change, &row);
        }
    }
    return err;
}

static enum err name_other(struct change *change, const struct match_row *row,
                           enum match_side side, struct matching_words *words)
{
    struct person_card other = {0};
    const person_id id =
        side == MATCH_SIDE_CARER ? row->match.supporter : row->match.carer;
    enum err err = person_card(change, id, &other);
    if (err == OK) {
        matching_explain_name(change->arena, other.name, words);
    }
    return err;
}

enum err match_card_read(struct change *change, const struct match_row *row,
                         enum match_side side, struct matching_words *words_out)
{
    struct sealed sealed = {row->card_sealed, row->card_version};
    struct matching_words words = {.shared_count = 0};
    struct text card = {0};
    enum err err = vault_open_sealed(change->vault, change->arena,
                                     card_place(&row->match), sealed, &card);
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    for (size_t from = 0; err == OK && from < card.len;) {
        const char *end = memchr(card.s + from, '\n', card.len - from);
        size_t len = end == NULL ? card.len - from : (size_t)(end - card.s) - from;
        line_take((struct text){card.s + from, len}, side, &words);
        from += len + 1;
    }
    err = words.difference.len == 0 ? OK : name_other(change, row, side, &words);
    if (err == OK) {
        *words_out = words;
    }
    return err;
}
