#include "population.h"

#include <stdio.h>
#include <string.h>

#define LEN(list) ((int)(sizeof(list) / sizeof((list)[0])))
#define VALUE_MAX 64
#define VALUES_MAX 64

// Councils of Relative Experience in the North East (grandparentsplus.org.uk, case
// study Relative Experience North East): twelve.
#define AREAS 12

// Percent of carers who leave a question out; assumption.
#define SKIPS 12
#define SPECIAL_SKIPS 35 // of those that need a consent of their own; assumption

// Percent of carers of whom little more than the required answers is known; assumption.
#define THIN 8

// Shares of one hundred for each option, in the order of the field's options.
struct shares {
    enum matching_field field;
    int percent[20];
};

static const struct shares CARER_SHARES[] = {
  // 59.2 % of children in kinship care live with a grandparent (Office for National
  // Statistics, Kinship care in England and Wales, Census 2021); among other
  // relatives
  // brothers and sisters are most, 23 % of all in 2011 (Grandparents Plus, State of
  // the
  // Nation 2016). Mother's side more often, friends and others: assumption.
    {MATCHING_FIELD_RELATIONSHIP,    {38, 18, 3, 11, 3, 3, 16, 2, 1, 3, 1, 1}            },
 // "The majority of kinship carers have an informal arrangement" (Kinship, Breaking
  // Point 2023, introduction); fewer among those who ask for support: assumption.
    {MATCHING_FIELD_ARRANGEMENT,     {27, 2, 14, 11, 35, 2, 1, 8}                        },
 // Assumption: people ask for a buddy early.
    {MATCHING_FIELD_STAGE,           {8, 7, 14, 12, 22, 19, 12, 4, 2}                    },
 // 65 % care for one child, 26 % for two (Kinship, Breaking Point 2023).
    {MATCHING_FIELD_CHILDREN_NUMBER, {65, 26, 9}                                         },
 // "Over one-third of respondents in each survey were sole carers" (Kiraly 2015, A
  // review of kinship carer surveys).
    {MATCHING_FIELD_HOUSEHOLD,       {37, 63}                                            },
 // Grandparents make carers an older population (Census 2021, as above); the bands
  // are an assumption.
    {MATCHING_FIELD_AGE_BAND,        {3, 7, 22, 42, 22, 4}                               },
    {MATCHING_FIELD_WORKING,         {22, 26, 52}                                        }, // assumption
  // 36 % were also unpaid carers (Kinship, Make or Break 2024).
    {MATCHING_FIELD_ADULT_CARE,      {36, 64}                                            },
    {MATCHING_FIELD_FREQUENCY,       {35, 35, 15, 15}                                    }, // assumption
    {MATCHING_FIELD_SUPPORT_WANTED,  {10, 20, 40, 30}                                    }, // assumption
    {MATCHING_FIELD_DISTANCE,        {25, 10, 65}                                        }, // assumption
  // 89 % of those who answered were women (Kinship, Breaking Point 2023).
    {MATCHING_FIELD_GENDER,          {89, 10, 1, 0}                                      },
 // Assumption, near the population of England and Wales.
    {MATCHING_FIELD_ETHNICITY,       {78, 1, 1, 3, 2, 1, 1, 3, 2, 1, 0, 1, 2, 2, 1, 0, 1}},
    {MATCHING_FIELD_FAITH,           {38, 47, 8, 2, 1, 1, 1, 2}                          }, // assumption
    {MATCHING_FIELD_LGBTQ,           {4, 96}                                             }, // assumption
};

// Supporters were carers themselves, and are further along; assumption.
static const struct shares SUPPORTER_STAGE = {
    MATCHING_FIELD_STAGE, {0, 0, 1, 1, 8, 30, 40, 14, 6}
};

// How much it matters to have something in common: no, nice, must; assumption.
static const int MATTERS[] = {82, 15, 3};

