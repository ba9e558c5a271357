#include "kithctl/demo_concern.h"

#include "domain/care/alert_desk.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_decide.h"
#include "domain/care/concern_record.h"
#include "domain/care/concern_refer.h"
#include "domain/care/concern_step.h"
#include "domain/care/scan_act.h"

#define LEAD "ruth"
#define FRIGHT "His dad turned up at the house again"
#define NIGHT 10 // the day on which she wrote it
#define REPLY_IN_DAYS 2

#define AT(hour, minute) ((hour)*60 + (minute))

// What the scanner does with that message a moment after it was sent.
static enum err find_words(struct demo *demo, const struct demo_talk *talk)
{
    const struct scan_step step = {.conversation = talk->conversation,
                                   .organisation = demo->organisation};
    struct scan_hit hit = {.seq = demo_find(talk, FRIGHT).seq,
                           .author = demo_id(demo, "grace")};
    struct risk_scanner *scanner = risk_scanner_new();
    risk_scan(scanner, text_of(demo_text(talk, FRIGHT)), &hit.found);
    risk_scanner_free(scanner);
    demo_act_as_operator(demo);
    return scan_act(&demo->change, &step, &hit);
}

// Ruth says that she looks after it; the case it is about.
static enum err acknowledge(struct demo *demo, care_case_id *case_out)
{
    struct alert_list list = {0};
    struct alert_view view;
    enum err err = demo_act_as(demo, LEAD);
    if (err == OK) {
        err = alert_desk_list(&demo->change, (alert_id){0}, &list);
    }
    if (err == OK && list.waiting != 1) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = alert_desk_acknowledge(&demo->change, list.views[0].alert.id, 0, &view);
    }
    if (err == OK) {
        *case_out = view.care_case;
    }
    return err;
}

// The case becomes a concern.
static enum err pass_on(struct demo *demo, care_case_id id, concern_id *concern_out)
{
    const struct care_ruling ruling = {
        .decision = CARE_DECISION_CONCERN,
        .text = TEXT("A man at the door two nights running. This is for me.")};
    struct care_decided decided = {0};
    int64_t until_utc_ms = 0;
    enum err err = care_claim_take(&demo->change, id, &until_utc_ms);
    if (err == OK) {
        err = care_decide(&demo->change, id, &ruling, &decided);
    }
    if (err == OK) {
        *concern_out = decided.concern;
    }
    return err;
}

static enum err take_on(struct demo *demo, concern_id id)
{
    const struct text why =
        TEXT("He has come twice and said that he takes the child. Grace is safe for "
             "tonight, at her sister's.");
    enum err err = concern_triage(&demo->change, id, CONCERN_GRADE_SAME_DAY, why);
    return err == OK ? concern_own(&demo->change, id) : err;
}

// What was said and done that night, each marked as what it is.
static const struct {
    enum concern_entry kind;
    const char *whom;
    const char *words;
} record[] = {
    {CONCERN_ENTRY_FACT,      "",
     "Grace told me on the telephone at 21:49 that he knocked for ten minutes on "
     "Tuesday "
     "and again last night, and left when her neighbour came out."            },
    {CONCERN_ENTRY_INFERENCE, "",
     "He may have her address from the hearing in spring. I do not know that."},
    {CONCERN_ENTRY_TOLD,      "Tom", "That Grace is safe and that I have it." },
    {CONCERN_ENTRY_ACTION,    "",
     "Grace rang 101 with me on the other line. She sleeps at her sister's; somebody "
     "comes about the locks tomorrow."                                        },
};

static enum err write_record(struct demo *demo, concern_id id)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < sizeof record / sizeof *record; i++) {
        const struct concern_record entry = {.concern = id,
                                             .kind = record[i].kind,
                                             .cid = text_of(record[i].words),
                                             .whom = text_of(record[i].whom),
                                             .text = text_of(record[i].words)};
        err = concern_record_write(&demo->change, &entry);
    }
    return err;
}

static enum err refer(struct demo *demo, concern_id id)
{
    const struct referral_new new_referral = {
        .concern = id,
        .cid = TEXT("demo-referral"),
        .to = REFERRAL_TO_CHILDRENS_SERVICES,
        .reason = TEXT("There is a court order about when he may see the child, and he "
                       "comes outside it. Grace agrees that I ask."),
        .reply_by_utc_ms = demo->made_utc_ms + REPLY_IN_DAYS * DEMO_DAY_MS,
    };
    struct referral referral;
    return concern_refer(&demo->change, &new_referral, &referral);
}

enum err demo_concern_make(struct demo *demo, const struct demo_talk *talk)
{
    care_case_id found = {0};
    concern_id concern = {0};
    demo_set_time(demo, NIGHT, AT(21, 36));
    enum err err = find_words(demo, talk);
    demo_set_time(demo, NIGHT, AT(21, 44));
    if (err == OK) {
        err = acknowledge(demo, &found);
    }
    demo_set_time(demo, NIGHT, AT(22, 10));
    if (err == OK) {
        err = pass_on(demo, found, &concern);
    }
    if (err == OK) {
        err = take_on(demo, concern);
    }
    demo_set_time(demo, NIGHT, AT(22, 25));
    if (err == OK) {
        err = write_record(demo, concern);
    }
    demo_set_time(demo, NIGHT + 1, AT(9, 15));
    return err == OK ? refer(demo, concern) : err;
}
