#include "domain/matching/matching_profile.h"

#include <string.h>

#define BIT(place) (UINT32_C(1) << (place))

// The fields that say what a likeness is about, and how much it matters.
static const struct {
    enum matching_field field;
    enum matching_field matters;
} LIKENESSES[MATCHING_LIKENESSES] = {
    [MATCHING_LIKE_LANGUAGE] = {MATCHING_FIELD_LANGUAGE_PREFERRED,
                                MATCHING_FIELD_LANGUAGE_MATTERS                                 },
    [MATCHING_LIKE_ETHNICITY] = {MATCHING_FIELD_ETHNICITY,
                                MATCHING_FIELD_ETHNICITY_MATTERS                                },
    [MATCHING_LIKE_FAITH] = {MATCHING_FIELD_FAITH,              MATCHING_FIELD_FAITH_MATTERS },
    [MATCHING_LIKE_GENDER] = {MATCHING_FIELD_GENDER,             MATCHING_FIELD_GENDER_MATTERS},
    [MATCHING_LIKE_LGBTQ] = {MATCHING_FIELD_LGBTQ,              MATCHING_FIELD_LGBTQ_MATTERS },
};

const struct matching_field_row *matching_field_row(int64_t number)
{
    return number < 1 || number >= MATCHING_FIELD_ROWS ? NULL
                                                       : &matching_fields[number];
}

enum matching_field matching_field_find(struct text name)
{
    for (int i = 1; i < MATCHING_FIELD_ROWS; i++) {
        if (name.len > 0 && text_equal(matching_fields[i].name, name)) {
            return (enum matching_field)i;
        }
    }
    return MATCHING_FIELD_NONE;
}

int matching_option_find(const struct matching_option_row *rows, int count,
                         struct text code)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(rows[i].code, code)) {
            return i;
        }
    }
    return -1;
}

// The two halves of "option:mark" as places; false where either is unknown.
static bool find_mark(const struct matching_field_row *row, struct text value,
                      int *option_out, int *mark_out)
{
    const char *colon = memchr(value.s, ':', value.len);
    if (colon == NULL) {
        return false;
    }
    struct text option = {value.s, (size_t)(colon - value.s)};
    struct text mark = {colon + 1, value.len - option.len - 1};
    *option_out = matching_option_find(row->options, row->option_count, option);
    *mark_out = matching_option_find(row->marks, row->mark_count, mark);
    return *option_out >= 0 && *mark_out >= 0;
}

static enum err check_text(const struct matching_field_row *row, struct text value)
{
    if (text_is_blank(value) || text_has_control(value, true)) {
        return ERR_BAD_REQUEST;
    }
    return text_chars(value) > (size_t)row->max_chars ? ERR_TOO_LARGE : OK;
}

static enum err check_value(const struct matching_field_row *row, struct text value)
{
    int option;
    int mark;
    if (row->kind == MATCHING_KIND_TEXT) {
        return check_text(row, value);
    }
    bool fits = row->kind == MATCHING_KIND_MARKS
                    ? find_mark(row, value, &option, &mark)
                    : matching_option_find(row->options, row->option_count, value) >= 0;
    return fits ? OK : ERR_BAD_REQUEST;
}

// Whether the answer is "prefer not to say".
static bool is_kept_back(const struct profile_answer *answer)
{
    return answer->value_count == 1 &&
           text_equal(answer->values[0], TEXT(MATCHING_PREFER_NOT));
}

enum err matching_answer_check(const struct profile_answer *answer)
{
    const struct matching_field_row *row = matching_field_row(answer->field);
    if (row == NULL) {
        return ERR_BAD_REQUEST;
    }
    if (is_kept_back(answer)) {
        return OK;
    }
    if (answer->value_count > row->max_values) {
        return ERR_BAD_REQUEST;
    }
    for (int i = 0; i < answer->value_count; i++) {
        enum err err = check_value(row, answer->values[i]);
        if (err != OK) {
            return err;
        }
        for (int j = 0; j < i; j++) {
            if (text_equal(answer->values[i], answer->values[j])) {
                return ERR_BAD_REQUEST;
            }
        }
    }
    return OK;
}

// -- from answers to numbers

static uint32_t set_of(const struct profile_answer *answer)
{
    const struct matching_field_row *row = &matching_fields[answer->field];
    uint32_t set = 0;
    for (int i = 0; i < answer->value_count; i++) {
        int place =
            matching_option_find(row->options, row->option_count, answer->values[i]);
        set |= place < 0 ? 0 : BIT(place);
    }
    return set;
}

// The options of `answer` that carry `mark`.
static uint32_t marked(const struct profile_answer *answer, int mark)
{
    uint32_t set = 0;
    int option;
    int own;
    for (int i = 0; i < answer->value_count; i++) {
        if (find_mark(&matching_fields[answer->field], answer->values[i], &option,
                      &own) &&
            own == mark) {
            set |= BIT(option);
        }
    }
    return set;
}

// Choices in order into the `count` places of `ranks`; what is left over is 0.
static void rank(const struct profile_answer *answer, uint8_t *ranks, int count)
{
    const struct matching_field_row *row = &matching_fields[answer->field];
    int ranked = 0;
    memset(ranks, 0, (size_t)count);
    for (int i = 0; i < answer->value_count && ranked < count; i++) {
        int place =
            matching_option_find(row->options, row->option_count, answer->values[i]);
        if (place >= 0) {
            ranks[ranked++] = (uint8_t)(place + 1);
        }
    }
}

