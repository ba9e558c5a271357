#include "domain/matching/matching_gate.h"

// What a predicate looks at. Each looks only at what its scope fills in.
struct gate_case {
    const struct matching_side *carer;
    const struct matching_side *supporter;
    const struct matching_pair_facts *facts;
    int64_t now_utc_ms;
};

// What has to be known for a gate: so that many pairs cost little.
enum scope {
    SCOPE_CARER,
    SCOPE_SUPPORTER,
    SCOPE_PAIR,
    SCOPE_FACT,
    SCOPES
};

// Whether a gate stands.
typedef enum matching_truth gate_predicate(const struct gate_case *c);

static enum matching_truth truth(bool stands)
{
    return stands ? MATCHING_YES : MATCHING_NO;
}

static enum matching_truth not(enum matching_truth truth) {
    return truth == MATCHING_UNKNOWN ? MATCHING_UNKNOWN
           : truth == MATCHING_YES   ? MATCHING_NO
                                     : MATCHING_YES;
}

// YES where one is, UNKNOWN where one may be.
static enum matching_truth either(enum matching_truth a, enum matching_truth b)
{
    if (a == MATCHING_YES || b == MATCHING_YES) {
        return MATCHING_YES;
    }
    return a == MATCHING_UNKNOWN || b == MATCHING_UNKNOWN ? MATCHING_UNKNOWN
                                                          : MATCHING_NO;
}

// -- of one of the two

static enum matching_truth no_matching_consent(const struct gate_case *c)
{
    return not(c->carer->consent_matching);
}

static enum matching_truth carer_not_active(const struct gate_case *c)
{
    return not(c->carer->active);
}

static enum matching_truth carer_on_hold(const struct gate_case *c)
{
    return c->carer->on_hold;
}

static enum matching_truth supporter_not_active(const struct gate_case *c)
{
    return not(c->supporter->active);
}

static enum matching_truth supporter_on_hold(const struct gate_case *c)
{
    return c->supporter->on_hold;
}

// A day that nobody recorded is not known, and so refuses.
static enum matching_truth missing(int64_t day_utc_ms)
{
    return day_utc_ms == 0 ? MATCHING_UNKNOWN : MATCHING_NO;
}

static enum matching_truth not_trained(const struct gate_case *c)
{
    return missing(c->supporter->trained_utc_ms);
}

static enum matching_truth no_references(const struct gate_case *c)
{
    return missing(c->supporter->references_utc_ms);
}

static enum matching_truth no_agreement(const struct gate_case *c)
{
    return missing(c->supporter->agreement_utc_ms);
}

static enum matching_truth dbs_needed(const struct gate_case *c)
{
    if (c->supporter->dbs == MATCHING_DBS_UNKNOWN) {
        return MATCHING_UNKNOWN;
    }
    return truth(c->supporter->dbs == MATCHING_DBS_NEEDED);
}

static enum matching_truth supervision_overdue(const struct gate_case *c)
{
    if (c->supporter->supervision_due_utc_ms == 0) {
        return MATCHING_UNKNOWN;
    }
    return truth(c->supporter->supervision_due_utc_ms < c->now_utc_ms);
}

static enum matching_truth own_crisis(const struct gate_case *c)
{
    if (c->supporter->crisis_allowed) {
        return MATCHING_NO;
    }
    if (!matching_side_knows(c->supporter, MATCHING_FIELD_STAGE)) {
        return MATCHING_UNKNOWN;
    }
    return truth(matching_side_in_crisis(c->supporter));
}

static enum matching_truth no_capacity(const struct gate_case *c)
{
    if (!c->supporter->capacity_known) {
        return MATCHING_UNKNOWN;
    }
    return truth(c->supporter->load + c->supporter->pending >= c->supporter->capacity);
}

static enum matching_truth paused(const struct gate_case *c)
{
    return truth(c->supporter->paused_until_utc_ms > c->now_utc_ms);
}

static enum matching_truth resting(const struct gate_case *c)
{
    return truth(c->supporter->resting_until_utc_ms > c->now_utc_ms);
}

static enum matching_truth heavy(const struct gate_case *c)
{
    return c->supporter->heavy;
}

// -- of the two together

static enum matching_truth same_person(const struct gate_case *c)
{
    if (c->carer->person.v == 0 || c->supporter->person.v == 0) {
        return MATCHING_UNKNOWN;
    }
    return truth(person_id_equal(c->carer->person, c->supporter->person));
}

static enum matching_truth no_sharing_consent(const struct gate_case *c)
{
    if (c->carer->organisation.v == 0 || c->supporter->organisation.v == 0) {
        return MATCHING_UNKNOWN;
    }
    if (organisation_id_equal(c->carer->organisation, c->supporter->organisation)) {
        return MATCHING_NO;
    }
    return either(not(c->carer->consent_sharing), not(c->supporter->consent_sharing));
}

