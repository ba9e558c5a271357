#include "domain/profile.h"

#include <string.h>

#include "domain/access.h"
#include "domain/blind_check.h"
#include "domain/consent.h"
#include "domain/gate_version.h"
#include "domain/matching/match_card.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "domain/safeguarding.h"
#include "domain/vault.h"
#include "protocol_limits.h"
#include "store/profile_store.h"

#define STAFF (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD))

static struct seal_place values_place(person_id person, int64_t field)
{
    return (struct seal_place){"profile_answer", "values_sealed", person.v, field,
                               (struct key_scope){.person = person}};
}

// Values travel into the database as lines of one text: none of them has a line feed.

static struct text lines_join(struct arena *arena, const struct text *values,
                              size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len += values[i].len + 1;
    }
    char *s = arena_array(arena, len + 1, 1);
    len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            s[len++] = '\n';
        }
        memcpy(s + len, values[i].s, values[i].len);
        len += values[i].len;
    }
    return (struct text){s, len};
}

static void lines_split(struct arena *arena, struct text lines,
                        struct profile_answer *answer)
{
    answer->values = arena_array(arena, LIMIT_ANSWER_VALUES, sizeof(*answer->values));
    while (lines.len > 0 && answer->value_count < LIMIT_ANSWER_VALUES) {
        const char *end = memchr(lines.s, '\n', lines.len);
        const size_t len = end == NULL ? lines.len : (size_t)(end - lines.s);
        const size_t skip = end == NULL ? len : len + 1;
        answer->values[answer->value_count++] = (struct text){lines.s, len};
        lines = (struct text){lines.s + skip, lines.len - skip};
    }
}

enum err profile_load(struct change *change, person_id person,
                      struct profile_answer **answers_out, size_t *count_out)
{
    struct profile_row *rows = NULL;
    size_t row_count = 0;
    size_t count = 0;
    enum err err =
        profile_store_of(change->db, change->arena, person, &rows, &row_count);
    if (err != OK) {
        return err;
    }
    struct profile_answer *answers =
        arena_array(change->arena, row_count, sizeof(*answers));
    for (size_t i = 0; i < row_count; i++) {
        struct text lines;
        struct sealed sealed = {rows[i].values_sealed, rows[i].values_version};
        err = vault_open_sealed(change->vault, change->arena,
                                values_place(person, rows[i].field), sealed, &lines);
        if (err == ERR_GONE || matching_field_row(rows[i].field) == NULL) {
            continue;
        }
        if (err != OK) {
            return err;
        }
        answers[count].field = (enum matching_field)rows[i].field;
        answers[count].shown = rows[i].shown;
        lines_split(change->arena, lines, &answers[count]);
        count++;
    }
    *answers_out = answers;
    *count_out = count;
    return OK;
}

// -- answering

// Whom a field is asked that is asked people with these roles.
static unsigned audience_of(const struct role_grant *roles, int count)
{
    unsigned audience = 0;
    for (int i = 0; i < count; i++) {
        audience |= roles[i].role == ROLE_CARER ? MATCHING_CARER : 0;
        audience |= roles[i].role == ROLE_SUPPORTER ? MATCHING_SUPPORTER : 0;
    }
    return audience;
}

// Whose answer it is, and what she may be asked.
static enum err find_owner(struct change *change, const struct profile_told *told,
                           person_id *owner_out, unsigned *audience_out)
{
    const struct actor *actor = &change->actor;
    struct person person;
    if (told->person.v == 0) {
        *owner_out = actor->person;
        *audience_out = audience_of(actor->roles, actor->role_count);
        return OK;
    }
    enum err err =
        profile_access_told(change, told->person, ROLE_BIT(ROLE_COORDINATOR), &person);
    if (err == OK) {
        *owner_out = person.id;
        *audience_out = audience_of(person.roles, person.role_count);
    }
    return err;
}

// Whether the buddy may see the answer from now on.
static enum err find_shown(struct change *change, const struct profile_told *told,
                           person_id owner, struct profile_answer *answer)
{
    const struct matching_field_row *field = matching_field_row(answer->field);
    struct profile_row before;
    if (field->staff_only) {
        answer->shown = false;
        return OK;
    }
    if (told->has_shown) {
        answer->shown = told->shown;
        return OK;
    }
    enum err err =
        profile_store_get(change->db, change->arena, owner, answer->field, &before);
    if (err == OK || err == ERR_NOT_FOUND) {
        answer->shown = err == OK ? before.shown : field->shown;
        return OK;
    }
    return err;
}

// Whether the owner agreed to telling what `answer` tells, or to showing it (`shows`).
// Taking back needs no consent.
static enum err check_special(struct change *change, person_id owner,
                              const struct profile_answer *answer, bool shows)
{
    bool stands = false;
    bool tells = answer->value_count > 0 || shows;
    if (!matching_field_row(answer->field)->special || !tells) {
        return OK;
    }
    enum err err = consent_stands(change, owner, CONSENT_SPECIAL_CATEGORY, &stands);
    return err == OK && !stands ? ERR_WRONG_STATE : err;
}

