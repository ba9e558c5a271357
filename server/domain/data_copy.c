#include "domain/data_copy.h"

#include "base/hex.h"
#include "base/secret.h"
#include "domain/access.h"
#include "domain/cards.h"
#include "domain/care/safe_contact.h"
#include "domain/conversation.h"
#include "domain/data_copy_care.h"
#include "domain/data_copy_group.h"
#include "domain/data_copy_match.h"
#include "domain/event.h"
#include "domain/history.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/audit_store.h"
#include "store/conversation_store.h"
#include "store/cuppa_store.h"
#include "store/data_copy_store.h"
#include "store/event_store.h"
#include "store/stay_store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 50          // of requests, matches and conversations: a few KiB each
#define REPORTS_MAX 10       // a word of staff with each, of 3,000 bytes at most
#define DECISIONS_MAX 2      // a message with each, of 12,000 bytes at most, and a word
#define MESSAGES_MAX 200     // some 40 KiB of ordinary ones
#define SEQS_MAX 4096        // of a conversation looked through for hers: some 10 ms
#define AUDIT_ROWS_MAX 16384 // looked through for a page: some 10 ms
#define LOOKS_MAX 200

// ---- places

// The first letter of a place says which part (k: keys to sign in with, f: safe, h:
// half-hours, e: meetings, t: told the team, y: worries, o: openings, w: words, that is
// messages).
static const char LETTERS[DATA_COPY_PARTS + 1] = "pksfnrhmcgetdyowl";

#define PROOF_BYTES 8 // guessed once in 2^64 tries, at 20 a second
#define PROOF_DIGITS (2 * PROOF_BYTES)
#define PLACE_BYTES (96 + PROOF_DIGITS + 1) // a letter, four dots, three numbers

// The proof that the actor began a copy at `begun_utc_ms`: the rest of the hash is
// zero.
static enum err prove(struct change *change, int64_t begun_utc_ms,
                      struct secret_hash *proof_out)
{
    char number[24];
    struct secret_hash hash;
    const int len = snprintf(number, sizeof number, "%lld", (long long)begun_utc_ms);
    const enum err err = vault_code_hash(change->vault, "copy", change->actor.person,
                                         (struct text){number, (size_t)len}, &hash);

    *proof_out = (struct secret_hash){0};
    if (err == OK) {
        memcpy(proof_out->bytes, hash.bytes, PROOF_BYTES);
    }
    return err;
}

enum err data_copy_place_text(struct change *change, struct data_copy_place place,
                              struct text *word_out)
{
    char word[PLACE_BYTES];
    char digits[PROOF_DIGITS + 1];
    struct secret_hash proof;
    const enum err err = prove(change, place.begun_utc_ms, &proof);

    hex_write(proof.bytes, PROOF_BYTES, digits);
    const int len = snprintf(word, sizeof word, "%c.%lld.%lld.%lld.%s",
                             LETTERS[place.part], (long long)place.a,
                             (long long)place.b, (long long)place.begun_utc_ms, digits);

    *word_out = arena_text(change->arena, (struct text){word, (size_t)len});
    return err;
}

// The number after the dot at `*at`, which goes on after it. The largest few are none:
// a piece that begins there would end beyond what a number holds.
static bool take_number(const char **at, int64_t *number_out)
{
    char *end = NULL;

    if ((*at)[0] != '.' || (*at)[1] < '0' || (*at)[1] > '9') {
        return false;
    }
    errno = 0;
    *number_out = strtoll(*at + 1, &end, 10);
    *at = end;
    return errno == 0;
}

static bool take_place(const char *at, struct data_copy_place *place,
                       const char **proof_out)
{
    const char *letter = at[0] == '\0' ? NULL : strchr(LETTERS, at[0]);

    if (letter == NULL) {
        return false;
    }
    place->part = (enum data_copy_part)(letter - LETTERS);
    at++;
    if (!take_number(&at, &place->a) || !take_number(&at, &place->b) ||
        !take_number(&at, &place->begun_utc_ms) || *at != '.') {
        return false;
    }
    *proof_out = at + 1;
    return place->b <= INT64_MAX - SEQS_MAX &&
           (place->part != DATA_COPY_LOOKS || place->a <= INT64_MAX - AUDIT_ROWS_MAX);
}