static bool wants_not_local(const struct matching_side *side)
{
    return side->choice[MATCHING_FIELD_DISTANCE] == MATCHING_DISTANCE_NOT_LOCAL + 1;
}

static enum matching_truth not_local(const struct gate_case *c)
{
    if (!wants_not_local(c->carer) && !wants_not_local(c->supporter)) {
        return MATCHING_NO;
    }
    return matching_areas_near(c->carer, c->supporter);
}

static enum matching_truth no_shared_mode(const struct gate_case *c)
{
    if (c->carer->modes == 0 || c->supporter->modes == 0) {
        return MATCHING_UNKNOWN;
    }
    return truth((c->carer->modes & c->supporter->modes) == 0);
}

static enum matching_truth few_shared_times(const struct gate_case *c)
{
    uint32_t shared = c->carer->times & c->supporter->times;
    if (c->carer->times == 0 || c->supporter->times == 0) {
        return MATCHING_UNKNOWN;
    }
    return truth((shared & (shared - 1)) == 0); // none, or one
}

static enum matching_truth no_shared_language(const struct gate_case *c)
{
    // Two who both speak "another language" may or may not share it.
    const uint32_t other = UINT32_C(1) << MATCHING_LANGUAGES_OTHER;
    uint32_t shared = c->carer->languages & c->supporter->languages;
    if (c->carer->languages == 0 || c->supporter->languages == 0 || shared == other) {
        return MATCHING_UNKNOWN;
    }
    return truth(shared == 0);
}

// Whether `side` needs something of `other` that she does not have.
static enum matching_truth must_unmet_by(const struct matching_side *side,
                                         const struct matching_side *other)
{
    enum matching_truth unmet = MATCHING_NO;
    for (int i = 0; i < MATCHING_LIKENESSES; i++) {
        if (side->matters[i] == MATCHING_MATTERS_MUST + 1) {
            unmet = either(unmet, not(matching_side_alike(side, other,
                                                          (enum matching_likeness)i)));
        }
    }
    return unmet;
}

static enum matching_truth must_unmet(const struct gate_case *c)
{
    return either(must_unmet_by(c->carer, c->supporter),
                  must_unmet_by(c->supporter, c->carer));
}

static enum matching_truth topic_refused(const struct gate_case *c)
{
    uint32_t refused = c->supporter->topics_not_now | c->supporter->topics_not;
    return truth((matching_side_top_three(c->carer) & refused) != 0);
}

static enum matching_truth topic_please_not(const struct gate_case *c)
{
    return truth((c->carer->topics_now & c->supporter->topics_not) != 0);
}

// -- facts

static enum matching_truth fact(const struct gate_case *c, enum matching_fact fact)
{
    if ((c->facts->stand & fact) != 0) {
        return MATCHING_YES;
    }
    return (c->facts->unknown & fact) != 0 ? MATCHING_UNKNOWN : MATCHING_NO;
}

static enum matching_truth same_household(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_SAME_HOUSEHOLD);
}

static enum matching_truth linked_family(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_LINKED_FAMILY);
}

static enum matching_truth same_employer(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_SAME_EMPLOYER);
}

static enum matching_truth blocked(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_BLOCKED);
}

static enum matching_truth no_contact(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_NO_CONTACT);
}

static enum matching_truth on_case(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_ON_CASE);
}

static enum matching_truth is_assessor(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_ASSESSOR);
}

static enum matching_truth ended_for_cause(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_ENDED_FOR_CAUSE);
}

static enum matching_truth declined_recently(const struct gate_case *c)
{
    return fact(c, MATCHING_FACT_DECLINED_RECENTLY);
}

// One gate, asked of one of the two, of both, or of the facts.
struct rule {
    enum matching_gate gate;
    gate_predicate *stands;
};

#define RULES_MAX 16 // of one scope; each list ends with an empty rule