// Percent of carers in whose story a topic is.
static const int TOPICS[MATCHING_TOPICS_COUNT] = {
    [MATCHING_TOPICS_FAMILY_TIME] = 60, // assumption
    // 40 % named it as the main reason (Kinship, The Cost of Loving 2022, as quoted in
    // Drink and Drugs News).
    [MATCHING_TOPICS_SUBSTANCE_USE] = 40,
    [MATCHING_TOPICS_PARENT_MENTAL_ILLNESS] = 35, // assumption
    [MATCHING_TOPICS_PRISON] = 12,                // assumption
    [MATCHING_TOPICS_DOMESTIC_ABUSE] = 35,        // assumption
    [MATCHING_TOPICS_PARENT_DEATH] = 14,          // assumption
    [MATCHING_TOPICS_NEGLECT] = 45,               // assumption
    // 62 % see long-term physical or mental needs in their children (Kinship, State of
    // the Nation 2021, as summed up by COFACE); that it is trauma: assumption.
    [MATCHING_TOPICS_TRAUMA] = 62,
    [MATCHING_TOPICS_CHILD_HURTING_CARER] = 26, // the same survey, in the past year
    // 40 % risk-taking, self-harm and drugs among it (the same survey), shared between
    // the two topics.
    [MATCHING_TOPICS_SELF_HARM] = 22,
    [MATCHING_TOPICS_EXPLOITATION] = 18,
    [MATCHING_TOPICS_AUTISM_ADHD] = 30, // assumption
    [MATCHING_TOPICS_FASD] = 8,         // assumption
    [MATCHING_TOPICS_SEND] = 36,        // the same survey
    [MATCHING_TOPICS_EXCLUSION] = 14,   // assumption
    [MATCHING_TOPICS_THERAPY] = 35,     // assumption
    [MATCHING_TOPICS_LIFE_STORY] = 15,  // assumption
    [MATCHING_TOPICS_MONEY] = 45,       // assumption
    // 14.2 % of such homes have too few rooms (Census 2021, as above).
    [MATCHING_TOPICS_HOUSING] = 14,
    [MATCHING_TOPICS_WORK] = 25,            // assumption
    [MATCHING_TOPICS_COURT] = 28,           // assumption
    [MATCHING_TOPICS_ASSESSMENT] = 25,      // assumption
    [MATCHING_TOPICS_FAMILY_TENSIONS] = 40, // assumption
    // 4 in 10 were disabled (Kinship, Make or Break 2024).
    [MATCHING_TOPICS_OWN_HEALTH] = 40,
    [MATCHING_TOPICS_CARING_ALONE] = 37, // Kiraly 2015, as above
    // 18 % had been unable to take a brother or sister (Kinship, Breaking Point 2023).
    [MATCHING_TOPICS_SIBLINGS_ELSEWHERE] = 18,
    [MATCHING_TOPICS_ABROAD] = 4,        // assumption
    [MATCHING_TOPICS_LEAVING_CARE] = 12, // assumption
};

// Percent of carers who can talk: morning, afternoon, evening, after bedtime;
// assumption.
static const int TIMES[] = {36, 28, 30, 48};

// -- dice

struct dice dice_new(uint64_t seed)
{
    return (struct dice){seed};
}

