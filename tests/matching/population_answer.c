#include "population_answer.h"

#include <stdio.h>

static void say(struct population_answer *out, const struct matching_option_row *option,
                const struct matching_option_row *mark)
{
    char *bytes = out->bytes[out->count];
    int len = snprintf(bytes, POPULATION_VALUE_BYTES, "%s%s%s", option->code.s,
                       mark == NULL ? "" : ":", mark == NULL ? "" : mark->code.s);
    out->values[out->count++] = (struct text){bytes, (size_t)len};
}

static void say_set(struct population_answer *out, const struct matching_field_row *row,
                    uint32_t set, const struct matching_option_row *mark)
{
    for (int i = 0; i < row->option_count; i++) {
        if ((set >> i & 1) != 0) {
            say(out, &row->options[i], mark);
        }
    }
}

static void say_ranks(struct population_answer *out,
                      const struct matching_field_row *row, const uint8_t *ranks,
                      int count)
{
    for (int i = 0; i < count && ranks[i] != 0; i++) {
        say(out, &row->options[ranks[i] - 1], NULL);
    }
}

static void say_topics(struct population_answer *out,
                       const struct matching_field_row *row,
                       const struct matching_side *side)
{
    say_set(out, row, side->topics_now, &row->marks[MATCHING_TOPIC_MARKS_NOW]);
    say_set(out, row, side->topics_been, &row->marks[MATCHING_TOPIC_MARKS_BEEN]);
    say_set(out, row, side->topics_want, &row->marks[MATCHING_TOPIC_MARKS_WANT]);
    say_set(out, row, side->topics_not, &row->marks[MATCHING_TOPIC_MARKS_NOT]);
}

// What a supporter knows he is happy to talk about, but for what he is not.
static void say_supporter_topics(struct population_answer *out,
                                 const struct matching_field_row *row,
                                 const struct matching_side *side)
{
    say_set(out, row, side->topics_been & ~side->topics_not_now,
            &row->marks[MATCHING_SUPPORTER_MARKS_HAPPY]);
    say_set(out, row, side->topics_not_now,
            &row->marks[MATCHING_SUPPORTER_MARKS_NOT_NOW]);
}

void population_answer(const struct matching_side *side, enum matching_field field,
                       struct population_answer *out)
{
    const struct matching_field_row *row = matching_field_row(field);
    out->count = 0;
    switch (field) {
    case MATCHING_FIELD_TOPICS:
        say_topics(out, row, side);
        return;
    case MATCHING_FIELD_SUPPORTER_TOPICS:
        say_supporter_topics(out, row, side);
        return;
    case MATCHING_FIELD_TOP_THREE:
        say_ranks(out, row, side->top_three, MATCHING_RANKS);
        return;
    case MATCHING_FIELD_MODE:
        say_ranks(out, row, side->mode_order, MATCHING_MODE_COUNT);
        return;
    case MATCHING_FIELD_TIME_GRID:
        say_set(out, row, side->times, NULL);
        return;
    case MATCHING_FIELD_LANGUAGE:
        say_set(out, row, side->languages, NULL);
        return;
    case MATCHING_FIELD_CHILD_AGES:
        say_set(out, row, side->child_ages, NULL);
        return;
    default:
        if (row->kind == MATCHING_KIND_ONE) {
            say_ranks(out, row, &side->choice[field], 1);
        }
    }
}