static bool answer_topics(struct matching_side *side,
                          const struct profile_answer *answer)
{
    side->topics_now = marked(answer, MATCHING_TOPIC_MARKS_NOW);
    side->topics_been = marked(answer, MATCHING_TOPIC_MARKS_BEEN);
    side->topics_want = marked(answer, MATCHING_TOPIC_MARKS_WANT);
    side->topics_not = marked(answer, MATCHING_TOPIC_MARKS_NOT);
    return (side->topics_now | side->topics_been | side->topics_want |
            side->topics_not) != 0;
}

static bool answer_choice(struct matching_side *side,
                          const struct profile_answer *answer)
{
    uint8_t choice = 0;
    rank(answer, &choice, 1);
    side->choice[answer->field] = choice;
    for (int i = 0; i < MATCHING_LIKENESSES; i++) {
        if (answer->field == LIKENESSES[i].field) {
            side->likeness[i] = choice;
        }
        if (answer->field == LIKENESSES[i].matters) {
            side->matters[i] = choice;
        }
    }
    return choice != 0;
}

// Fields that matching has a place of its own for; true where something is known.
static bool answer_set(struct matching_side *side, const struct profile_answer *answer)
{
    switch (answer->field) {
    case MATCHING_FIELD_TOPICS:
        return answer_topics(side, answer);
    case MATCHING_FIELD_SUPPORTER_TOPICS:
        side->topics_not_now = marked(answer, MATCHING_SUPPORTER_MARKS_NOT_NOW);
        return answer->value_count > 0;
    case MATCHING_FIELD_TOP_THREE:
        rank(answer, side->top_three, MATCHING_RANKS);
        return side->top_three[0] != 0;
    case MATCHING_FIELD_MODE:
        rank(answer, side->mode_order, MATCHING_MODE_COUNT);
        side->modes = (uint8_t)set_of(answer);
        return side->modes != 0;
    case MATCHING_FIELD_TIME_GRID:
        side->times = set_of(answer);
        return side->times != 0;
    case MATCHING_FIELD_LANGUAGE:
        side->languages = set_of(answer);
        return side->languages != 0;
    case MATCHING_FIELD_CHILD_AGES:
        side->child_ages = (uint8_t)set_of(answer);
        return side->child_ages != 0;
    default: // nothing that a gate or a score looks at
        return answer->value_count > 0;
    }
}

void matching_side_answer(struct matching_side *side,
                          const struct profile_answer *answer)
{
    const struct matching_field_row *row = matching_field_row(answer->field);
    struct profile_answer said = *answer;
    if (row == NULL) {
        return;
    }
    if (is_kept_back(answer)) {
        said.value_count = 0;
    }
    bool known = row->kind == MATCHING_KIND_ONE ? answer_choice(side, &said)
                                                : answer_set(side, &said);
    uint64_t bit = UINT64_C(1) << answer->field;
    side->known = known ? side->known | bit : side->known & ~bit;
    side->shown = known && answer->shown && !row->staff_only ? side->shown | bit
                                                             : side->shown & ~bit;
}

// -- looking at a side

bool matching_side_knows(const struct matching_side *side, enum matching_field field)
{
    return (side->known >> field & 1) != 0;
}

bool matching_side_shows(const struct matching_side *side, enum matching_field field)
{
    return (side->shown >> field & 1) != 0;
}

const struct matching_option_row *matching_side_choice(const struct matching_side *side,
                                                       enum matching_field field)
{
    int choice = side->choice[field];
    return choice == 0 ? NULL : &matching_fields[field].options[choice - 1];
}

bool matching_side_in_crisis(const struct matching_side *side)
{
    const struct matching_option_row *stage =
        matching_side_choice(side, MATCHING_FIELD_STAGE);
    return stage != NULL && stage->crisis;
}

uint32_t matching_side_top_three(const struct matching_side *side)
{
    uint32_t set = 0;
    for (int i = 0; i < MATCHING_RANKS; i++) {
        set |= side->top_three[i] == 0 ? 0 : BIT(side->top_three[i] - 1);
    }
    return set;
}

enum matching_truth matching_side_alike(const struct matching_side *side,
                                        const struct matching_side *other,
                                        enum matching_likeness likeness)
{
    int own = side->likeness[likeness];
    bool of_language = likeness == MATCHING_LIKE_LANGUAGE;
    bool same = of_language ? own != 0 && (other->languages & BIT(own - 1)) != 0
                            : own == other->likeness[likeness];
    if (own == 0 ||
        (of_language ? other->languages == 0 : other->likeness[likeness] == 0)) {
        return MATCHING_UNKNOWN;
    }
    if (same && matching_fields[LIKENESSES[likeness].field].options[own - 1].unlike) {
        return MATCHING_UNKNOWN;
    }
    return same ? MATCHING_YES : MATCHING_NO;
}

void matching_areas_add(struct matching_areas *areas, int place)
{
    if (place >= 0 && place < MATCHING_AREAS_MAX) {
        areas->words[place / 64] |= UINT64_C(1) << place % 64;
    }
}

enum matching_truth matching_areas_near(const struct matching_side *carer,
                                        const struct matching_side *supporter)
{
    uint64_t near = 0;
    uint64_t hers = 0;
    uint64_t his = 0;
    for (int i = 0; i < MATCHING_AREAS_MAX / 64; i++) {
        near |= carer->areas_near.words[i] & supporter->areas.words[i];
        hers |= carer->areas_near.words[i];
        his |= supporter->areas.words[i];
    }
    if (hers == 0 || his == 0) {
        return MATCHING_UNKNOWN;
    }
    return near != 0 ? MATCHING_YES : MATCHING_NO;
}