static uint64_t dice_next(struct dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int dice_throw(struct dice *dice, int sides)
{
    return (int)(dice_next(dice) % (uint64_t)sides);
}

bool dice_chance(struct dice *dice, int percent)
{
    return dice_throw(dice, 100) < percent;
}

// The place that a throw of a hundred falls on; the last one takes what is left.
static int draw(struct dice *dice, const int *percent, int count)
{
    int left = dice_throw(dice, 100);
    for (int i = 0; i < count; i++) {
        left -= percent[i];
        if (left < 0) {
            return i;
        }
    }
    return count - 1;
}

// -- answers

// An answer in the making.
struct saying {
    char bytes[VALUES_MAX][VALUE_MAX];
    struct text values[VALUES_MAX];
    int count;
};

static void say(struct saying *saying, enum matching_field field, int option, int mark)
{
    const struct matching_field_row *row = matching_field_row(field);
    char *value = saying->bytes[saying->count];
    int len = snprintf(value, VALUE_MAX, "%s%s%s", row->options[option].code.s,
                       mark < 0 ? "" : ":", mark < 0 ? "" : row->marks[mark].code.s);
    saying->values[saying->count++] = (struct text){value, (size_t)len};
}

static void answer(struct matching_side *side, enum matching_field field,
                   struct saying *saying)
{
    struct profile_answer given = {.field = field,
                                   .shown = matching_field_row(field)->shown,
                                   .values = saying->values,
                                   .value_count = saying->count};
    matching_side_answer(side, &given);
    saying->count = 0;
}

static void choose(struct matching_side *side, enum matching_field field, int option)
{
    struct saying saying = {.count = 0};
    say(&saying, field, option, -1);
    answer(side, field, &saying);
}

static bool skips(struct dice *dice, enum matching_field field)
{
    const struct matching_field_row *row = matching_field_row(field);
    return row->required == 0 &&
           dice_chance(dice, row->special ? SPECIAL_SKIPS : SKIPS);
}

static void choose_shares(struct dice *dice, struct matching_side *side,
                          const struct shares *shares)
{
    int option =
        draw(dice, shares->percent, matching_field_row(shares->field)->option_count);
    if (!skips(dice, shares->field)) {
        choose(side, shares->field, option);
    }
}

// Children's ages: one band, and for more children the next one too.
static void choose_ages(struct dice *dice, struct matching_side *side)
{
    // The age profile is older than that of children with parents (Census 2021, as
    // above); the shares are an assumption.
    static const int BANDS[] = {20, 32, 33, 12, 3};
    struct saying saying = {.count = 0};
    int band = draw(dice, BANDS, LEN(BANDS));
    say(&saying, MATCHING_FIELD_CHILD_AGES, band, -1);
    if (band + 1 < LEN(BANDS) && dice_chance(dice, 35)) {
        say(&saying, MATCHING_FIELD_CHILD_AGES, band + 1, -1);
    }
    answer(side, MATCHING_FIELD_CHILD_AGES, &saying);
}

static void choose_modes(struct dice *dice, struct matching_side *side)
{
    struct saying saying = {.count = 0};
    int first = dice_chance(dice, 45) ? MATCHING_MODE_PHONE : MATCHING_MODE_CHAT;
    say(&saying, MATCHING_FIELD_MODE, first, -1);
    if (dice_chance(dice, 75)) {
        say(&saying, MATCHING_FIELD_MODE,
            first == MATCHING_MODE_PHONE ? MATCHING_MODE_CHAT : MATCHING_MODE_PHONE,
            -1);
    }
    if (dice_chance(dice, 25)) {
        say(&saying, MATCHING_FIELD_MODE, MATCHING_MODE_VIDEO, -1);
    }
    if (dice_chance(dice, 15)) {
        say(&saying, MATCHING_FIELD_MODE, MATCHING_MODE_IN_PERSON, -1);
    }
    answer(side, MATCHING_FIELD_MODE, &saying);
}

static void choose_times(struct dice *dice, struct matching_side *side)
{
    struct saying saying = {.count = 0};
    for (int cell = 0; cell < MATCHING_TIMES_COUNT; cell++) {
        if (dice_chance(dice, TIMES[cell % LEN(TIMES)])) {
            say(&saying, MATCHING_FIELD_TIME_GRID, cell, -1);
        }
    }
    answer(side, MATCHING_FIELD_TIME_GRID, &saying);
}

// English nearly always, another language for some; assumption.
static void choose_languages(struct dice *dice, struct matching_side *side)
{
    struct saying saying = {.count = 0};
    int preferred = MATCHING_LANGUAGES_ENGLISH;
    bool speaks_english = dice_chance(dice, 98);
    if (speaks_english) {
        say(&saying, MATCHING_FIELD_LANGUAGE, MATCHING_LANGUAGES_ENGLISH, -1);
    }
    if (!speaks_english || dice_chance(dice, 9)) {
        preferred = 1 + dice_throw(dice, MATCHING_LANGUAGES_OTHER - 1);
        say(&saying, MATCHING_FIELD_LANGUAGE, preferred, -1);
    }
    answer(side, MATCHING_FIELD_LANGUAGE, &saying);
    choose(side, MATCHING_FIELD_LANGUAGE_PREFERRED, preferred);
}

static void choose_matters(struct dice *dice, struct matching_side *side)
{
    static const enum matching_field FIELDS[] = {
        MATCHING_FIELD_LANGUAGE_MATTERS, MATCHING_FIELD_ETHNICITY_MATTERS,
        MATCHING_FIELD_FAITH_MATTERS, MATCHING_FIELD_GENDER_MATTERS,
        MATCHING_FIELD_LGBTQ_MATTERS};

    for (int i = 0; i < LEN(FIELDS); i++) {
        // Nobody says that something must be alike without saying what it is.
        if (side->likeness[i] != 0) {
            choose(side, FIELDS[i], draw(dice, MATTERS, LEN(MATTERS)));
        }
    }
}

// Topics of a carer: what is part of her story is so now for most.
static void choose_topics(struct dice *dice, struct matching_side *side)
{
    struct saying saying = {.count = 0};
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        if (dice_chance(dice, TOPICS[i])) {
            say(&saying, MATCHING_FIELD_TOPICS, i,
                dice_chance(dice, 65)   ? MATCHING_TOPIC_MARKS_NOW
                : dice_chance(dice, 60) ? MATCHING_TOPIC_MARKS_WANT
                                        : MATCHING_TOPIC_MARKS_BEEN);
        } else if (dice_chance(dice, 2)) {
            say(&saying, MATCHING_FIELD_TOPICS, i, MATCHING_TOPIC_MARKS_NOT);
        }
    }
    answer(side, MATCHING_FIELD_TOPICS, &saying);
}