enum err data_copy_place_parse(struct change *change, struct text word,
                               struct data_copy_place *place_out)
{
    char copy[PLACE_BYTES] = "";
    const char *given = NULL;
    struct data_copy_place place = {0};
    struct secret_hash proof = {0};
    struct secret_hash read = {0};

    if (word.len >= sizeof copy) {
        return ERR_BAD_REQUEST;
    }
    memcpy(copy, word.s, word.len);
    if (!take_place(copy, &place, &given) ||
        !hex_read(text_of(given), read.bytes, PROOF_BYTES)) {
        return ERR_BAD_REQUEST;
    }
    const enum err err = prove(change, place.begun_utc_ms, &proof);
    if (err != OK) {
        return err;
    }
    if (!secret_hash_equal(proof, read) ||
        change->now_utc_ms - place.begun_utc_ms > DATA_COPY_LIFE_MS) {
        return ERR_EXPIRED;
    }
    *place_out = place;
    return OK;
}

// ---- the parts

// The page ends within its part: after `a` and, in it, after `b`.
static void go_on(struct data_copy_page *page, int64_t a, int64_t b)
{
    page->has_next = true;
    page->next.part = page->part;
    page->next.a = a;
    page->next.b = b;
}

// The next part, if the page was the last one of this.
static void go_to_next_part(struct data_copy_page *page)
{
    if (!page->has_next && page->part + 1 < DATA_COPY_PARTS) {
        page->has_next = true;
        page->next.part = page->part + 1;
    }
}

static struct data_copy_query query_of(const struct change *change, int64_t after)
{
    return (struct data_copy_query){change->actor.person, after, ROWS_MAX};
}

static enum err read_person(struct change *change, const struct data_copy_place *place,
                            struct data_copy_page *page)
{
    (void)place;
    page->count = 1;
    const enum err err = person_find(change, change->actor.person, &page->person);
    return err == OK ? person_own_handle(change, &page->handle) : err;
}

static enum err read_passkeys(struct change *change,
                              const struct data_copy_place *place,
                              struct data_copy_page *page)
{
    (void)place;
    return passkey_list(change, &page->passkeys, &page->count);
}

static enum err read_second_step(struct change *change,
                                 const struct data_copy_place *place,
                                 struct data_copy_page *page)
{
    (void)place;
    page->count = 1;
    return second_factor_status(change, &page->second_step);
}

static enum err read_safe_contact(struct change *change,
                                  const struct data_copy_place *place,
                                  struct data_copy_page *page)
{
    (void)place;
    const enum err err = safe_contact_get(change, &page->safe_contact);
    page->count = err == OK && page->safe_contact.said_utc_ms != 0 ? 1 : 0;
    return err;
}

static enum err read_notices(struct change *change, const struct data_copy_place *place,
                             struct data_copy_page *page)
{
    const enum err err =
        account_notice_kept(change, place->a, ROWS_MAX, &page->notices, &page->count);
    if (err == OK && page->count == ROWS_MAX) {
        go_on(page, page->notices[ROWS_MAX - 1].notice.id, 0);
    }
    return err;
}

static enum err open_reason(struct change *change,
                            const struct data_copy_request_row *row,
                            struct text *reason_out)
{
    const struct seal_place place = {"matching_request", "closed_reason_sealed",
                                     row->request.id.v, 0,
                                     (struct key_scope){.person = row->request.carer}};
    const struct sealed sealed = {row->reason_sealed, row->reason_version};

    return vault_open_sealed(change->vault, change->arena, place, sealed, reason_out);
}

static enum err read_requests(struct change *change,
                              const struct data_copy_place *place,
                              struct data_copy_page *page)
{
    const struct data_copy_query query = query_of(change, place->a);
    struct data_copy_request_row *rows = NULL;
    enum err err = data_copy_store_requests(change->db, change->arena, &query, &rows,
                                            &page->count);

