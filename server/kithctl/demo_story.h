// What the people of the made-up organisation told about themselves, so that there is a
// waiting list to match. Nobody in it exists. Only data.
#ifndef KITHCTL_DEMO_STORY_H
#define KITHCTL_DEMO_STORY_H

#include <stdbool.h>
#include <stddef.h>

#define STORY_ANSWERS_MAX 16
#define STORY_VALUES_MAX 10

// Codes of protocol/matching/fields.json; lists end with NULL.
struct story_answer {
    const char *field;
    const char *values[STORY_VALUES_MAX + 1];
};

struct story {
    const char *handle;
    struct story_answer answers[STORY_ANSWERS_MAX + 1];
    // Carers: asked for a buddy so many days ago, 0: has not.
    int days_waiting;
    bool is_screened;
    bool is_urgent;
    // Supporters: people whom she can take on, 0: not a supporter.
    int capacity;
    bool is_supervised; // her supervision is not overdue
};

extern const struct story demo_stories[];
extern const size_t demo_story_count;

// Told by Amara for somebody who has no phone to tell it with.
extern const struct story demo_story_by_phone;

#endif
