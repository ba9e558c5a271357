#include "domain/matching/matching_explain.h"

#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES 600 // sentences, labels and phrases are short: see the data file
#define CANDIDATES_MAX 96  // topics, and one for each other field at most
#define NAMED_TOPICS_MAX 5 // topics that a reason names

// What matters when experiences in common are put in order: shares of 1000.
#define WORTH_TOPICS 400
#define WORTH_TOPIC_PAST 20 // both have been through it; it is not what she wants now
#define WORTH_OTHERS 5      // what no criterion counts

// Something in common.
struct candidate {
    enum matching_field field;
    int option;
    int worth;
};

struct candidates {
    struct candidate items[CANDIDATES_MAX];
    int count;
};

_Static_assert(MATCHING_TOPICS_COUNT + MATCHING_FIELD_ROWS + 2 <= CANDIDATES_MAX &&
                   MATCHING_CRITERIA <= CANDIDATES_MAX,
               "there is room for all that two people can have in common");

static void add(struct candidates *list, enum matching_field field, int option,
                int worth)
{
    const struct matching_field_row *row = &matching_fields[field];
    if (row->shared.len > 0 && row->options[option].phrase.len > 0) {
        list->items[list->count++] = (struct candidate){field, option, worth};
    }
}

static bool both_show(const struct matching_side *a, const struct matching_side *b,
                      enum matching_field field)
{
    return matching_side_shows(a, field) && matching_side_shows(b, field);
}

// How much the topic counts for her, in halves.
static int topic_halves(const struct matching_side *carer, int topic)
{
    for (int i = 0; i < MATCHING_RANKS; i++) {
        if (carer->top_three[i] == topic + 1) {
            return matching_rank_halves[i];
        }
    }
    return ((carer->topics_now | carer->topics_want) >> topic & 1) != 0 ? 2 : 0;
}

// What both live with or have been through.
static void add_topics(struct candidates *list, const struct matching_side *carer,
                       const struct matching_side *supporter)
{
    int all = 0;
    uint32_t lived = (carer->topics_now | carer->topics_been) & supporter->topics_been &
                     ~supporter->topics_not_now & ~carer->topics_not;
    if (!both_show(carer, supporter, MATCHING_FIELD_TOPICS)) {
        return;
    }
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        all += topic_halves(carer, i);
    }
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        int halves = topic_halves(carer, i);
        if ((lived >> i & 1) != 0) {
            add(list, MATCHING_FIELD_TOPICS, i,
                halves == 0 ? WORTH_TOPIC_PAST : WORTH_TOPICS * halves / all);
        }
    }
}

// What counts for a field of which both chose the same.
static int field_worth(enum matching_field field)
{
    switch (field) {
    case MATCHING_FIELD_ARRANGEMENT:
        return matching_criteria[MATCHING_CRITERION_ARRANGEMENT].weight;
    case MATCHING_FIELD_RELATIONSHIP:
        return matching_criteria[MATCHING_CRITERION_RELATIONSHIP].weight;
    case MATCHING_FIELD_STAGE:
        return matching_criteria[MATCHING_CRITERION_STAGE].weight / 2;
    case MATCHING_FIELD_HOUSEHOLD:
        return matching_criteria[MATCHING_CRITERION_HOUSEHOLD].weight;
    default:
        return WORTH_OTHERS;
    }
}

static void add_choices(struct candidates *list, const struct matching_side *carer,
                        const struct matching_side *supporter)
{
    for (int i = 1; i < MATCHING_FIELD_ROWS; i++) {
        enum matching_field field = (enum matching_field)i;
        int option = carer->choice[i] - 1;
        if (option >= 0 && option + 1 == supporter->choice[i] &&
            !matching_fields[i].options[option].unlike &&
            both_show(carer, supporter, field)) {
            add(list, field, option, field_worth(field));
        }
    }
}

// Sets that both share something of: the first option in common.
static void add_set(struct candidates *list, enum matching_field field, uint32_t shared,
                    int worth)
{
    for (int i = 0; i < matching_fields[field].option_count; i++) {
        if ((shared >> i & 1) != 0) {
            add(list, field, i, worth);
            return;
        }
    }
}

static void add_sets(struct candidates *list, const struct matching_side *carer,
                     const struct matching_side *supporter)
{
    // That both speak English says nothing about them.
    const uint32_t english = UINT32_C(1) << MATCHING_LANGUAGES_ENGLISH;
    if (both_show(carer, supporter, MATCHING_FIELD_LANGUAGE)) {
        add_set(list, MATCHING_FIELD_LANGUAGE,
                carer->languages & supporter->languages & ~english, WORTH_OTHERS);
    }
    if (both_show(carer, supporter, MATCHING_FIELD_CHILD_AGES)) {
        add_set(list, MATCHING_FIELD_CHILD_AGES,
                (uint32_t)(carer->child_ages & supporter->child_ages),
                matching_criteria[MATCHING_CRITERION_CHILD_AGES].weight);
    }
}

// Takes the most important candidate off the list; the first of equals.
static struct candidate take_best(struct candidates *list)
{
    int best = 0;
    for (int i = 1; i < list->count; i++) {
        if (list->items[i].worth > list->items[best].worth) {
            best = i;
        }
    }
    struct candidate taken = list->items[best];
    list->count--;
    memmove(&list->items[best], &list->items[best + 1],
            (size_t)(list->count - best) * sizeof(taken));
    return taken;
}

// `sentence` with its "{}" turned into `phrase`.
static struct text fill_in(struct arena *arena, struct text sentence,
                           struct text phrase)
{
    char line[LINE_MAX_BYTES];
    const char *gap = strstr(sentence.s, "{}"); // the generator sees to it
    int len = snprintf(line, sizeof(line), "%.*s%.*s%s", (int)(gap - sentence.s),
                       sentence.s, (int)phrase.len, phrase.s, gap + 2);
    return arena_text(arena, (struct text){line, (size_t)len});
}

