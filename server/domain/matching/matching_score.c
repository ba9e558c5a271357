#include "domain/matching/matching_score.h"

#include <string.h>

#define UNKNOWN (-1)

// What a criterion looks at.
struct score_case {
    const struct matching_wanted *wanted;
    const struct matching_side *carer;
    const struct matching_side *supporter;
};

// How far along the supporter is, in steps ahead of the carer.
#define STAGE_SAME_PERCENT 50
#define STAGE_AHEAD_MAX 3        // up to here all points
#define STAGE_FAR_AHEAD 100      // of 150: two thirds
#define HOURS_PER_SHARED_TIME 10 // from the second one on
#define NEXT_STEP_POINTS 7       // of 15: one step apart

static const int MODE_POINTS[MATCHING_MODE_COUNT] = {30, 20, 10, 5};

static int weight_of(enum matching_criterion criterion)
{
    return matching_criteria[criterion].weight;
}

static int count_bits(uint32_t set)
{
    return __builtin_popcount(set);
}

// The place of the lowest bit of `set`, which is not empty.
static int lowest_bit(uint32_t set)
{
    return __builtin_ctz(set);
}

// -- one criterion each: points, or UNKNOWN

static int score_topics(const struct score_case *c)
{
    int32_t worth = 0;
    if (c->wanted->total == 0 ||
        !matching_side_knows(c->supporter, MATCHING_FIELD_TOPICS)) {
        return UNKNOWN;
    }
    uint32_t shared =
        c->wanted->topics & c->supporter->topics_been & ~c->supporter->topics_not_now;
    for (; shared != 0; shared &= shared - 1) {
        worth += c->wanted->worth[lowest_bit(shared)];
    }
    return weight_of(MATCHING_CRITERION_TOPICS) * worth / c->wanted->total;
}

static int score_stage(const struct score_case *c)
{
    const struct matching_option_row *hers =
        matching_side_choice(c->carer, MATCHING_FIELD_STAGE);
    const struct matching_option_row *his =
        matching_side_choice(c->supporter, MATCHING_FIELD_STAGE);
    if (hers == NULL || his == NULL) {
        return UNKNOWN;
    }
    int weight = weight_of(MATCHING_CRITERION_STAGE);
    int ahead = his->step - hers->step;
    if (ahead < 0) {
        return 0;
    }
    if (ahead == 0) {
        return weight * STAGE_SAME_PERCENT / 100;
    }
    return ahead <= STAGE_AHEAD_MAX ? weight : STAGE_FAR_AHEAD;
}

// All points for the same option of `field`, half for one of the same group.
static int score_kinship(const struct score_case *c, enum matching_field field,
                         int weight)
{
    const struct matching_option_row *hers = matching_side_choice(c->carer, field);
    const struct matching_option_row *his = matching_side_choice(c->supporter, field);
    if (hers == NULL || his == NULL) {
        return UNKNOWN;
    }
    if (hers == his) {
        return hers->unlike ? 0 : weight;
    }
    return hers->group != 0 && hers->group == his->group ? weight / 2 : 0;
}

static int score_arrangement(const struct score_case *c)
{
    return score_kinship(c, MATCHING_FIELD_ARRANGEMENT,
                         weight_of(MATCHING_CRITERION_ARRANGEMENT));
}

static int score_relationship(const struct score_case *c)
{
    return score_kinship(c, MATCHING_FIELD_RELATIONSHIP,
                         weight_of(MATCHING_CRITERION_RELATIONSHIP));
}

static int score_hours(const struct score_case *c)
{
    int weight = weight_of(MATCHING_CRITERION_HOURS);
    if (c->carer->times == 0 || c->supporter->times == 0) {
        return UNKNOWN;
    }
    int shared = count_bits(c->carer->times & c->supporter->times);
    int points = shared < 2 ? 0 : HOURS_PER_SHARED_TIME * (shared - 1);
    return points < weight ? points : weight;
}

static int score_mode(const struct score_case *c)
{
    if (c->carer->modes == 0 || c->supporter->modes == 0) {
        return UNKNOWN;
    }
    for (int i = 0; i < MATCHING_MODE_COUNT && c->carer->mode_order[i] != 0; i++) {
        if ((c->supporter->modes >> (c->carer->mode_order[i] - 1) & 1) != 0) {
            return MODE_POINTS[i];
        }
    }
    return 0;
}

