#include "domain/consent.h"

#include "domain/gate_version.h"
#include "domain/matching/matching_ask.h"
#include "domain/profile.h"
#include "domain/profile_access.h"
#include "store/consent_store.h"

enum err consent_list(struct change *change, person_id person,
                      struct consent **list_out, size_t *count_out)
{
    *list_out = arena_array(change->arena, CONSENT_KINDS, sizeof(**list_out));
    return consent_store_standing(change->db, change->arena, person, *list_out,
                                  count_out);
}

enum err consent_stands(struct change *change, person_id person, enum consent_kind what,
                        bool *stands_out)
{
    struct consent standing[CONSENT_KINDS];
    size_t count = 0;
    enum err err =
        consent_store_standing(change->db, change->arena, person, standing, &count);
    if (err != OK) {
        return err;
    }
    *stands_out = false;
    for (size_t i = 0; i < count; i++) {
        *stands_out = *stands_out || standing[i].what == what;
    }
    return OK;
}

static enum err give(struct change *change, const struct consent_told *told)
{
    bool stands = false;
    struct consent_put put = {
        .person = told->person,
        .consent = {told->what, told->how, change->now_utc_ms},
        .recorded_by = change->actor.person,
    };
    enum err err = consent_stands(change, told->person, told->what, &stands);
    if (err != OK || stands) {
        return err;
    }
    err = consent_store_insert(change->db, &put);
    if (err == OK) {
        err = gate_version_raise(change, told->person);
    }
    if (err == OK && told->what == CONSENT_MATCHING) {
        err = matching_ask_consent(change, told->person, true);
    }
    return err;
}

static enum err withdraw(struct change *change, person_id person,
                         enum consent_kind what)
{
    bool withdrawn = false;
    enum err err = consent_store_withdraw(change->db, person, what, change->now_utc_ms,
                                          &withdrawn);
    if (err != OK || !withdrawn) {
        return err;
    }
    err = gate_version_raise(change, person);
    if (err == OK && what == CONSENT_MATCHING) {
        err = matching_ask_consent(change, person, false);
    }
    if (err == OK && what == CONSENT_SPECIAL_CATEGORY) {
        err = profile_forget_special(change, person);
    }
    return err;
}

enum err consent_give(struct change *change, enum consent_kind what)
{
    const struct consent_told told = {change->actor.person, what, CONSENT_HOW_SELF,
                                      true};
    return give(change, &told);
}

enum err consent_withdraw(struct change *change, enum consent_kind what)
{
    return withdraw(change, change->actor.person, what);
}

enum err consent_record(struct change *change, const struct consent_told *told)
{
    struct person person;
    enum err err =
        profile_access_told(change, told->person, ROLE_BIT(ROLE_COORDINATOR), &person);
    if (err != OK) {
        return err;
    }
    if (told->how == CONSENT_HOW_SELF) {
        return ERR_BAD_REQUEST;
    }
    return told->given ? give(change, told)
                       : withdraw(change, told->person, told->what);
}
