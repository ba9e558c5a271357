#include "kithctl/demo_cast.h"

#include <assert.h>
#include <string.h>

#include "domain/person.h"

const struct demo_person demo_people[] = {
    {"june",    "June",    ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"dorothy", "Dorothy", ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"mo",      "Mo",      ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"grace",   "Grace",   ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"bev",     "Bev",     ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"ali",     "Ali",     ROLE_CARER,             DEMO_NORTH,   DEMO_NO_AREA},
    {"priya",   "Priya",   ROLE_SUPPORTER,         DEMO_NORTH,   DEMO_NO_AREA},
    {"len",     "Len",     ROLE_SUPPORTER,         DEMO_SOUTH,   DEMO_NO_AREA},
    {"joyce",   "Joyce",   ROLE_SUPPORTER,         DEMO_NORTH,   DEMO_NO_AREA},
    {"kwame",   "Kwame",   ROLE_SUPPORTER,         DEMO_SOUTH,   DEMO_NO_AREA},
    {"tom",     "Tom",     ROLE_FACILITATOR,       DEMO_NORTH,   DEMO_NO_AREA},
    {"amara",   "Amara",   ROLE_COORDINATOR,       DEMO_NORTH,   DEMO_SOUTH  },
    {"ruth",    "Ruth",    ROLE_SAFEGUARDING_LEAD, DEMO_NO_AREA, DEMO_NO_AREA},
    {"admin",   "Admin",   ROLE_ADMINISTRATOR,     DEMO_NO_AREA, DEMO_NO_AREA},
};

const int demo_people_count = (int)(sizeof demo_people / sizeof *demo_people);
static_assert(sizeof demo_people / sizeof *demo_people <= DEMO_PEOPLE_MAX, "people");

int demo_index(const char *handle)
{
    for (int i = 0; i < demo_people_count; i++) {
        if (strcmp(demo_people[i].handle, handle) == 0) {
            return i;
        }
    }
    unreachable_state("nobody in the demo has that name");
}

person_id demo_id(const struct demo *demo, const char *handle)
{
    return demo->ids[demo_index(handle)];
}

void demo_set_time(struct demo *demo, int day, int minute)
{
    demo->change.now_utc_ms =
        demo->day_0_utc_ms + day * DEMO_DAY_MS + minute * DEMO_MINUTE_MS;
}

void demo_set_ago(struct demo *demo, int minutes)
{
    demo->change.now_utc_ms = demo->made_utc_ms - minutes * DEMO_MINUTE_MS;
}

void demo_act_as_operator(struct demo *demo)
{
    demo->change.actor = (struct actor){.is_operator = true};
}

enum err demo_act_as(struct demo *demo, const char *handle)
{
    struct person person;
    enum err err = person_find(&demo->change, demo_id(demo, handle), &person);
    if (err != OK) {
        return err;
    }
    struct actor *actor = &demo->change.actor;
    *actor = (struct actor){
        .person = person.id,
        .organisation = person.organisation,
        .role_count = person.role_count,
    };
    memcpy(actor->roles, person.roles, sizeof actor->roles);
    return OK;
}