    page->requests = arena_array(change->arena, page->count, sizeof *page->requests);
    for (size_t i = 0; i < page->count && err == OK; i++) {
        page->requests[i].request = rows[i].request;
        err = open_reason(change, &rows[i], &page->requests[i].closed_reason);
    }
    if (err == OK && page->count == ROWS_MAX) {
        go_on(page, rows[ROWS_MAX - 1].request.id.v, 0);
    }
    return err;
}

// Whether her screens show `cuppa`: not, where the two may not know of each other.
static enum err is_cuppa_known(struct change *change, struct cards *cards,
                               const struct cuppa *cuppa, bool *known_out)
{
    const bool is_carer = person_id_equal(cuppa->carer, change->actor.person);
    struct person_card other;

    *known_out = cuppa->supporter.v == 0;
    if (*known_out) {
        return OK;
    }
    const enum err err =
        cards_see(change, cards, is_carer ? cuppa->supporter : cuppa->carer, &other);
    *known_out = err == OK && other.id.v != 0;
    return err;
}

static enum err read_cuppas(struct change *change, const struct data_copy_ids *ids,
                            struct data_copy_page *page)
{
    struct cards cards = {0};
    enum err err = OK;

    page->cuppas = arena_array(change->arena, ids->count, sizeof *page->cuppas);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        struct cuppa *cuppa = &page->cuppas[page->count];
        bool is_known = false;
        err =
            cuppa_store_get(change->db, change->arena, (cuppa_id){ids->ids[i]}, cuppa);
        if (err == OK) {
            err = is_cuppa_known(change, &cards, cuppa, &is_known);
        }
        page->count += is_known ? 1 : 0;
    }
    return err;
}

static enum err read_matches(struct change *change, const struct data_copy_ids *ids,
                             struct data_copy_page *page)
{
    enum err err = OK;

    page->matches = arena_array(change->arena, ids->count, sizeof *page->matches);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        bool is_known = false;
        err = data_copy_match_read(change, (match_id){ids->ids[i]},
                                   &page->matches[page->count], &is_known);
        page->count += is_known ? 1 : 0;
    }
    return err;
}

static enum err read_conversation(struct change *change, conversation_id id,
                                  struct data_copy_conversation *conversation)
{
    const struct stay_query query = {
        .conversation = id, .person = change->actor.person, .limit = STAYS_MAX};
    struct conversation_row row = {0};
    struct stay_set set;
    struct stay *stays = NULL;
    enum err err = stay_store_of(change->db, change->arena, query, &set);

    if (err == OK) {
        stays = arena_array(change->arena, (size_t)set.count, sizeof *stays);
        for (int i = 0; i < set.count; i++) {
            stays[i] = set.rows[i].stay;
        }
        err = conversation_store_get(change->db, change->arena, id, &row);
    }
    if (err == OK) {
        *conversation = (struct data_copy_conversation){
            .id = id,
            .kind = row.conversation.kind,
            .stays = stays,
            .stay_count = set.count,
        };
    }
    // That of a pair is the other one's name.
    return err == OK && row.conversation.kind == CONVERSATION_GROUP
               ? conversation_title(change, &row, change->actor.person,
                                    &conversation->title)
               : err;
}

static enum err read_conversations(struct change *change,
                                   const struct data_copy_ids *ids,
                                   struct data_copy_page *page)
{
    enum err err = OK;

    page->count = ids->count;
    page->conversations =
        arena_array(change->arena, ids->count, sizeof *page->conversations);
    for (size_t i = 0; i < ids->count && err == OK; i++) {
        err = read_conversation(change, (conversation_id){ids->ids[i]},
                                &page->conversations[i]);
    }
    return err;
}