// Up to three of what she lives with or wants to talk about.
static void choose_top_three(struct dice *dice, struct matching_side *side)
{
    struct saying saying = {.count = 0};
    uint32_t left = side->topics_now | side->topics_want;
    for (int i = 0; i < MATCHING_RANKS && left != 0; i++) {
        int topic = dice_throw(dice, MATCHING_TOPICS_COUNT);
        while ((left >> topic & 1) == 0) {
            topic = (topic + 1) % MATCHING_TOPICS_COUNT;
        }
        left &= ~(UINT32_C(1) << topic);
        say(&saying, MATCHING_FIELD_TOP_THREE, topic, -1);
    }
    answer(side, MATCHING_FIELD_TOP_THREE, &saying);
}

// What a supporter has been through, and would not talk about; he has had more time.
static void choose_experience(struct dice *dice, struct matching_side *side)
{
    struct saying been = {.count = 0};
    struct saying happy = {.count = 0};
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        if (dice_chance(dice, TOPICS[i] + 10)) {
            say(&been, MATCHING_FIELD_TOPICS, i, MATCHING_TOPIC_MARKS_BEEN);
            say(&happy, MATCHING_FIELD_SUPPORTER_TOPICS, i,
                dice_chance(dice, 93) ? MATCHING_SUPPORTER_MARKS_HAPPY
                                      : MATCHING_SUPPORTER_MARKS_NOT_NOW);
        } else if (dice_chance(dice, 1)) {
            say(&been, MATCHING_FIELD_TOPICS, i, MATCHING_TOPIC_MARKS_NOT);
        }
    }
    answer(side, MATCHING_FIELD_TOPICS, &been);
    answer(side, MATCHING_FIELD_SUPPORTER_TOPICS, &happy);
}

