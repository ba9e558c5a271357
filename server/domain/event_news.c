#include "domain/event_news.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/care_words.h"
#include "store/matching_words.h"

#define NEWS_MAX 64 // a word and two numbers of at most 19 digits

bool event_news_is(enum event_kind kind)
{
    return kind == EVENT_MATCHING_CHANGED || kind == EVENT_CARE_CHANGED ||
           kind == EVENT_HELP_CARD;
}

static struct text care_text(struct arena *arena, struct text word, int64_t first,
                             int64_t second)
{
    char *line = arena_alloc(arena, NEWS_MAX);
    const int len = snprintf(line, NEWS_MAX, "%.*s %" PRId64 " %" PRId64, (int)word.len,
                             word.s, first, second);

    return (struct text){line, (size_t)len};
}

struct text event_news_write(struct arena *arena, const struct event *event)
{
    if (event->kind == EVENT_CARE_CHANGED) {
        return care_text(arena, care_words_care_news(event->care), event->care_id, 0);
    }
    if (event->kind == EVENT_HELP_CARD) {
        return care_text(arena, care_words_help_card(event->card), event->about.id.v,
                         event->ref);
    }
    return matching_words_matching_news(event->news);
}

void event_news_hide(struct event *event)
{
    if (event->kind == EVENT_HELP_CARD) {
        event->about.id = (conversation_id){0};
        event->ref = 0;
    }
}

// The two numbers after the first word of `line`, which becomes that word.
static enum err split(struct text *line, int64_t numbers_out[2])
{
    char copy[NEWS_MAX + 1];
    char *end = copy;

    if (line->len > NEWS_MAX || memchr(line->s, ' ', line->len) == NULL) {
        return ERR_CORRUPT;
    }
    memcpy(copy, line->s, line->len);
    copy[line->len] = '\0';
    line->len = strcspn(copy, " ");
    numbers_out[0] = strtoll(copy + line->len, &end, 10);
    numbers_out[1] = strtoll(end, &end, 10);
    return *end == '\0' ? OK : ERR_CORRUPT;
}

enum err event_news_read(struct event *event)
{
    struct text word = event->text;
    int64_t numbers[2] = {0, 0};

    if (event->kind == EVENT_MATCHING_CHANGED) {
        event->news = matching_words_matching_news_parse(word);
        return OK;
    }
    const enum err err = split(&word, numbers);
    if (err == OK && event->kind == EVENT_CARE_CHANGED) {
        event->care = care_words_care_news_parse(word);
        event->care_id = numbers[0];
    } else if (err == OK) {
        event->card = care_words_help_card_parse(word);
        event->about.id = (conversation_id){numbers[0]};
        event->ref = numbers[1];
    }
    return err;
}