// The parts whose rows have ids: which ones, how many to a page, and how they are read.
static const struct by_id {
    enum data_copy_kind kind;
    int limit;
    enum err (*read)(struct change *change, const struct data_copy_ids *ids,
                     struct data_copy_page *page);
} BY_ID[DATA_COPY_PARTS] = {
    [DATA_COPY_CUPPAS] = {DATA_COPY_KIND_CUPPA,        ROWS_MAX,      read_cuppas            },
    [DATA_COPY_MATCHES] = {DATA_COPY_KIND_MATCH,        ROWS_MAX,      read_matches           },
    [DATA_COPY_CONVERSATIONS] = {DATA_COPY_KIND_CONVERSATION, ROWS_MAX,
                          read_conversations                                                 },
    [DATA_COPY_REPORTS] = {DATA_COPY_KIND_REPORT,       REPORTS_MAX,   data_copy_care_reports },
    [DATA_COPY_DECISIONS] = {DATA_COPY_KIND_VERDICT,      DECISIONS_MAX,
                          data_copy_care_decisions                                           },
    [DATA_COPY_CONCERNS] = {DATA_COPY_KIND_CONCERN,      ROWS_MAX,      data_copy_care_concerns},
    [DATA_COPY_OPENINGS] = {DATA_COPY_KIND_OPENING,      ROWS_MAX,      data_copy_care_openings},
};

static enum err read_by_id(struct change *change, const struct data_copy_place *place,
                           struct data_copy_page *page)
{
    const struct by_id *part = &BY_ID[place->part];
    const struct data_copy_query query = {change->actor.person, place->a, part->limit};
    struct data_copy_ids ids = {0};
    enum err err =
        data_copy_store_ids(change->db, change->arena, part->kind, &query, &ids);

    if (err == OK) {
        err = part->read(change, &ids, page);
    }
    if (err == OK && ids.count == (size_t)part->limit) {
        go_on(page, ids.ids[ids.count - 1], 0);
    }
    return err;
}

static enum err read_groups(struct change *change, const struct data_copy_place *place,
                            struct data_copy_page *page)
{
    struct data_copy_group_query query = {change->actor.person, place->a, place->b,
                                          ROWS_MAX};
    const enum err err =
        data_copy_group_list(change, &query, &page->groups, &page->count);

    if (err == OK && page->count == ROWS_MAX) {
        go_on(page, query.conversation, query.stay);
    }
    return err;
}

static enum err read_meetings(struct change *change,
                              const struct data_copy_place *place,
                              struct data_copy_page *page)
{
    const struct data_copy_query query = query_of(change, place->a);
    const enum err err =
        data_copy_group_meetings(change, &query, &page->meetings, &page->count);

    if (err == OK && page->count == ROWS_MAX) {
        go_on(page, page->meetings[ROWS_MAX - 1].meeting.id.v, 0);
    }
    return err;
}

static enum err open_message(struct change *change, const struct event_row *row,
                             struct event *event)
{
    *event = row->event;
    const enum err err =
        row->event.removed
            ? OK
            : event_open_covered(change, row, &event->text, &event->cover);
    if (err == ERR_GONE) {
        event->removed = true;
        return OK;
    }
    return err;
}

// Hers of `range`, as many as fit; `full_out` says that there may be more in it.
static enum err read_messages_of(struct change *change, const struct event_range *range,
                                 struct data_copy_page *page, bool *full_out)
{
    struct event_row *rows = NULL;
    size_t bytes = 0;
    int count = 0;
    enum err err = event_store_own(change->db, change->arena, range, &rows, &count);

    page->messages = arena_array(change->arena, (size_t)count, sizeof *page->messages);
    for (int i = 0; i < count && err == OK && bytes < HISTORY_PAGE_BYTES / 2; i++) {
        struct event *event = &page->messages[page->count];
        err = open_message(change, &rows[i], event);
        bytes += history_event_bytes(event);
        page->count += err == OK ? 1 : 0;
    }
    *full_out = page->count < (size_t)count || count == range->limit;
    return err;
}

// The conversation of `place`, or the one after it where that was read to its end:
// `id_out.v` is 0 where there is none.
static enum err find_conversation(struct change *change,
                                  const struct data_copy_place *place,
                                  conversation_id *id_out)
{
    const struct data_copy_query query = {change->actor.person,
                                          place->b > 0 ? place->a - 1 : place->a, 1};
    struct data_copy_ids ids = {0};
    const enum err err = data_copy_store_ids(change->db, change->arena,
                                             DATA_COPY_KIND_CONVERSATION, &query, &ids);

    *id_out = (conversation_id){err == OK && ids.count > 0 ? ids.ids[0] : 0};
    return err;
}

