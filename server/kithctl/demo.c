// Goes through the rules as people would, with the time of each step set back into the
// last two weeks; everything in one transaction.
#include "kithctl/demo.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "domain/audit_head.h"
#include "domain/care/group_stay.h"
#include "domain/care/scan.h"
#include "domain/change.h"
#include "domain/conversation.h"
#include "domain/mark.h"
#include "domain/membership.h"
#include "domain/message.h"
#include "domain/organisation.h"
#include "domain/pair.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "kithctl/demo_cast.h"
#include "kithctl/demo_matching.h"
#include "kithctl/demo_talk.h"
#include "store/db.h"
#include "store/meta_store.h"

#define LINES_MAX 200

static const char *const area_names[DEMO_AREAS] = {"North", "South"};

static const char *const group_members[] = {"june", "dorothy", "mo", "grace", "tom"};

static enum err make_organisation(struct demo *demo)
{
    demo_act_as_operator(demo);
    enum err err = organisation_create(&demo->change, TEXT("Riverside Kinship"),
                                       &demo->organisation);
    for (int i = 0; err == OK && i < DEMO_AREAS; i++) {
        err = organisation_add_area(&demo->change, demo->organisation,
                                    text_of(area_names[i]), &demo->areas[i]);
    }
    if (err == OK) {
        err = meta_store_put(demo->change.db, "demo", TEXT("1"));
    }
    return err;
}

static struct role_grant grant_in(const struct demo *demo, enum role role, int area)
{
    const area_id everywhere = {0};
    return (struct role_grant){
        .role = role,
        .area = area == DEMO_NO_AREA ? everywhere : demo->areas[area],
    };
}

static enum err make_person(struct demo *demo, int i)
{
    const struct demo_person *who = &demo_people[i];
    char hash[SECRET_PASSWORD_HASH_MAX];
    const struct person_new new_person = {
        .organisation = demo->organisation,
        .name = text_of(who->name),
        .role = grant_in(demo, who->role, who->area),
    };
    enum err err = secret_password_hash(TEXT(DEMO_PASSWORD), hash);
    if (err == OK) {
        err = person_create(&demo->change, &new_person, &demo->ids[i]);
    }
    if (err == OK && who->other_area != DEMO_NO_AREA) {
        err = person_grant_role(&demo->change, demo->ids[i],
                                grant_in(demo, who->role, who->other_area));
    }
    if (err == OK) {
        err = person_create_account(&demo->change, demo->ids[i], text_of(who->handle),
                                    text_of(hash));
    }
    return err;
}

static enum err make_people(struct demo *demo)
{
    enum err err = OK;
    demo_act_as_operator(demo);
    for (int i = 0; err == OK && i < demo_people_count; i++) {
        err = make_person(demo, i);
    }
    return err;
}

static enum err make_pair(struct demo *demo, conversation_id *pair_out)
{
    enum err err = demo_act_as(demo, "amara");
    if (err != OK) {
        return err;
    }
    return pair_connect(&demo->change, demo_id(demo, "june"), demo_id(demo, "priya"),
                        pair_out);
}

// Amara makes the group, brings everybody in and leaves it to Tom.
static enum err make_group(struct demo *demo, conversation_id *group_out)
{
    const int count = (int)(sizeof group_members / sizeof *group_members);
    enum err err = demo_act_as(demo, "amara");
    if (err == OK) {
        err = conversation_create_group(&demo->change, TEXT("Grandparents North"),
                                        demo->areas[DEMO_NORTH], group_out);
    }
    for (int i = 0; err == OK && i < count; i++) {
        err =
            membership_add(&demo->change, *group_out, demo_id(demo, group_members[i]));
    }
    if (err == OK) {
        err = membership_leave(&demo->change, *group_out);
    }
    for (int i = 0; err == OK && i < count; i++) {
        err = demo_act_as(demo, group_members[i]);
        if (err == OK) {
            err = group_stay_accept(&demo->change, *group_out,
                                    &(struct group_entry){.accepts = 1});
        }
    }
    return err;
}

// A conversation while it is written: which seq each line became.
struct talk {
    conversation_id conversation;
    const char *name;
    const struct talk_line *lines;
    size_t count;
    int64_t seqs[LINES_MAX];
};

static enum err say(struct demo *demo, struct talk *talk, size_t i,
                    struct message_done *done)
{
    const struct talk_line *line = &talk->lines[i];
    char cid[64];
    const int len = snprintf(cid, sizeof cid, "demo-%s-%zu", talk->name, i);
    const struct message_new message = {
        .conversation = talk->conversation,
        .cid = {cid, (size_t)len},
        .text = text_of(line->text),
        .reply_to = line->back == 0 ? 0 : talk->seqs[i - (size_t)line->back],
    };
    return message_send(&demo->change, &message, done);
}

static enum err do_line(struct demo *demo, struct talk *talk, size_t i)
{
    const struct talk_line *line = &talk->lines[i];
    assert((size_t)line->back <= i);
    const struct message_ref ref = {talk->conversation,
                                    talk->seqs[i - (size_t)line->back]};
    const struct text text = text_of(line->text);
    struct message_done done = {0};
    enum err err = demo_act_as(demo, line->by);
    if (err != OK) {
        return err;
    }
    demo_set_time(demo, line->day, line->minute);
    switch (line->kind) {
    case TALK_SAY:
        err = say(demo, talk, i, &done);
        break;
    case TALK_REACT:
        err = message_react(&demo->change, ref, text, &done);
        break;
    case TALK_EDIT:
        err = message_edit(&demo->change, ref, text, &done);
        break;
    case TALK_REMOVE:
        err = message_remove(&demo->change, ref, &done);
        break;
    }
    talk->seqs[i] = done.seq;
    return err;
}

