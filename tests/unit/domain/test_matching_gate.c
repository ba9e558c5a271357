// Every gate alone, and every gate when what it looks at is not known.
#include "domain/matching/matching_gate.h"

#include "domain/sides.h"
#include "support.h"

struct couple {
    struct matching_side carer;
    struct matching_side supporter;
    struct matching_pair_facts facts;
};

static void couple_init(struct couple *couple)
{
    sides_carer(&couple->carer);
    sides_supporter(&couple->supporter);
    couple->facts = (struct matching_pair_facts){0};
}

static matching_gate_set gates_of(const struct couple *couple)
{
    return matching_gates_all(&couple->carer, &couple->supporter, &couple->facts,
                              SIDES_NOW_UTC_MS);
}

#define GATE_BIT(gate) (UINT64_C(1) << (gate))

// -- what makes each gate stand, and what hides whether it does

#define CHANGE(name, ...)                                                              \
    static void name(struct couple *c)                                                 \
    {                                                                                  \
        __VA_ARGS__                                                                    \
    }

#define FACT_CHANGES(name, fact)                                                       \
    CHANGE(name, c->facts.stand = (fact);)                                             \
    CHANGE(name##_unknown, c->facts.unknown = (fact);)

FACT_CHANGES(same_household, MATCHING_FACT_SAME_HOUSEHOLD)
FACT_CHANGES(linked_family, MATCHING_FACT_LINKED_FAMILY)
FACT_CHANGES(same_employer, MATCHING_FACT_SAME_EMPLOYER)
FACT_CHANGES(blocked, MATCHING_FACT_BLOCKED)
FACT_CHANGES(no_contact, MATCHING_FACT_NO_CONTACT)
FACT_CHANGES(on_case, MATCHING_FACT_ON_CASE)
FACT_CHANGES(is_assessor, MATCHING_FACT_ASSESSOR)
FACT_CHANGES(ended_for_cause, MATCHING_FACT_ENDED_FOR_CAUSE)
FACT_CHANGES(declined_recently, MATCHING_FACT_DECLINED_RECENTLY)

CHANGE(same_person, c->supporter.person = c->carer.person;)
CHANGE(same_person_unknown, c->supporter.person.v = 0;)
CHANGE(carer_nobody, c->carer.person.v = 0;)
CHANGE(carer_not_active, c->carer.active = MATCHING_NO;)
CHANGE(carer_active_unknown, c->carer.active = MATCHING_UNKNOWN;)
CHANGE(supporter_not_active, c->supporter.active = MATCHING_NO;)
CHANGE(supporter_active_unknown, c->supporter.active = MATCHING_UNKNOWN;)
CHANGE(elsewhere, c->supporter.organisation.v = 2;)
CHANGE(elsewhere_one_consents, c->supporter.organisation.v = 2;
       c->carer.consent_sharing = MATCHING_YES;)
CHANGE(elsewhere_unknown, c->supporter.organisation.v = 2;
       c->carer.consent_sharing = MATCHING_YES;
       c->supporter.consent_sharing = MATCHING_UNKNOWN;)
CHANGE(carers_organisation_unknown, c->carer.organisation.v = 0;)
CHANGE(supporters_organisation_unknown, c->supporter.organisation.v = 0;)
CHANGE(no_consent, c->carer.consent_matching = MATCHING_NO;)
CHANGE(consent_unknown, c->carer.consent_matching = MATCHING_UNKNOWN;)
CHANGE(carer_on_hold, c->carer.on_hold = MATCHING_YES;)
CHANGE(carer_hold_unknown, c->carer.on_hold = MATCHING_UNKNOWN;)
CHANGE(supporter_on_hold, c->supporter.on_hold = MATCHING_YES;)
CHANGE(supporter_hold_unknown, c->supporter.on_hold = MATCHING_UNKNOWN;)
CHANGE(not_trained, c->supporter.trained_utc_ms = 0;)
CHANGE(no_references, c->supporter.references_utc_ms = 0;)
CHANGE(dbs_needed, c->supporter.dbs = MATCHING_DBS_NEEDED;)
CHANGE(dbs_unknown, c->supporter.dbs = MATCHING_DBS_UNKNOWN;)
CHANGE(no_agreement, c->supporter.agreement_utc_ms = 0;)
CHANGE(supervision_overdue, c->supporter.supervision_due_utc_ms = SIDES_NOW_UTC_MS - 1;)
CHANGE(supervision_unknown, c->supporter.supervision_due_utc_ms = 0;)
CHANGE(in_viability, sides_say(&c->supporter, MATCHING_FIELD_STAGE, "viability");)
CHANGE(in_court, sides_say(&c->supporter, MATCHING_FIELD_STAGE, "interim");)
CHANGE(stage_unknown, sides_say(&c->supporter, MATCHING_FIELD_STAGE, "prefer_not");)
CHANGE(full, c->supporter.pending = 2;)
CHANGE(capacity_unknown, c->supporter.capacity_known = false;)
CHANGE(paused, c->supporter.paused_until_utc_ms = SIDES_NOW_UTC_MS + 1;)
CHANGE(pause_unknown, c->supporter.paused_until_utc_ms = 0;)
CHANGE(resting, c->supporter.resting_until_utc_ms = SIDES_NOW_UTC_MS + 1;)
CHANGE(rest_unknown, c->supporter.resting_until_utc_ms = 0;)
CHANGE(heavy, c->supporter.heavy = MATCHING_YES;)
CHANGE(weather_unknown, c->supporter.heavy = MATCHING_UNKNOWN;)
CHANGE(carer_not_local, sides_say(&c->carer, MATCHING_FIELD_DISTANCE, "not_local");)
CHANGE(supporter_not_local,
       sides_say(&c->supporter, MATCHING_FIELD_DISTANCE, "not_local");)
CHANGE(area_unknown, sides_say(&c->carer, MATCHING_FIELD_DISTANCE, "not_local");
       c->supporter.areas = (struct matching_areas){0};)
CHANGE(no_shared_mode, sides_say(&c->supporter, MATCHING_FIELD_MODE, "video");)
CHANGE(carers_mode_unknown, sides_say(&c->carer, MATCHING_FIELD_MODE, "");)
CHANGE(supporters_mode_unknown, sides_say(&c->supporter, MATCHING_FIELD_MODE, "");)
CHANGE(one_shared_time,
       sides_say(&c->supporter, MATCHING_FIELD_TIME_GRID, "mon_morning mon_night");)
CHANGE(no_shared_time, sides_say(&c->supporter, MATCHING_FIELD_TIME_GRID, "sun_night");)
CHANGE(carers_times_unknown, sides_say(&c->carer, MATCHING_FIELD_TIME_GRID, "");)
CHANGE(supporters_times_unknown,
       sides_say(&c->supporter, MATCHING_FIELD_TIME_GRID, "");)
CHANGE(no_shared_language,
       sides_say(&c->supporter, MATCHING_FIELD_LANGUAGE, "welsh other");)
CHANGE(carers_languages_unknown, sides_say(&c->carer, MATCHING_FIELD_LANGUAGE, "");)
CHANGE(supporters_languages_unknown,
       sides_say(&c->supporter, MATCHING_FIELD_LANGUAGE, "");)
CHANGE(both_another_language,
       sides_say(&c->carer, MATCHING_FIELD_LANGUAGE, "welsh other");
       sides_say(&c->supporter, MATCHING_FIELD_LANGUAGE, "english other");)
CHANGE(must_be_a_man, sides_say(&c->carer, MATCHING_FIELD_GENDER_MATTERS, "must");
       sides_say(&c->supporter, MATCHING_FIELD_GENDER, "man");)
CHANGE(supporter_must, sides_say(&c->supporter, MATCHING_FIELD_FAITH_MATTERS, "must");
       sides_say(&c->carer, MATCHING_FIELD_FAITH, "none");)
CHANGE(must_speak_welsh, sides_say(&c->carer, MATCHING_FIELD_LANGUAGE, "english welsh");
       sides_say(&c->carer, MATCHING_FIELD_LANGUAGE_PREFERRED, "welsh");
       sides_say(&c->carer, MATCHING_FIELD_LANGUAGE_MATTERS, "must");)
CHANGE(must_unknown, sides_say(&c->carer, MATCHING_FIELD_GENDER_MATTERS, "must");
       sides_say(&c->supporter, MATCHING_FIELD_GENDER, "prefer_not");)
CHANGE(must_one_unknown_one_unmet,
       sides_say(&c->carer, MATCHING_FIELD_GENDER_MATTERS, "must");
       sides_say(&c->carer, MATCHING_FIELD_FAITH_MATTERS, "must");
       sides_say(&c->supporter, MATCHING_FIELD_FAITH, "sikh");
       sides_say(&c->supporter, MATCHING_FIELD_GENDER, "");)
CHANGE(topic_not_now,
       sides_say(&c->supporter, MATCHING_FIELD_SUPPORTER_TOPICS, "send:not_now");)
CHANGE(topic_not, sides_say(&c->supporter, MATCHING_FIELD_TOPICS, "send:not");)
CHANGE(top_three_unknown, topic_not_now(c);
       sides_say(&c->carer, MATCHING_FIELD_TOP_THREE, "");)
CHANGE(please_not, sides_say(&c->carer, MATCHING_FIELD_TOPICS, "housing:now");
       sides_say(&c->supporter, MATCHING_FIELD_TOPICS, "prison:been housing:not");)
CHANGE(topics_unknown, please_not(c); sides_say(&c->carer, MATCHING_FIELD_TOPICS, "");)

// Where each gate alone refuses …
static const struct {
    enum matching_gate gate;
    void (*change)(struct couple *);
} REFUSED[] = {
    {MATCHING_GATE_SAME_PERSON,         same_person               },
    {MATCHING_GATE_NOT_ACTIVE,          carer_not_active          },
    {MATCHING_GATE_NOT_ACTIVE,          supporter_not_active      },
    {MATCHING_GATE_NO_SHARING_CONSENT,  elsewhere                 },
    {MATCHING_GATE_NO_SHARING_CONSENT,  elsewhere_one_consents    },
    {MATCHING_GATE_NO_MATCHING_CONSENT, no_consent                },
    {MATCHING_GATE_SAME_HOUSEHOLD,      same_household            },
    {MATCHING_GATE_LINKED_FAMILY,       linked_family             },
    {MATCHING_GATE_SAME_EMPLOYER,       same_employer             },
    {MATCHING_GATE_BLOCKED,             blocked                   },
    {MATCHING_GATE_NO_CONTACT,          no_contact                },
    {MATCHING_GATE_ON_HOLD,             carer_on_hold             },
    {MATCHING_GATE_ON_HOLD,             supporter_on_hold         },
    {MATCHING_GATE_ON_CASE,             on_case                   },
    {MATCHING_GATE_IS_ASSESSOR,         is_assessor               },
    {MATCHING_GATE_ENDED_FOR_CAUSE,     ended_for_cause           },
    {MATCHING_GATE_NOT_TRAINED,         not_trained               },
    {MATCHING_GATE_NO_REFERENCES,       no_references             },
    {MATCHING_GATE_DBS_NEEDED,          dbs_needed                },
    {MATCHING_GATE_NO_AGREEMENT,        no_agreement              },
    {MATCHING_GATE_SUPERVISION_OVERDUE, supervision_overdue       },
    {MATCHING_GATE_OWN_CRISIS,          in_viability              },
    {MATCHING_GATE_OWN_CRISIS,          in_court                  },
    {MATCHING_GATE_NO_CAPACITY,         full                      },
    {MATCHING_GATE_PAUSED,              paused                    },
    {MATCHING_GATE_RESTING,             resting                   },
    {MATCHING_GATE_HEAVY,               heavy                     },
    {MATCHING_GATE_DECLINED_RECENTLY,   declined_recently         },
    {MATCHING_GATE_NOT_LOCAL,           carer_not_local           },
    {MATCHING_GATE_NOT_LOCAL,           supporter_not_local       },
    {MATCHING_GATE_NO_SHARED_MODE,      no_shared_mode            },
    {MATCHING_GATE_FEW_SHARED_TIMES,    one_shared_time           },
    {MATCHING_GATE_FEW_SHARED_TIMES,    no_shared_time            },
    {MATCHING_GATE_NO_SHARED_LANGUAGE,  no_shared_language        },
    {MATCHING_GATE_MUST_UNMET,          must_be_a_man             },
    {MATCHING_GATE_MUST_UNMET,          supporter_must            },
    {MATCHING_GATE_MUST_UNMET,          must_speak_welsh          },
    {MATCHING_GATE_MUST_UNMET,          must_one_unknown_one_unmet},
    {MATCHING_GATE_TOPIC_REFUSED,       topic_not_now             },
    {MATCHING_GATE_TOPIC_REFUSED,       topic_not                 },
    {MATCHING_GATE_TOPIC_PLEASE_NOT,    please_not                },
};

// … and where what it looks at is not known.
static const struct {
    enum matching_gate gate;
    void (*change)(struct couple *);
} UNKNOWN[] = {
    {MATCHING_GATE_SAME_PERSON,         same_person_unknown            },
    {MATCHING_GATE_SAME_PERSON,         carer_nobody                   },
    {MATCHING_GATE_NOT_ACTIVE,          carer_active_unknown           },
    {MATCHING_GATE_NOT_ACTIVE,          supporter_active_unknown       },
    {MATCHING_GATE_NO_SHARING_CONSENT,  elsewhere_unknown              },
    {MATCHING_GATE_NO_SHARING_CONSENT,  carers_organisation_unknown    },
    {MATCHING_GATE_NO_SHARING_CONSENT,  supporters_organisation_unknown},
    {MATCHING_GATE_NO_MATCHING_CONSENT, consent_unknown                },
    {MATCHING_GATE_SAME_HOUSEHOLD,      same_household_unknown         },
    {MATCHING_GATE_LINKED_FAMILY,       linked_family_unknown          },
    {MATCHING_GATE_SAME_EMPLOYER,       same_employer_unknown          },
    {MATCHING_GATE_BLOCKED,             blocked_unknown                },
    {MATCHING_GATE_NO_CONTACT,          no_contact_unknown             },
    {MATCHING_GATE_ON_HOLD,             carer_hold_unknown             },
    {MATCHING_GATE_ON_HOLD,             supporter_hold_unknown         },
    {MATCHING_GATE_ON_CASE,             on_case_unknown                },
    {MATCHING_GATE_IS_ASSESSOR,         is_assessor_unknown            },
    {MATCHING_GATE_ENDED_FOR_CAUSE,     ended_for_cause_unknown        },
    {MATCHING_GATE_NOT_TRAINED,         not_trained                    },
    {MATCHING_GATE_NO_REFERENCES,       no_references                  },
    {MATCHING_GATE_DBS_NEEDED,          dbs_unknown                    },
    {MATCHING_GATE_NO_AGREEMENT,        no_agreement                   },
    {MATCHING_GATE_SUPERVISION_OVERDUE, supervision_unknown            },
    {MATCHING_GATE_OWN_CRISIS,          stage_unknown                  },
    {MATCHING_GATE_NO_CAPACITY,         capacity_unknown               },
    {MATCHING_GATE_PAUSED,              pause_unknown                  },
    {MATCHING_GATE_RESTING,             rest_unknown                   },
    {MATCHING_GATE_HEAVY,               weather_unknown                },
    {MATCHING_GATE_DECLINED_RECENTLY,   declined_recently_unknown      },
    {MATCHING_GATE_NOT_LOCAL,           area_unknown                   },
    {MATCHING_GATE_NO_SHARED_MODE,      carers_mode_unknown            },
    {MATCHING_GATE_NO_SHARED_MODE,      supporters_mode_unknown        },
    {MATCHING_GATE_FEW_SHARED_TIMES,    carers_times_unknown           },
    {MATCHING_GATE_FEW_SHARED_TIMES,    supporters_times_unknown       },
    {MATCHING_GATE_NO_SHARED_LANGUAGE,  carers_languages_unknown       },
    {MATCHING_GATE_NO_SHARED_LANGUAGE,  supporters_languages_unknown   },
    {MATCHING_GATE_NO_SHARED_LANGUAGE,  both_another_language          },
    {MATCHING_GATE_MUST_UNMET,          must_unknown                   },
    {MATCHING_GATE_TOPIC_REFUSED,       top_three_unknown              },
    {MATCHING_GATE_TOPIC_PLEASE_NOT,    topics_unknown                 },
};

#define LEN(list) (sizeof(list) / sizeof((list)[0]))

static void nothing_stands_between_the_two(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    assert_int_equal(gates_of(&couple), 0);
    assert_int_equal(
        matching_gate_first(&couple.carer, &couple.supporter, NULL, SIDES_NOW_UTC_MS),
        MATCHING_GATE_NONE);
}

static void every_gate_alone_refuses(void **state)
{
    (void)state;
    matching_gate_set seen = 0;
    for (size_t i = 0; i < LEN(REFUSED); i++) {
        struct couple couple;
        couple_init(&couple);
        REFUSED[i].change(&couple);
        assert_int_equal(gates_of(&couple), GATE_BIT(REFUSED[i].gate));
        assert_int_equal(matching_gate_first(&couple.carer, &couple.supporter,
                                             &couple.facts, SIDES_NOW_UTC_MS),
                         REFUSED[i].gate);
        seen |= GATE_BIT(REFUSED[i].gate);
    }
    for (int gate = 1; gate < MATCHING_GATE_ROWS; gate++) {
        assert_true((seen >> gate & 1) != 0 || matching_gates[gate].by_hand);
    }
}

static void the_unknown_refuses_for_safety_and_passes_for_a_wish(void **state)
{
    (void)state;
    matching_gate_set seen = 0;
    for (size_t i = 0; i < LEN(UNKNOWN); i++) {
        struct couple couple;
        enum matching_gate gate = UNKNOWN[i].gate;
        bool refuses = matching_gates[gate].class == MATCHING_CLASS_SAFETY;
        couple_init(&couple);
        UNKNOWN[i].change(&couple);
        assert_int_equal(gates_of(&couple), refuses ? GATE_BIT(gate) : 0);
        seen |= GATE_BIT(gate);
    }
    for (int gate = 1; gate < MATCHING_GATE_ROWS; gate++) {
        assert_true((seen >> gate & 1) != 0 || matching_gates[gate].by_hand);
    }
}

static void a_lead_may_allow_a_supporter_in_his_own_crisis(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    in_court(&couple);
    couple.supporter.crisis_allowed = true;
    assert_int_equal(gates_of(&couple), 0);
}

static void organisations_share_when_both_consent(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    elsewhere(&couple);
    couple.carer.consent_sharing = MATCHING_YES;
    couple.supporter.consent_sharing = MATCHING_YES;
    assert_int_equal(gates_of(&couple), 0);
}

static void not_local_passes_somebody_from_afar(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    carer_not_local(&couple);
    couple.supporter.areas = (struct matching_areas){0};
    matching_areas_add(&couple.supporter.areas, 200);
    assert_int_equal(gates_of(&couple), 0);
}

static void a_must_that_is_met_passes(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    sides_say(&couple.carer, MATCHING_FIELD_GENDER_MATTERS, "must");
    sides_say(&couple.carer, MATCHING_FIELD_LANGUAGE_MATTERS, "must");
    sides_say(&couple.supporter, MATCHING_FIELD_ETHNICITY_MATTERS, "must");
    assert_int_equal(gates_of(&couple), 0);
}

static void the_first_gate_is_the_lowest_in_the_list(void **state)
{
    (void)state;
    struct couple couple;
    couple_init(&couple);
    paused(&couple);
    no_shared_mode(&couple);
    blocked(&couple);
    assert_int_equal(gates_of(&couple), GATE_BIT(MATCHING_GATE_BLOCKED) |
                                            GATE_BIT(MATCHING_GATE_PAUSED) |
                                            GATE_BIT(MATCHING_GATE_NO_SHARED_MODE));
    assert_int_equal(matching_gates_first(gates_of(&couple)), MATCHING_GATE_BLOCKED);
}

static void somebody_of_whom_nothing_is_known_is_refused(void **state)
{
    (void)state;
    struct couple couple = {0};
    assert_int_equal(matching_gates_first(gates_of(&couple)),
                     MATCHING_GATE_SAME_PERSON);
    couple_init(&couple);
    couple.carer = (struct matching_side){.person.v = 1};
    assert_int_not_equal(gates_of(&couple), 0);
}

static void gates_are_found_by_their_codes(void **state)
{
    (void)state;
    for (int i = 1; i < MATCHING_GATE_ROWS; i++) {
        assert_int_equal(matching_gate_find(matching_gates[i].code), i);
        assert_true(matching_gates[i].sentence.len > 0);
    }
    assert_int_equal(matching_gate_find(TEXT("no_such_gate")), MATCHING_GATE_NONE);
    assert_int_equal(matching_gate_find(TEXT("")), MATCHING_GATE_NONE);
}

// Nobody learns from the words which entry of the blind check it was.
static void the_blind_check_is_told_in_one_way(void **state)
{
    (void)state;
    const struct matching_gate_row *home =
        &matching_gates[MATCHING_GATE_SAME_HOUSEHOLD];

    static const enum matching_gate OTHERS[] = {MATCHING_GATE_LINKED_FAMILY,
                                                MATCHING_GATE_SAME_EMPLOYER};

    for (size_t i = 0; i < LEN(OTHERS); i++) {
        assert_true(text_equal(matching_gates[OTHERS[i]].told_as, home->told_as));
        assert_true(text_equal(matching_gates[OTHERS[i]].sentence, home->sentence));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_stands_between_the_two),
        TEST(every_gate_alone_refuses),
        TEST(the_unknown_refuses_for_safety_and_passes_for_a_wish),
        TEST(a_lead_may_allow_a_supporter_in_his_own_crisis),
        TEST(organisations_share_when_both_consent),
        TEST(not_local_passes_somebody_from_afar),
        TEST(a_must_that_is_met_passes),
        TEST(the_first_gate_is_the_lowest_in_the_list),
        TEST(somebody_of_whom_nothing_is_known_is_refused),
        TEST(gates_are_found_by_their_codes),
        TEST(the_blind_check_is_told_in_one_way),
    };
    return RUN_TESTS(tests);
}