// Whether what is told now may stand on a card so far.
static enum err find_told(struct change *change, person_id owner, int64_t field,
                          bool *told_out)
{
    struct profile_row before;
    const struct matching_field_row *row = matching_field_row(field);
    bool has_words = row->shared.len > 0 || row->difference.len > 0;
    enum err err = profile_store_get(change->db, change->arena, owner, field, &before);
    *told_out = err == OK && before.shown && has_words;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err store_answer(struct change *change, person_id owner,
                             const struct profile_answer *answer)
{
    struct sealed sealed;
    bool was_told = false;
    const struct text lines =
        lines_join(change->arena, answer->values, (size_t)answer->value_count);
    enum err err = vault_seal(change->vault, change->arena,
                              values_place(owner, answer->field), lines, &sealed);
    if (err != OK) {
        return err;
    }
    const struct profile_put put = {
        .person = owner,
        .row = {answer->field, answer->shown, sealed.bytes, sealed.key_version},
        .changed_by = change->actor.person,
        .now_utc_ms = change->now_utc_ms,
    };
    err = find_told(change, owner, answer->field, &was_told);
    if (err == OK) {
        err = profile_store_put(change->db, &put);
    }
    if (err == OK) {
        err = gate_version_raise(change, owner);
    }
    return err == OK && was_told ? match_card_renew(change, owner) : err;
}

enum err profile_answer_take(struct change *change, const struct profile_told *told,
                             const char **field_out)
{
    person_id owner;
    unsigned audience = 0;
    struct profile_answer answer = {.field = matching_field_find(told->field),
                                    .values = told->values,
                                    .value_count = (int)told->value_count};
    enum err err = find_owner(change, told, &owner, &audience);
    if (err != OK) {
        return err;
    }
    *field_out = "field";
    if (answer.field == MATCHING_FIELD_NONE ||
        (matching_field_row(answer.field)->audience & audience) == 0) {
        return ERR_BAD_REQUEST;
    }
    err = check_special(change, owner, &answer, told->has_shown && told->shown);
    if (err != OK) {
        return err;
    }
    *field_out = "values";
    err = matching_answer_check(&answer);
    if (err == OK) {
        err = find_shown(change, told, owner, &answer);
    }
    if (err == OK) {
        err = store_answer(change, owner, &answer);
    }
    return err;
}

enum err profile_forget_special(struct change *change, person_id person)
{
    struct profile_row *rows = NULL;
    size_t count = 0;
    enum err err = profile_store_of(change->db, change->arena, person, &rows, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        const struct matching_field_row *field = matching_field_row(rows[i].field);
        if (field != NULL && field->special) {
            err = profile_store_delete(change->db, person, rows[i].field);
        }
    }
    return err == OK ? match_card_renew(change, person) : err;
}

// -- looking

static enum err profile_read(struct change *change, person_id person,
                             struct profile *profile_out)
{
    enum err err =
        profile_load(change, person, &profile_out->answers, &profile_out->answer_count);
    if (err == OK) {
        err = consent_list(change, person, &profile_out->consents,
                           &profile_out->consent_count);
    }
    return err;
}

enum err profile_own(struct change *change, struct profile *profile_out,
                     int64_t private_checks[BLIND_KINDS])
{
    const person_id actor = change->actor.person;
    enum err err = profile_read(change, actor, profile_out);
    if (err == OK) {
        err = blind_check_counts(change, actor, private_checks);
    }
    return err;
}

static enum err view_no_contact(struct change *change, struct profile_view *view)
{
    person_id *people = NULL;
    enum err err = safeguarding_no_contact_of(change, view->person.id, &people,
                                              &view->no_contact_count);
    if (err != OK) {
        return err;
    }
    view->no_contact =
        arena_array(change->arena, view->no_contact_count, sizeof(*view->no_contact));
    for (size_t i = 0; err == OK && i < view->no_contact_count; i++) {
        err = person_card(change, people[i], &view->no_contact[i]);
    }
    return err;
}

// Written down with the role by which she may look. Whoever looks after the person's
// area needs no reason.
static enum err note_view(struct change *change, person_id id, struct text reason,
                          unsigned as)
{
    if (reason.len == 0 && (as & ROLE_BIT(ROLE_COORDINATOR)) == 0) {
        change->at_fault = "reason";
        return ERR_BAD_REQUEST;
    }
    return change_audit_entry(change, &(struct audit_entry){.action = "profile.view",
                                                            .object = id.v,
                                                            .roles = as,
                                                            .reason = reason,
                                                            .reason_of = id});
}

enum err profile_view(struct change *change, person_id id, struct text reason,
                      struct profile_view *view_out)
{
    struct profile_view view = {.on_hold = false};
    unsigned as = 0;
    enum err err = profile_access_as(change, id, STAFF, &view.person, &as);
    if (err == OK) {
        err = note_view(change, id, reason, as);
    }
    if (err == OK) {
        err = profile_read(change, id, &view.profile);
    }
    if (err == OK) {
        err = safeguarding_is_held(change, id, &view.on_hold);
    }
    if (err == OK) {
        err = view_no_contact(change, &view);
    }
    if (err == OK) {
        err = case_people_list(change, id, &view.case_people, &view.case_count);
    }
    if (err != OK) {
        return err;
    }
    view.is_supporter = (audience_of(view.person.roles, view.person.role_count) &
                         MATCHING_SUPPORTER) != 0;
    if (view.is_supporter) {
        err = supporter_get(change, id, &view.supporter);
    }
    if (err == OK) {
        *view_out = view;
    }
    return err;
}

enum err profile_enter(struct change *change, struct text name, struct role_grant role,
                       person_id *person_out)
{
    const struct actor *actor = &change->actor;
    const struct person_new new_person = {
        .organisation = actor->organisation, .name = name, .role = role};
    enum err err = organisation_has_area(change, actor->organisation, role.area);
    if (err == OK && !access_has_role(actor, ROLE_COORDINATOR, role.area)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = person_create(change, &new_person, person_out);
    }
    return err;
}