// The last thing that `handle` said or did, 0 when nothing.
static int64_t last_of(const struct talk *talk, const char *handle)
{
    int64_t last = 0;
    for (size_t i = 0; i < talk->count; i++) {
        if (strcmp(talk->lines[i].by, handle) == 0) {
            last = talk->seqs[i];
        }
    }
    return last;
}

// Everybody has read up to the last thing that she said or did.
static enum err mark_reads(struct demo *demo, const struct talk *talk)
{
    enum err err = OK;
    for (int i = 0; err == OK && i < demo_people_count; i++) {
        int64_t last = last_of(talk, demo_people[i].handle);
        if (last == 0) {
            continue;
        }
        err = demo_act_as(demo, demo_people[i].handle);
        if (err == OK) {
            err = mark_read(&demo->change, talk->conversation, last, &last);
        }
    }
    return err;
}

static enum err write_talk(struct demo *demo, struct talk *talk)
{
    enum err err = OK;
    assert(talk->count <= LINES_MAX);
    for (size_t i = 0; err == OK && i < talk->count; i++) {
        err = do_line(demo, talk, i);
    }
    return err == OK ? mark_reads(demo, talk) : err;
}

static enum err make_all(struct demo *demo)
{
    struct talk pair = {
        .name = "pair", .lines = demo_talk_pair, .count = demo_talk_pair_count};
    struct talk group = {
        .name = "group", .lines = demo_talk_group, .count = demo_talk_group_count};
    demo_set_time(demo, -1, 0);
    enum err err = make_organisation(demo);
    if (err == OK) {
        err = make_people(demo);
    }
    demo_set_time(demo, 0, 9 * 60);
    if (err == OK) {
        err = make_group(demo, &group.conversation);
    }
    if (err == OK) {
        err = make_pair(demo, &pair.conversation);
    }
    if (err == OK) {
        err = write_talk(demo, &pair);
    }
    if (err == OK) {
        err = write_talk(demo, &group);
    }
    if (err == OK) {
        err = demo_matching_make(demo);
    }
    demo_act_as_operator(demo);
    return err == OK ? scan_pass_over(&demo->change) : err;
}

// ERR_CONFLICT where there is an organisation already.
static enum err refuse_used(struct demo *demo)
{
    struct organisation *list = NULL;
    size_t count = 0;
    demo_act_as_operator(demo);
    enum err err = organisation_list(&demo->change, &list, &count);
    return err == OK && count > 0 ? ERR_CONFLICT : err;
}

static enum err make_in_transaction(struct demo *demo)
{
    enum err err = db_begin(demo->change.db);
    if (err != OK) {
        return err;
    }
    err = change_begin(&demo->change);
    if (err == OK) {
        err = refuse_used(demo);
        err = change_end(&demo->change, err == OK ? make_all(demo) : err);
    }
    if (err == OK) {
        err = audit_head_seal(demo->change.db, demo->change.vault,
                              demo->change.now_utc_ms);
    }
    if (err == OK) {
        err = vault_commit(demo->change.vault);
    }
    if (err == OK) {
        err = db_commit(demo->change.db);
    }
    if (err != OK) {
        vault_rollback(demo->change.vault);
        db_rollback(demo->change.db);
    }
    return err;
}

static void print_people(const struct ctl *ctl)
{
    if (ctl->wants_json) {
        json_t *list = json_array();
        for (int i = 0; i < demo_people_count; i++) {
            (void)json_array_append_new(list, json_string(demo_people[i].handle));
        }
        json_t *whole =
            json_pack("{s:o,s:s}", "handles", list, "password", DEMO_PASSWORD);
        (void)json_dumpf(whole, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        printf("\n");
        json_decref(whole);
        return;
    }
    printf("Made the demo organisation Riverside Kinship. Who can sign in, everybody "
           "with\n"
           "the password \"%s\":\n"
           "  carers              june dorothy mo grace bev ali\n"
           "  supporters          priya len joyce kwame\n"
           "  facilitator         tom\n"
           "  coordinator         amara\n"
           "  safeguarding lead   ruth\n"
           "  administrator       admin\n",
           DEMO_PASSWORD);
}

enum ctl_exit demo_run(struct ctl *ctl)
{
    struct clock clock = {0};
    struct folder *folder = NULL;
    enum err err = folder_open(&ctl->config, &clock, &folder);
    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    const struct policy policy = ctl_policy(ctl);
    const int64_t now_utc_ms = clock_utc_ms(&clock);
    struct arena *arena = arena_new();
    struct demo demo = {
        .change = {.db = folder_db(folder),
                   .vault = folder_vault(folder),
                   .arena = arena,
                   .policy = &policy},
        .day_0_utc_ms = now_utc_ms - now_utc_ms % DEMO_DAY_MS - DEMO_DAYS * DEMO_DAY_MS,
    };
    err = make_in_transaction(&demo);
    arena_free(arena);
    folder_close(folder);
    if (err == ERR_CONFLICT) {
        return ctl_fail(
            "%s has an organisation already; the demo goes into a new folder",
            ctl->config.data_dir);
    }
    if (err != OK) {
        return ctl_fail("the demo could not be made: %s", err_name(err));
    }
    print_people(ctl);
    return CTL_DONE;
}
