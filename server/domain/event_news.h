// News in somebody's inbox that says no more than where to look: what is stored of it
// is a few words, sealed like a message's text.
#ifndef DOMAIN_EVENT_NEWS_H
#define DOMAIN_EVENT_NEWS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/event.h"

bool event_news_is(enum event_kind kind);

// What is stored of the news `event`, in `arena`.
struct text event_news_write(struct arena *arena, const struct event *event);

// Takes out of `event`, which is to be stored, what is sealed with the news: which
// message a card of help is about.
void event_news_hide(struct event *event);

// Fills what event->text says into `event`. Errors: ERR_CORRUPT.
enum err event_news_read(struct event *event);

#endif
