#include "kithctl/demo_care.h"

#include "domain/care/care_appeal.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_decide.h"
#include "domain/care/care_desk.h"
#include "domain/care/care_report.h"

#define FACILITATOR "tom"
#define COORDINATOR "amara"

#define AT(hour, minute) ((hour)*60 + (minute))

// A message of the group that somebody reports.
struct flag {
    const char *message; // its first words
    const char *by;
    enum report_about about;
    const char *note;
};

static enum err report(struct demo *demo, const struct demo_talk *talk,
                       const struct flag *flag)
{
    const struct message_ref ref = demo_find(talk, flag->message);
    const struct care_report_new report = {.cid = text_of(flag->message),
                                           .conversation = ref.conversation,
                                           .seq = ref.seq,
                                           .about = flag->about,
                                           .note = text_of(flag->note)};
    struct care_report_done done;
    enum err err = demo_act_as(demo, flag->by);
    return err == OK ? care_report_raise(&demo->change, &report, &done) : err;
}

// The case about what `flag` reports, as the facilitator finds it on the desk.
static enum err find(struct demo *demo, const struct demo_talk *talk,
                     const struct flag *flag, care_case_id *case_out)
{
    const int64_t seq = demo_find(talk, flag->message).seq;
    const struct care_desk_query all = {0};
    struct care_desk_list list = {0};
    enum err err = demo_act_as(demo, FACILITATOR);
    if (err == OK) {
        err = care_desk_list(&demo->change, &all, &list);
    }
    for (size_t i = 0; err == OK && i < list.count; i++) {
        if (list.rows[i].row.seq == seq) {
            *case_out = list.rows[i].row.id;
            return OK;
        }
    }
    return err == OK ? ERR_NOT_FOUND : err;
}

static enum err claim(struct demo *demo, care_case_id id)
{
    int64_t until_utc_ms = 0;
    enum err err = demo_act_as(demo, FACILITATOR);
    return err == OK ? care_claim_take(&demo->change, id, &until_utc_ms) : err;
}

static enum err decide(struct demo *demo, care_case_id id,
                       const struct care_ruling *ruling)
{
    struct care_decided decided;
    enum err err = claim(demo, id);
    return err == OK ? care_decide(&demo->change, id, ruling, &decided) : err;
}

static enum err appeal(struct demo *demo, care_case_id id, const char *author,
                       const char *words)
{
    int64_t decide_by_utc_ms = 0;
    enum err err = demo_act_as(demo, author);
    return err == OK ? care_appeal_ask(&demo->change, id, (report_id){0},
                                       text_of(words), &decide_by_utc_ms)
                     : err;
}

// Dorothy's hats: Tom has a word with her, she asks again, Amara sees it otherwise.
// Mo, who reported them, could still ask himself.
static enum err decide_one(struct demo *demo, const struct demo_talk *talk)
{
    static const struct flag flag = {"I've knitted more hats", "mo", REPORT_ABOUT_RULES,
                                     "I like her hats, but did we not say no selling?"};
    const struct care_ruling word = {
        .decision = CARE_DECISION_TALK,
        .text = TEXT("Dorothy, they are lovely hats. This group is no place to sell "
                     "things, so please bring them on Thursday instead.")};
    const struct care_ruling otherwise = {
        .decision = CARE_DECISION_NONE,
        .text = TEXT("You were right to ask. A hat between friends is not "
                     "advertising. Nothing is kept against you.")};
    enum care_appeal came_of_it = CARE_APPEAL_ASKED;
    care_case_id id = {0};
    demo_set_time(demo, 4, AT(14, 10));
    enum err err = report(demo, talk, &flag);
    demo_set_time(demo, 4, AT(15, 30));
    if (err == OK) {
        err = find(demo, talk, &flag, &id);
    }
    if (err == OK) {
        err = decide(demo, id, &word);
    }
    demo_set_time(demo, 5, AT(10, 0));
    if (err == OK) {
        err = appeal(demo, id, "dorothy", "It was only hats. I do not run a shop.");
    }
    demo_set_time(demo, 6, AT(11, 15));
    if (err == OK) {
        err = demo_act_as(demo, COORDINATOR);
    }
    return err == OK ? care_appeal_decide(&demo->change, id, &otherwise, &came_of_it)
                     : err;
}

// Mo's bad day: Tom hides what he said of the mothers; he asks that it be looked at
// again, and nobody has yet.
static enum err have_one_appealed(struct demo *demo, const struct demo_talk *talk)
{
    static const struct flag flag = {"Family time fell through again", "dorothy",
                                     REPORT_ABOUT_UNKIND,
                                     "My granddaughter is one of those mums."};
    const struct care_ruling hide = {
        .decision = CARE_DECISION_HIDDEN,
        .rule = TEXT("line.1.2"),
        .text = TEXT("Mo, that was a hard day and you may say so here. Some of us have "
                     "a daughter who is that mum, so I have hidden this one.")};
    care_case_id id = {0};
    demo_set_time(demo, 8, AT(18, 20));
    enum err err = report(demo, talk, &flag);
    demo_set_time(demo, 8, AT(18, 50));
    if (err == OK) {
        err = find(demo, talk, &flag, &id);
    }
    if (err == OK) {
        err = decide(demo, id, &hide);
    }
    demo_set_time(demo, 12, AT(20, 5));
    return err == OK ? appeal(demo, id, "mo",
                              "It was my own sister I meant. I think I may say that of "
                              "her, here of all places.")
                     : err;
}

enum err demo_care_seen_to(struct demo *demo, const struct demo_talk *talk)
{
    enum err err = decide_one(demo, talk);
    return err == OK ? have_one_appealed(demo, talk) : err;
}

enum err demo_care_waits(struct demo *demo, const struct demo_talk *talk)
{
    static const struct flag held = {"Mo, on Thursday could you", "mo",
                                     REPORT_ABOUT_PRIVATE,
                                     "She has put the name of the school. She did not "
                                     "mean to."};
    static const struct flag new = {
        "There's a man on the internet", "dorothy", REPORT_ABOUT_NOT_SURE,
        "Sixty pounds sounds wrong to me. Is that allowed?"};
    care_case_id id = {0};
    demo_set_ago(demo, 40);
    enum err err = report(demo, talk, &held);
    demo_set_ago(demo, 15);
    if (err == OK) {
        err = report(demo, talk, &new);
    }
    demo_set_ago(demo, 5);
    if (err == OK) {
        err = find(demo, talk, &held, &id);
    }
    return err == OK ? claim(demo, id) : err;
}