static struct text phrase_of_one(const struct matching_field_row *row, int choice)
{
    const struct matching_option_row *option = &row->options[choice - 1];
    return option->single.len > 0 ? option->single : option->phrase;
}

// What the two are where they differ, the gap for the name left open; empty where one
// of the two has no words for it.
static struct text tell_apart(struct arena *arena, const struct matching_field_row *row,
                              int own, int other)
{
    char line[LINE_MAX_BYTES];
    const struct text mine = phrase_of_one(row, own);
    const struct text theirs = phrase_of_one(row, other);
    if (mine.len == 0 || theirs.len == 0) {
        return TEXT("");
    }
    const char *first = strstr(row->difference.s, "{}"); // the generator sees to it
    const char *last = strstr(strstr(first + 2, "{}") + 2, "{}");
    int len = snprintf(line, sizeof(line), "%.*s%s%.*s%s%s",
                       (int)(first - row->difference.s), row->difference.s, mine.s,
                       (int)(last - first - 2), first + 2, theirs.s, last + 2);
    return arena_text(arena, (struct text){line, (size_t)len});
}

// The first field of which they chose differently and which may be told.
static struct text find_difference(struct arena *arena,
                                   const struct matching_side *reader,
                                   const struct matching_side *other)
{
    struct text told = TEXT("");
    for (int i = 1; i < MATCHING_FIELD_ROWS && told.len == 0; i++) {
        const struct matching_field_row *row = &matching_fields[i];
        if (row->difference.len > 0 && reader->choice[i] != other->choice[i] &&
            both_show(reader, other, (enum matching_field)i)) {
            told = tell_apart(arena, row, reader->choice[i], other->choice[i]);
        }
    }
    return told;
}

void matching_explain(struct arena *arena, const struct matching_side *carer,
                      const struct matching_side *supporter, bool carer_reads,
                      struct matching_words *words_out)
{
    struct candidates list = {.count = 0};
    memset(words_out, 0, sizeof(*words_out));
    add_topics(&list, carer, supporter);
    add_choices(&list, carer, supporter);
    add_sets(&list, carer, supporter);
    while (words_out->shared_count < MATCHING_SHARED_MAX && list.count > 0) {
        struct candidate best = take_best(&list);
        const struct matching_field_row *row = &matching_fields[best.field];
        words_out->shared[words_out->shared_count++] =
            fill_in(arena, row->shared, row->options[best.option].phrase);
    }
    words_out->difference = carer_reads ? find_difference(arena, carer, supporter)
                                        : find_difference(arena, supporter, carer);
}

void matching_explain_name(struct arena *arena, struct text name,
                           struct matching_words *words)
{
    const struct text line = arena_text(arena, words->difference); // ends with a NUL
    bool is_told = name.len > 0 && strstr(line.s, "{}") != NULL;
    words->difference = is_told ? fill_in(arena, line, name) : TEXT("");
}

// -- for the coordinator

// The topics that counted, the carer's top three first.
static void name_topics(const struct matching_side *carer,
                        const struct matching_side *supporter, char *line, size_t room)
{
    uint32_t shared = supporter->topics_been & ~supporter->topics_not_now;
    int named = 0;
    size_t len = 0;
    for (int halves = matching_rank_halves[0]; halves >= 2; halves--) {
        for (int i = 0; i < MATCHING_TOPICS_COUNT && named < NAMED_TOPICS_MAX; i++) {
            if ((shared >> i & 1) != 0 && topic_halves(carer, i) == halves) {
                len += (size_t)snprintf(
                    line + len, room - len, "%s%s", named++ == 0 ? ": " : "; ",
                    matching_fields[MATCHING_FIELD_TOPICS].options[i].phrase.s);
            }
        }
    }
}

static struct text reason(struct arena *arena, const struct matching_side *carer,
                          const struct matching_side *supporter,
                          const struct matching_score *score,
                          enum matching_criterion criterion)
{
    char line[LINE_MAX_BYTES];
    char topics[LINE_MAX_BYTES / 2] = "";
    const struct matching_criterion_row *row = &matching_criteria[criterion];
    int points = score->parts[criterion];
    int of = score->of[criterion];
    const char *words = points == 0    ? row->none.s
                        : points == of ? row->full.s
                                       : row->part.s;
    if (criterion == MATCHING_CRITERION_TOPICS) {
        name_topics(carer, supporter, topics, sizeof(topics));
    }
    int len = (score->known_bits >> criterion & 1) == 0
                  ? snprintf(line, sizeof(line),
                             "%s: not known; counted as the average, %d of %d",
                             row->label.s, points, of)
                  : snprintf(line, sizeof(line), "%s%s (%d of %d)", words, topics,
                             points, of);
    return arena_text(arena, (struct text){line, (size_t)len});
}

int matching_reasons(struct arena *arena, const struct matching_side *carer,
                     const struct matching_side *supporter,
                     const struct matching_score *score,
                     struct text lines[static MATCHING_CRITERIA])
{
    struct candidates list = {.count = 0};
    int count = 0;
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        bool known = (score->known_bits >> i & 1) != 0;
        if (score->of[i] > 0) {
            list.items[list.count++] = (struct candidate){
                .option = i,
                .worth = score->parts[i] + (known ? MATCHING_SCORE_MAX : 0)};
        }
    }
    while (list.count > 0) {
        lines[count++] = reason(arena, carer, supporter, score,
                                (enum matching_criterion)take_best(&list).option);
    }
    return count;
}
