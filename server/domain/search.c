#include "domain/search.h"

#include "base/unicode.h"
#include "domain/access.h"
#include "domain/audience.h"
#include "domain/cards.h"
#include "domain/event.h"
#include "domain/history.h"
#include "store/event_store.h"

#include <string.h>

#define BATCH 128 // events opened with an arena of their own; a part of a slice

struct search {
    struct change *change;
    const struct search_query *query;
    struct grant grant;
    struct viewer viewer;
    struct history_window window;
    struct text words[SEARCH_WORDS_MAX];
    int word_count;
    struct cards cards;
    struct cards authors; // of what was looked at
    struct event *events;
    int count;
    size_t bytes; // of the page so far
    int64_t at;   // the next seq to look at
};

// ---- the words

static enum err words_refused(struct change *change)
{
    change->at_fault = "words";
    return ERR_BAD_REQUEST;
}

// The next word of `rest`, which goes on after it. Returns whether there is one.
static bool next_word(struct text *rest, struct text *word_out)
{
    size_t begin = 0;
    size_t end = 0;

    while (begin < rest->len && rest->s[begin] == ' ') {
        begin++;
    }
    for (end = begin; end < rest->len && rest->s[end] != ' '; end++) {
    }
    *word_out = (struct text){rest->s + begin, end - begin};
    *rest = (struct text){rest->s + end, rest->len - end};
    return word_out->len > 0;
}

static enum err words_read(struct search *search)
{
    struct text rest;
    struct text word;
    enum err err = unicode_plain(search->change->arena, search->query->words, &rest);

    if (err != OK) {
        return words_refused(search->change);
    }
    while (next_word(&rest, &word)) {
        if (search->word_count == SEARCH_WORDS_MAX) {
            return words_refused(search->change);
        }
        search->words[search->word_count++] = word;
    }
    return search->word_count == 0 ? words_refused(search->change) : OK;
}

static bool has_word(const struct search *search, struct text plain, struct text word)
{
    size_t from = 0;
    const char *found = NULL;

    while (from <= plain.len && (found = memmem(plain.s + from, plain.len - from,
                                                word.s, word.len)) != NULL) {
        const size_t at = (size_t)(found - plain.s);
        if (!search->query->whole || unicode_stands_alone(plain, at, word.len)) {
            return true;
        }
        from = at + 1;
    }
    return false;
}

static bool has_words(const struct search *search, struct arena *arena,
                      struct text text, struct text cover)
{
    struct text plain;
    struct text plain_cover;

    if (unicode_plain(arena, text, &plain) != OK ||
        unicode_plain(arena, cover, &plain_cover) != OK) {
        return false;
    }
    for (int i = 0; i < search->word_count; i++) {
        if (!has_word(search, plain, search->words[i]) &&
            !has_word(search, plain_cover, search->words[i])) {
            return false;
        }
    }
    return true;
}

// ---- the messages

// Whether she may read the message and it has the words; `quick` opens it for the look
// alone.
static enum err is_found(struct search *search, struct change *quick,
                         const struct event_row *row, bool *found_out)
{
    struct text text;
    struct text cover;
    struct person_card author = {0};

    *found_out = false;
    if (row->event.removed || !access_event_visible(&search->viewer, &row->event)) {
        return OK;
    }
    enum err err = cards_get(search->change, &search->authors, row->event.by, &author);
    if (err != OK || author.former) { // kept for a record, at most (domain/history.c)
        return err;
    }
    err = event_open_covered(quick, row, &text, &cover);
    if (err == OK) {
        *found_out = has_words(search, quick->arena, text, cover);
    }
    return err == ERR_GONE ? OK : err; // removed, or its author's key is no more
}

// Read once more, so that it outlives the batch.
static enum err add_found(struct search *search, int64_t seq)
{
    struct change *change = search->change;
    struct event_row row = {0};
    struct event event;
    struct person_card by;
    enum err err = event_store_get(change->db, change->arena,
                                   search->query->conversation, seq, &row);

    if (err == OK) {
        err = event_render(change, &row, &search->cards, &event);
    }
    if (err == OK) {
        err = cards_get(change, &search->cards, event.by, &by);
    }
    if (err == OK) {
        event.epoch = search->grant.conversation.epoch;
        search->bytes += history_event_bytes(&event);
        search->events[search->count++] = event;
    }
    return err;
}

static bool is_full(const struct search *search)
{
    return search->count == SEARCH_FOUND_MAX || search->bytes >= HISTORY_PAGE_BYTES / 2;
}

// Looks at the events from search->at down, as many as a batch has.
static enum err look_at_batch(struct search *search)
{
    struct change quick = *search->change;
    struct event_row *rows = NULL;
    int count = 0;
    const int64_t first = search->at - BATCH + 1;
    const struct event_range range = {
        .conversation = search->query->conversation,
        .from = first > search->window.floor ? first : search->window.floor,
        .to = search->at,
        .newest_first = true,
        .limit = BATCH};

    quick.arena = arena_new();
    enum err err = event_store_messages(quick.db, quick.arena, &range, &rows, &count);
    search->at = range.from - 1;
    for (int i = 0; i < count && err == OK; i++) {
        bool found = false;
        err = is_found(search, &quick, &rows[i], &found);
        if (err == OK && found) {
            err = add_found(search, rows[i].event.seq);
        }
        if (err == OK && is_full(search)) {
            search->at = rows[i].event.seq - 1;
            break;
        }
    }
    arena_free(quick.arena);
    return err;
}

static enum err look(struct search *search, int64_t *looked_out)
{
    const int64_t begin = search->at;
    enum err err = OK;

    while (err == OK && search->at >= search->window.floor && !is_full(search) &&
           begin - search->at < SEARCH_EVENTS_MAX) {
        err = look_at_batch(search);
    }
    *looked_out = begin - search->at;
    return err;
}

enum err search_read(struct change *change, const struct search_query *query,
                     struct search_page *page_out)
{
    struct search search = {.change = change, .query = query};
    int64_t looked = 0;
    enum err err = access_reader(change, query->conversation, &search.grant);

    if (err == OK) {
        err = audience_viewer(change, &search.grant, &search.viewer);
    }
    if (err == OK) {
        err = words_read(&search);
    }
    if (err == OK) {
        search.window = history_window(&search.grant);
        search.cards.group = history_group(&search.grant);
        search.events =
            arena_array(change->arena, SEARCH_FOUND_MAX, sizeof *search.events);
        search.at = search.window.ceiling;
        if (query->before > 0 && query->before - 1 < search.at) {
            search.at = query->before - 1;
        }
        err = look(&search, &looked);
    }
    if (err == OK) {
        *page_out = (struct search_page){
            .events = search.events,
            .count = search.count,
            .people = search.cards.items,
            .people_count = (int)search.cards.count,
            .next = search.at >= search.window.floor ? search.at + 1 : 0,
            .looked = looked};
    }
    return err;
}
