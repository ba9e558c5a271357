// Goes through the rules as people would, with the time of each step set back into the
// last two weeks; everything in one transaction.
#include "kithctl/demo.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/secret.h"
#include "domain/audit_head.h"
#include "domain/care/scan.h"
#include "domain/change.h"
#include "domain/organisation.h"
#include "domain/pair.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "kithctl/demo_cast.h"
#include "kithctl/demo_group.h"
#include "kithctl/demo_matching.h"
#include "kithctl/demo_talk.h"
#include "kithctl/demo_write.h"
#include "store/db.h"
#include "store/meta_store.h"

static const char *const area_names[DEMO_AREAS] = {"North", "South"};

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

static enum err make_community(struct demo *demo)
{
    demo_set_time(demo, -1, 0);
    enum err err = make_organisation(demo);
    return err == OK ? make_people(demo) : err;
}

static enum err make_talk_of_two(struct demo *demo)
{
    struct demo_talk pair = {
        .name = "pair", .lines = demo_talk_pair, .count = demo_talk_pair_count};
    demo_set_time(demo, 0, 9 * 60);
    enum err err = make_pair(demo, &pair.conversation);
    return err == OK ? demo_write(demo, &pair, DEMO_DAYS) : err;
}

static enum err make_all(struct demo *demo)
{
    enum err err = make_community(demo);
    if (err == OK) {
        err = make_talk_of_two(demo);
    }
    if (err == OK) {
        err = demo_group_make(demo);
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
        .made_utc_ms = now_utc_ms,
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