static int score_distance(const struct score_case *c)
{
    int weight = weight_of(MATCHING_CRITERION_DISTANCE);
    int wish = c->carer->choice[MATCHING_FIELD_DISTANCE] - 1;
    if (wish < 0) {
        return UNKNOWN;
    }
    if (wish == MATCHING_DISTANCE_NO_MATTER) {
        return weight;
    }
    enum matching_truth near = matching_areas_near(c->carer, c->supporter);
    if (near == MATCHING_UNKNOWN) {
        return UNKNOWN;
    }
    return (wish == MATCHING_DISTANCE_NEAR) == (near == MATCHING_YES) ? weight : 0;
}

// All points for the same option, NEXT_STEP_POINTS for the one before or after.
static int score_steps(const struct score_case *c, enum matching_field field,
                       int weight)
{
    int hers = c->carer->choice[field];
    int his = c->supporter->choice[field];
    if (hers == 0 || his == 0) {
        return UNKNOWN;
    }
    if (hers == his) {
        return weight;
    }
    return hers - his == 1 || his - hers == 1 ? NEXT_STEP_POINTS : 0;
}

static int score_frequency(const struct score_case *c)
{
    return score_steps(c, MATCHING_FIELD_FREQUENCY,
                       weight_of(MATCHING_CRITERION_FREQUENCY));
}

static int score_length(const struct score_case *c)
{
    return score_steps(c, MATCHING_FIELD_SUPPORT_WANTED,
                       weight_of(MATCHING_CRITERION_LENGTH));
}

static int score_household(const struct score_case *c)
{
    return score_kinship(c, MATCHING_FIELD_HOUSEHOLD,
                         weight_of(MATCHING_CRITERION_HOUSEHOLD));
}

static int score_child_ages(const struct score_case *c)
{
    uint32_t hers = c->carer->child_ages;
    uint32_t his = c->supporter->child_ages;
    if (hers == 0 || his == 0) {
        return UNKNOWN;
    }
    return weight_of(MATCHING_CRITERION_CHILD_AGES) * count_bits(hers & his) /
           count_bits(hers);
}

static bool is_nice(const struct matching_side *carer, int likeness)
{
    return carer->matters[likeness] == MATCHING_MATTERS_NICE + 1;
}

static int score_wishes(const struct score_case *c)
{
    int known = 0;
    int met = 0;
    for (int i = 0; i < MATCHING_LIKENESSES; i++) {
        if (!is_nice(c->carer, i)) {
            continue;
        }
        enum matching_truth alike =
            matching_side_alike(c->carer, c->supporter, (enum matching_likeness)i);
        known += alike != MATCHING_UNKNOWN;
        met += alike == MATCHING_YES;
    }
    return known == 0 ? UNKNOWN : weight_of(MATCHING_CRITERION_WISHES) * met / known;
}

static int (*const CRITERIA[MATCHING_CRITERIA])(const struct score_case *) = {
    [MATCHING_CRITERION_TOPICS] = score_topics,
    [MATCHING_CRITERION_STAGE] = score_stage,
    [MATCHING_CRITERION_ARRANGEMENT] = score_arrangement,
    [MATCHING_CRITERION_RELATIONSHIP] = score_relationship,
    [MATCHING_CRITERION_HOURS] = score_hours,
    [MATCHING_CRITERION_MODE] = score_mode,
    [MATCHING_CRITERION_DISTANCE] = score_distance,
    [MATCHING_CRITERION_FREQUENCY] = score_frequency,
    [MATCHING_CRITERION_LENGTH] = score_length,
    [MATCHING_CRITERION_HOUSEHOLD] = score_household,
    [MATCHING_CRITERION_CHILD_AGES] = score_child_ages,
    [MATCHING_CRITERION_WISHES] = score_wishes,
};

// -- the points of a carer who wished for nothing are spread over the rest

static bool has_wishes(const struct matching_side *carer)
{
    bool wishes = false;
    for (int i = 0; i < MATCHING_LIKENESSES; i++) {
        wishes = wishes || is_nice(carer, i);
    }
    return wishes;
}

// What `raw` points of `criterion` are out of its weight when all points up to it are
// stretched from the sum without wishes to 1000. Each criterion's share is the
// difference of two rounded running sums, so that all shares together are 1000 exactly.
static int stretched_weight(enum matching_criterion criterion)
{
    int rest = MATCHING_SCORE_MAX - weight_of(MATCHING_CRITERION_WISHES);
    int before = 0;
    if (criterion == MATCHING_CRITERION_WISHES) {
        return 0;
    }
    for (int i = 0; i < (int)criterion; i++) {
        before += (i != MATCHING_CRITERION_WISHES) * matching_criteria[i].weight;
    }
    return (before + weight_of(criterion)) * MATCHING_SCORE_MAX / rest -
           before * MATCHING_SCORE_MAX / rest;
}