// -- people

static void add_person(struct dice *dice, int64_t number, struct matching_side *side)
{
    int area = dice_throw(dice, AREAS);
    memset(side, 0, sizeof(*side));
    side->person.v = number;
    side->organisation.v = 1;
    side->active = MATCHING_YES;
    side->on_hold = MATCHING_NO;
    side->consent_matching = MATCHING_YES;
    side->consent_sharing = MATCHING_NO;
    matching_areas_add(&side->areas, area);
    matching_areas_add(&side->areas_near, area);
    matching_areas_add(&side->areas_near, (area + 1) % AREAS);
    matching_areas_add(&side->areas_near, (area + AREAS - 1) % AREAS);
}

static void add_answers(struct dice *dice, struct matching_side *side,
                        const struct shares *stage)
{
    bool thin = dice_chance(dice, THIN);
    for (int i = 0; i < LEN(CARER_SHARES); i++) {
        const struct shares *shares = &CARER_SHARES[i];
        bool is_stage = shares->field == MATCHING_FIELD_STAGE;
        if (!thin || matching_field_row(shares->field)->required != 0) {
            choose_shares(dice, side, is_stage && stage != NULL ? stage : shares);
        }
    }
    if (!thin) {
        choose_ages(dice, side);
        choose_modes(dice, side);
        choose_times(dice, side);
        choose_languages(dice, side);
        choose_matters(dice, side);
    }
}

void population_carer(struct dice *dice, int64_t number, struct matching_side *out)
{
    add_person(dice, number, out);
    add_answers(dice, out, NULL);
    if (!dice_chance(dice, THIN)) {
        choose_topics(dice, out);
        choose_top_three(dice, out);
    }
}

void population_supporter(struct dice *dice, int64_t number, struct matching_side *out)
{
    // Assumption. Relative Experience had 765 carers and over 150 befrienders: five
    // carers each over the programme, not at one time.
    static const int CAPACITY[] = {0, 25, 45, 22, 8};
    const int64_t day_ms = INT64_C(86400000);
    add_person(dice, number, out);
    add_answers(dice, out, &SUPPORTER_STAGE);
    choose_experience(dice, out);
    for (int i = 0; i < MATCHING_LIKENESSES; i++) {
        out->matters[i] = 0; // supporters here ask for nothing; assumption
    }
    out->trained_utc_ms = POPULATION_NOW_UTC_MS - 100 * day_ms;
    out->references_utc_ms = POPULATION_NOW_UTC_MS - 120 * day_ms;
    out->agreement_utc_ms = POPULATION_NOW_UTC_MS - 90 * day_ms;
    out->supervision_due_utc_ms = POPULATION_NOW_UTC_MS + 1000 * day_ms;
    out->dbs = MATCHING_DBS_NOT_ELIGIBLE;
    out->heavy = MATCHING_NO;
    out->capacity_known = true;
    out->capacity = draw(dice, CAPACITY, LEN(CAPACITY));
}

void population_talk(struct dice *dice, struct matching_side *side)
{
    static const struct {
        enum matching_field field;
        void (*choose)(struct dice *, struct matching_side *);
    } ROWS[] = {
        {MATCHING_FIELD_CHILD_AGES, choose_ages     },
        {MATCHING_FIELD_MODE,       choose_modes    },
        {MATCHING_FIELD_TIME_GRID,  choose_times    },
        {MATCHING_FIELD_LANGUAGE,   choose_languages},
        {MATCHING_FIELD_TOPICS,     choose_topics   },
        {MATCHING_FIELD_TOP_THREE,  choose_top_three},
    };

    for (int i = 0; i < LEN(ROWS); i++) {
        if (!matching_side_knows(side, ROWS[i].field)) {
            ROWS[i].choose(dice, side);
        }
    }
}
