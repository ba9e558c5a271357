// Who is in the made-up organisation, and acting as one of them.
#ifndef KITHCTL_DEMO_CAST_H
#define KITHCTL_DEMO_CAST_H

#include "domain/change.h"

#define DEMO_PASSWORD "three quiet rivers"
#define DEMO_DAYS 14 // of talk that there has been
#define DEMO_MINUTE_MS INT64_C(60000)
#define DEMO_DAY_MS INT64_C(86400000)
#define DEMO_NO_AREA (-1)
#define DEMO_PEOPLE_MAX 32

enum demo_area {
    DEMO_NORTH,
    DEMO_SOUTH,
    DEMO_AREAS
};

struct demo_person {
    const char *handle;
    const char *name;
    enum role role;
    int area;       // or DEMO_NO_AREA
    int other_area; // the same role there too, or DEMO_NO_AREA
};

extern const struct demo_person demo_people[];
extern const int demo_people_count; // at most DEMO_PEOPLE_MAX

struct demo {
    struct change change;
    organisation_id organisation;
    area_id areas[DEMO_AREAS];
    person_id ids[DEMO_PEOPLE_MAX];
    int64_t day_0_utc_ms;
    int64_t made_utc_ms; // now
};

// Where `handle` stands in demo_people; a handle of nobody aborts.
int demo_index(const char *handle);
person_id demo_id(const struct demo *demo, const char *handle);

// From now on things happen at `minute` of that day (0: fourteen days ago), UTC.
void demo_set_time(struct demo *demo, int day, int minute);

// From now on things happen at so many minutes before now.
void demo_set_ago(struct demo *demo, int minutes);

// From now on `handle` acts. Errors: as person_find.
enum err demo_act_as(struct demo *demo, const char *handle);
void demo_act_as_operator(struct demo *demo);

#endif
