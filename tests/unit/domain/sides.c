#include "domain/sides.h"

#include <string.h>

#define VALUES_MAX 70

void sides_tell(struct matching_side *side, enum matching_field field,
                const char *values, bool shown)
{
    struct text list[VALUES_MAX];
    struct profile_answer answer = {.field = field, .shown = shown, .values = list};
    bool is_text = matching_fields[field].kind == MATCHING_KIND_TEXT;
    while (*values != '\0') {
        size_t len = is_text ? strlen(values) : strcspn(values, " ");
        list[answer.value_count++] = (struct text){values, len};
        values += len + (values[len] == ' ');
    }
    matching_side_answer(side, &answer);
}

void sides_say(struct matching_side *side, enum matching_field field,
               const char *values)
{
    sides_tell(side, field, values, true);
}

static void say_all(struct matching_side *side)
{
    static const struct {
        enum matching_field field;
        const char *values;
    } ROWS[] = {
        {MATCHING_FIELD_RELATIONSHIP,       "maternal_grandparent"                        },
        {MATCHING_FIELD_ARRANGEMENT,        "sgo"                                         },
        {MATCHING_FIELD_CHILD_AGES,         "5_10 11_15"                                  },
        {MATCHING_FIELD_HOUSEHOLD,          "alone"                                       },
        {MATCHING_FIELD_MODE,               "phone chat"                                  },
        {MATCHING_FIELD_TIME_GRID,          "mon_night tue_night wed_night thu_night "
                                   "fri_night sat_night"},
        {MATCHING_FIELD_FREQUENCY,          "weekly"                                      },
        {MATCHING_FIELD_SUPPORT_WANTED,     "six_months"                                  },
        {MATCHING_FIELD_DISTANCE,           "no_matter"                                   },
        {MATCHING_FIELD_LANGUAGE,           "english"                                     },
        {MATCHING_FIELD_LANGUAGE_PREFERRED, "english"                                     },
        {MATCHING_FIELD_ETHNICITY,          "pakistani"                                   },
        {MATCHING_FIELD_FAITH,              "muslim"                                      },
        {MATCHING_FIELD_GENDER,             "woman"                                       },
        {MATCHING_FIELD_LGBTQ,              "no"                                          },
    };

    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        sides_say(side, ROWS[i].field, ROWS[i].values);
    }
}

static void add_facts(struct matching_side *side, int64_t person)
{
    memset(side, 0, sizeof(*side));
    side->person.v = person;
    side->organisation.v = 1;
    side->active = MATCHING_YES;
    side->on_hold = MATCHING_NO;
    side->consent_matching = MATCHING_YES;
    side->consent_sharing = MATCHING_NO;
    matching_areas_add(&side->areas, 1);
    matching_areas_add(&side->areas_near, 1);
    matching_areas_add(&side->areas_near, 2);
}

void sides_carer(struct matching_side *carer_out)
{
    add_facts(carer_out, 1);
    say_all(carer_out);
    sides_say(carer_out, MATCHING_FIELD_STAGE, "full_assessment");
    sides_say(carer_out, MATCHING_FIELD_TOPICS, "prison:now send:want money:been");
    sides_say(carer_out, MATCHING_FIELD_TOP_THREE, "prison send");
}

void sides_supporter(struct matching_side *supporter_out)
{
    add_facts(supporter_out, 2);
    say_all(supporter_out);
    sides_say(supporter_out, MATCHING_FIELD_STAGE, "first_year");
    sides_say(supporter_out, MATCHING_FIELD_TOPICS, "prison:been send:been money:been");
    supporter_out->trained_utc_ms = 1;
    supporter_out->references_utc_ms = 1;
    supporter_out->agreement_utc_ms = 1;
    supporter_out->supervision_due_utc_ms = SIDES_NOW_UTC_MS;
    supporter_out->dbs = MATCHING_DBS_NOT_ELIGIBLE;
    supporter_out->heavy = MATCHING_NO;
    supporter_out->capacity_known = true;
    supporter_out->capacity = 3;
    supporter_out->load = 1;
    supporter_out->pending = 1;
}
