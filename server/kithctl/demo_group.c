#include "kithctl/demo_group.h"

#include "domain/care/group_meeting.h"
#include "domain/care/group_pin.h"
#include "domain/care/group_setting.h"
#include "domain/care/group_stay.h"
#include "domain/care/rota_plan.h"
#include "domain/conversation.h"
#include "domain/membership.h"
#include "kithctl/demo_care.h"
#include "kithctl/demo_concern.h"
#include "kithctl/demo_write.h"

#define DAYS_A_WEEK 7 // and the first day of 1970 was a Thursday
#define HOUR_MS (60 * DEMO_MINUTE_MS)
#define MEETING_MINUTES 120
#define TEN_OCLOCK (10 * 60)
#define DUTY_DAYS 7
#define DUTY_BEGAN_HOURS_AGO 2
#define DUTY_HOURS 9

// Days after which things are written that belong between what was said.
enum day {
    DAY_FIRST = 0,
    DAY_OF_WELCOME = 3,
    DAY_OF_REPORTS = 8,
    DAY_OF_FRIGHT = 10,
};

static const char *const members[] = {"june", "dorothy", "mo", "grace", "tom"};
static const int member_count = (int)(sizeof members / sizeof *members);

// Amara makes the group, brings everybody in and leaves it to Tom.
static enum err make(struct demo *demo, conversation_id *group_out)
{
    enum err err = demo_act_as(demo, "amara");
    if (err == OK) {
        err = conversation_create_group(&demo->change, TEXT("Grandparents North"),
                                        demo->areas[DEMO_NORTH], group_out);
    }
    for (int i = 0; err == OK && i < member_count; i++) {
        err = membership_add(&demo->change, *group_out, demo_id(demo, members[i]));
    }
    if (err == OK) {
        err = membership_leave(&demo->change, *group_out);
    }
    for (int i = 0; err == OK && i < member_count; i++) {
        err = demo_act_as(demo, members[i]);
        if (err == OK) {
            err = group_stay_accept(&demo->change, *group_out,
                                    &(struct group_entry){.accepts = 1});
        }
    }
    return err;
}

// Ten o'clock on the first Thursday after today.
static int64_t next_thursday_utc_ms(const struct demo *demo)
{
    const int64_t today = demo->day_0_utc_ms / DEMO_DAY_MS + DEMO_DAYS;
    const int64_t thursday = today - today % DAYS_A_WEEK + DAYS_A_WEEK;
    return thursday * DEMO_DAY_MS + TEN_OCLOCK * DEMO_MINUTE_MS;
}

static enum err book(struct demo *demo, meeting_id meeting)
{
    static const struct {
        const char *handle;
        const char *needs;
    } coming[] = {
        {"grace",   ""                              },
        {"dorothy", "A lift, and a chair with arms."},
        {"mo",      "The room with toys for three." },
    };
    enum err err = OK;
    for (size_t i = 0; err == OK && i < sizeof coming / sizeof *coming; i++) {
        const struct text needs = text_of(coming[i].needs);
        err = demo_act_as(demo, coming[i].handle);
        if (err == OK) {
            err = group_meeting_book(&demo->change, meeting, true, &needs);
        }
    }
    return err;
}

static enum err plan_meeting(struct demo *demo, conversation_id group)
{
    const struct meeting meeting = {
        .conversation = group,
        .at_utc_ms = next_thursday_utc_ms(demo),
        .minutes = MEETING_MINUTES,
        .mode = MEETING_MODE_VENUE,
        .venue = TEXT("Riverside community centre, the room behind the cafe"),
        .access = TEXT("No steps. Parking at the back."),
        .childcare = TEXT("A room with toys, and somebody in it."),
    };
    meeting_id id = {0};
    enum err err = demo_act_as(demo, "tom");
    if (err == OK) {
        err = group_meeting_create(&demo->change, &meeting, &id);
    }
    return err == OK ? book(demo, id) : err;
}

static enum err settle(struct demo *demo, const struct demo_talk *talk)
{
    const struct group_setting_change theme = {
        .has_theme = true, .theme = TEXT("School, sleep and family time")};
    const struct message_ref reminder = demo_find(talk, "A reminder: coffee morning");
    enum err err = demo_act_as(demo, "tom");
    if (err == OK) {
        err = group_setting_set(&demo->change, talk->conversation, &theme);
    }
    if (err == OK) {
        err = group_pin_add(&demo->change, reminder.conversation, reminder.seq);
    }
    return err == OK ? plan_meeting(demo, talk->conversation) : err;
}

// Tom is there now and at the same hours of the next days; Ruth is on call all week.
static enum err fill_rota(struct demo *demo, conversation_id group)
{
    const int64_t began_utc_ms = demo->made_utc_ms - demo->made_utc_ms % HOUR_MS -
                                 DUTY_BEGAN_HOURS_AGO * HOUR_MS;
    const struct duty on_call = {.person = demo_id(demo, "ruth"),
                                 .part = DUTY_PART_SAFEGUARDING_LEAD,
                                 .from_utc_ms = began_utc_ms,
                                 .until_utc_ms =
                                     began_utc_ms + DUTY_DAYS * DEMO_DAY_MS};
    struct duty duty = {.person = demo_id(demo, "tom"),
                        .part = DUTY_PART_FACILITATOR,
                        .conversation = group};
    duty_id id = {0};
    enum err err = demo_act_as(demo, "tom");
    for (int day = 0; err == OK && day < DUTY_DAYS; day++) {
        duty.from_utc_ms = began_utc_ms + day * DEMO_DAY_MS;
        duty.until_utc_ms = duty.from_utc_ms + DUTY_HOURS * HOUR_MS;
        err = rota_plan_add(&demo->change, &duty, &id);
    }
    if (err == OK) {
        err = demo_act_as(demo, "ruth");
    }
    return err == OK ? rota_plan_add(&demo->change, &on_call, &id) : err;
}

enum err demo_group_make(struct demo *demo)
{
    struct demo_talk talk = {
        .name = "group", .lines = demo_talk_group, .count = demo_talk_group_count};
    demo_set_time(demo, DAY_FIRST, 9 * 60);
    enum err err = make(demo, &talk.conversation);
    if (err == OK) {
        err = demo_write(demo, &talk, DAY_OF_WELCOME);
    }
    if (err == OK) {
        err = settle(demo, &talk);
    }
    if (err == OK) {
        err = demo_write(demo, &talk, DAY_OF_REPORTS);
    }
    if (err == OK) {
        err = demo_care_seen_to(demo, &talk);
    }
    if (err == OK) {
        err = demo_write(demo, &talk, DAY_OF_FRIGHT);
    }
    if (err == OK) {
        err = demo_concern_make(demo, &talk);
    }
    if (err == OK) {
        err = demo_write(demo, &talk, DEMO_DAYS);
    }
    demo_set_ago(demo, (DUTY_BEGAN_HOURS_AGO + 2) * 60);
    if (err == OK) {
        err = fill_rota(demo, talk.conversation);
    }
    return err == OK ? demo_care_waits(demo, &talk) : err;
}