// -- public

// How much a topic with `holders` among `count` supporters counts.
static int rarity_percent(size_t count, size_t holders)
{
    int percent = matching_rarity[0].percent;
    for (int i = 0; i < MATCHING_RARITY_ROWS; i++) {
        if (count >= holders * (size_t)matching_rarity[i].pool_over_holders) {
            percent = matching_rarity[i].percent;
        }
    }
    return percent;
}

void matching_measure_begin(struct matching_measure *measure,
                            const struct matching_side *supporters, size_t count)
{
    memset(measure, 0, sizeof(*measure));
    for (int topic = 0; topic < MATCHING_TOPICS_COUNT; topic++) {
        size_t holders = 0;
        for (size_t i = 0; i < count; i++) {
            holders += supporters[i].topics_been >> topic & 1;
        }
        measure->rarity_percent[topic] = rarity_percent(count, holders);
    }
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        measure->of[false][i] = (int16_t)stretched_weight((enum matching_criterion)i);
        measure->of[true][i] = (int16_t)matching_criteria[i].weight;
    }
}

void matching_measure_add(struct matching_measure *measure,
                          const struct matching_wanted *wanted,
                          const struct matching_side *carer,
                          const struct matching_side *supporter)
{
    struct score_case c = {wanted, carer, supporter};
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        int points = CRITERIA[i](&c);
        measure->sum[i] += points == UNKNOWN ? 0 : points;
        measure->count[i] += points != UNKNOWN;
    }
}

void matching_measure_finish(struct matching_measure *measure)
{
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        measure->mean[i] =
            (int16_t)(measure->count[i] == 0 ? matching_criteria[i].weight / 2
                                             : measure->sum[i] / measure->count[i]);
    }
}

void matching_wanted_find(const struct matching_measure *measure,
                          const struct matching_side *carer,
                          struct matching_wanted *wanted_out)
{
    int halves[MATCHING_TOPICS_ROOM];
    memset(wanted_out, 0, sizeof(*wanted_out));
    for (int i = 0; i < MATCHING_TOPICS_ROOM; i++) {
        halves[i] = 2;
    }
    for (int i = 0; i < MATCHING_RANKS; i++) {
        if (carer->top_three[i] != 0) {
            halves[carer->top_three[i] - 1] = matching_rank_halves[i];
        }
    }
    wanted_out->topics =
        carer->topics_now | carer->topics_want | matching_side_top_three(carer);
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        if ((wanted_out->topics >> i & 1) != 0) {
            wanted_out->worth[i] = halves[i] * measure->rarity_percent[i];
            wanted_out->total += wanted_out->worth[i];
        }
    }
}

static void score(const struct matching_measure *measure, const struct score_case *c,
                  struct matching_score *score_out)
{
    int known_weight = 0;
    bool wishes = has_wishes(c->carer);
    memset(score_out, 0, sizeof(*score_out));
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        int weight = matching_criteria[i].weight;
        int of = measure->of[wishes][i];
        int points = of == 0 ? UNKNOWN : CRITERIA[i](c);
        bool known = points != UNKNOWN;
        int part = (known ? points : measure->mean[i]) * of / weight;
        score_out->of[i] = (int16_t)of;
        score_out->parts[i] = (int16_t)part;
        score_out->total = (int16_t)(score_out->total + part);
        score_out->known_bits |= (uint16_t)((unsigned)known << i);
        known_weight += known ? of : 0;
    }
    score_out->too_little_known =
        known_weight * 100 < MATCHING_KNOWN_PERCENT * MATCHING_SCORE_MAX;
}

void matching_score_find(const struct matching_measure *measure,
                         const struct matching_side *carer,
                         const struct matching_side *supporter,
                         struct matching_score *score_out)
{
    struct matching_wanted wanted;
    matching_wanted_find(measure, carer, &wanted);
    struct score_case c = {&wanted, carer, supporter};
    score(measure, &c, score_out);
}

int16_t matching_score_cell(const struct matching_measure *measure,
                            const struct matching_wanted *wanted,
                            const struct matching_side *carer,
                            const struct matching_side *supporter)
{
    struct score_case c = {wanted, carer, supporter};
    struct matching_score found;
    score(measure, &c, &found);
    if (found.too_little_known) {
        return -MATCHING_GATE_TOO_LITTLE_KNOWN;
    }
    return found.total;
}