static const struct rule RULES[SCOPES][RULES_MAX] = {
    [SCOPE_CARER] =
        {
                       {MATCHING_GATE_NOT_ACTIVE, carer_not_active},
                       {MATCHING_GATE_NO_MATCHING_CONSENT, no_matching_consent},
                       {MATCHING_GATE_ON_HOLD, carer_on_hold},
                       },
    [SCOPE_SUPPORTER] =
        {
                       {MATCHING_GATE_NOT_ACTIVE, supporter_not_active},
                       {MATCHING_GATE_ON_HOLD, supporter_on_hold},
                       {MATCHING_GATE_NOT_TRAINED, not_trained},
                       {MATCHING_GATE_NO_REFERENCES, no_references},
                       {MATCHING_GATE_DBS_NEEDED, dbs_needed},
                       {MATCHING_GATE_NO_AGREEMENT, no_agreement},
                       {MATCHING_GATE_SUPERVISION_OVERDUE, supervision_overdue},
                       {MATCHING_GATE_OWN_CRISIS, own_crisis},
                       {MATCHING_GATE_NO_CAPACITY, no_capacity},
                       {MATCHING_GATE_PAUSED, paused},
                       {MATCHING_GATE_RESTING, resting},
                       {MATCHING_GATE_HEAVY, heavy},
                       },
    [SCOPE_PAIR] =
        {
                       {MATCHING_GATE_SAME_PERSON, same_person},
                       {MATCHING_GATE_NO_SHARING_CONSENT, no_sharing_consent},
                       {MATCHING_GATE_NOT_LOCAL, not_local},
                       {MATCHING_GATE_NO_SHARED_MODE, no_shared_mode},
                       {MATCHING_GATE_FEW_SHARED_TIMES, few_shared_times},
                       {MATCHING_GATE_NO_SHARED_LANGUAGE, no_shared_language},
                       {MATCHING_GATE_MUST_UNMET, must_unmet},
                       {MATCHING_GATE_TOPIC_REFUSED, topic_refused},
                       {MATCHING_GATE_TOPIC_PLEASE_NOT, topic_please_not},
                       },
    [SCOPE_FACT] =
        {
                       {MATCHING_GATE_SAME_HOUSEHOLD, same_household},
                       {MATCHING_GATE_LINKED_FAMILY, linked_family},
                       {MATCHING_GATE_SAME_EMPLOYER, same_employer},
                       {MATCHING_GATE_BLOCKED, blocked},
                       {MATCHING_GATE_NO_CONTACT, no_contact},
                       {MATCHING_GATE_ON_CASE, on_case},
                       {MATCHING_GATE_IS_ASSESSOR, is_assessor},
                       {MATCHING_GATE_ENDED_FOR_CAUSE, ended_for_cause},
                       {MATCHING_GATE_DECLINED_RECENTLY, declined_recently},
                       },
};

static bool refuses(enum matching_gate gate, enum matching_truth stands)
{
    return stands == MATCHING_YES ||
           (stands == MATCHING_UNKNOWN &&
            matching_gates[gate].class == MATCHING_CLASS_SAFETY);
}

static matching_gate_set gates_of(enum scope scope, const struct gate_case *c)
{
    matching_gate_set gates = 0;
    for (const struct rule *rule = RULES[scope]; rule->stands != NULL; rule++) {
        if (refuses(rule->gate, rule->stands(c))) {
            gates |= UINT64_C(1) << rule->gate;
        }
    }
    return gates;
}

matching_gate_set matching_gates_carer(const struct matching_side *carer)
{
    struct gate_case c = {.carer = carer};
    return gates_of(SCOPE_CARER, &c);
}

matching_gate_set matching_gates_supporter(const struct matching_side *supporter,
                                           int64_t now_utc_ms)
{
    struct gate_case c = {.supporter = supporter, .now_utc_ms = now_utc_ms};
    return gates_of(SCOPE_SUPPORTER, &c);
}

matching_gate_set matching_gates_pair(const struct matching_side *carer,
                                      const struct matching_side *supporter)
{
    struct gate_case c = {.carer = carer, .supporter = supporter};
    return gates_of(SCOPE_PAIR, &c);
}

matching_gate_set matching_gates_facts(const struct matching_pair_facts *facts)
{
    struct gate_case c = {.facts = facts};
    return facts == NULL ? 0 : gates_of(SCOPE_FACT, &c);
}

matching_gate_set matching_gates_all(const struct matching_side *carer,
                                     const struct matching_side *supporter,
                                     const struct matching_pair_facts *facts,
                                     int64_t now_utc_ms)
{
    return matching_gates_carer(carer) |
           matching_gates_supporter(supporter, now_utc_ms) |
           matching_gates_pair(carer, supporter) | matching_gates_facts(facts);
}

enum matching_gate matching_gates_first(matching_gate_set gates)
{
    int gate = MATCHING_GATE_NONE;
    if (gates == 0) {
        return MATCHING_GATE_NONE;
    }
    while ((gates >> gate & 1) == 0) {
        gate++;
    }
    return (enum matching_gate)gate;
}

enum matching_gate matching_gate_first(const struct matching_side *carer,
                                       const struct matching_side *supporter,
                                       const struct matching_pair_facts *facts,
                                       int64_t now_utc_ms)
{
    return matching_gates_first(
        matching_gates_all(carer, supporter, facts, now_utc_ms));
}

enum matching_gate matching_gate_find(struct text code)
{
    for (int i = 1; i < MATCHING_GATE_ROWS; i++) {
        if (text_equal(matching_gates[i].code, code)) {
            return (enum matching_gate)i;
        }
    }
    return MATCHING_GATE_NONE;
}