static enum err read_messages(struct change *change,
                              const struct data_copy_place *place,
                              struct data_copy_page *page)
{
    struct conversation_row row;
    conversation_id id;
    bool is_full = false;
    enum err err = find_conversation(change, place, &id);

    if (err != OK || id.v == 0) {
        return err;
    }
    err = conversation_store_get(change->db, change->arena, id, &row);
    // A place within another conversation is that of one she is not in.
    const int64_t after = id.v == place->a ? place->b : 0;
    const struct event_range range = {.conversation = id,
                                      .from = after + 1,
                                      .to = after + SEQS_MAX,
                                      .limit = MESSAGES_MAX,
                                      .reader = change->actor.person};
    if (err == OK) {
        err = read_messages_of(change, &range, page, &is_full);
    }
    if (err != OK) {
        return err;
    }
    if (is_full) {
        go_on(page, id.v, page->messages[page->count - 1].seq);
    } else if (range.to < row.conversation.head) {
        go_on(page, id.v, range.to);
    } else {
        go_on(page, id.v, 0); // the next conversation
    }
    return OK;
}

static enum err read_looks(struct change *change, const struct data_copy_place *place,
                           struct data_copy_page *page)
{
    const struct data_copy_look_query query = {.person = change->actor.person,
                                               .organisation =
                                                   change->actor.organisation,
                                               .after = place->a,
                                               .rows = AUDIT_ROWS_MAX,
                                               .limit = LOOKS_MAX};
    struct data_copy_look_row *rows = NULL;
    struct audit_link last;
    struct cards cards = {0};
    enum err err = audit_store_last(change->db, &last);

    if (err == OK) {
        err = data_copy_store_looks(change->db, change->arena, &query, &rows,
                                    &page->count);
    }
    page->looks = arena_array(change->arena, page->count, sizeof *page->looks);
    for (size_t i = 0; i < page->count && err == OK; i++) {
        page->looks[i] = (struct data_copy_look){
            .at_utc_ms = rows[i].at_utc_ms,
            .role = rows[i].role,
            .action = rows[i].action,
        };
        err = cards_see(change, &cards, rows[i].actor, &page->looks[i].by);
    }
    if (err == OK && page->count == LOOKS_MAX) {
        go_on(page, rows[LOOKS_MAX - 1].seq, 0);
    } else if (err == OK && query.after + query.rows < last.seq) {
        go_on(page, query.after + query.rows, 0);
    }
    return err;
}

// ---- the copy

typedef enum err read_part(struct change *change, const struct data_copy_place *place,
                           struct data_copy_page *page);

static read_part *const READERS[DATA_COPY_PARTS] = {
    [DATA_COPY_PERSON] = read_person,
    [DATA_COPY_PASSKEYS] = read_passkeys,
    [DATA_COPY_SECOND_STEP] = read_second_step,
    [DATA_COPY_SAFE_CONTACT] = read_safe_contact,
    [DATA_COPY_NOTICES] = read_notices,
    [DATA_COPY_REQUESTS] = read_requests,
    [DATA_COPY_CUPPAS] = read_by_id,
    [DATA_COPY_MATCHES] = read_by_id,
    [DATA_COPY_CONVERSATIONS] = read_by_id,
    [DATA_COPY_GROUPS] = read_groups,
    [DATA_COPY_MEETINGS] = read_meetings,
    [DATA_COPY_REPORTS] = read_by_id,
    [DATA_COPY_DECISIONS] = read_by_id,
    [DATA_COPY_CONCERNS] = read_by_id,
    [DATA_COPY_OPENINGS] = read_by_id,
    [DATA_COPY_MESSAGES] = read_messages,
    [DATA_COPY_LOOKS] = read_looks,
};

enum err data_copy_read(struct change *change, const struct data_copy_place *place,
                        struct data_copy_page *page_out)
{
    struct data_copy_page page = {.part = place->part, .actor = change->actor.person};

    page.next.begun_utc_ms = place->begun_utc_ms;
    const enum err err = READERS[place->part](change, place, &page);

    if (err == OK) {
        go_to_next_part(&page);
        *page_out = page;
    }
    return err;
}
