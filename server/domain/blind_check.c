#include "domain/blind_check.h"

#include <stdio.h>

#include "domain/blind_name.h"
#include "domain/gate_version.h"
#include "domain/profile_access.h"
#include "domain/vault.h"
#include "protocol_limits.h"
#include "store/blind_store.h"

// Which parameters an entry of a kind has.
struct entry_shape {
    bool name;
    bool birth; // birth year, postcode or both
    bool household;
};

static const struct entry_shape SHAPES[BLIND_KINDS] = {
    [BLIND_SELF] = {.name = true,      .birth = true},
    [BLIND_RELATIVE] = {.name = true,                 .birth = true},
    [BLIND_HOUSEHOLD] = {.household = true},
    [BLIND_EMPLOYER] = {.name = true},
};

// The first parameter that is missing or not asked for, or NULL.
static const char *odd_field(const struct blind_entry *entry)
{
    const struct entry_shape *shape = &SHAPES[entry->kind];
    if ((entry->name.len > 0) != shape->name) {
        return "name";
    }
    if (entry->birth_year != 0 && !shape->birth) {
        return "birth_year";
    }
    if (shape->birth && entry->birth_year == 0 && entry->postcode.len == 0) {
        return "birth_year";
    }
    if (entry->postcode.len > 0 ? !shape->birth && !shape->household
                                : shape->household) {
        return "postcode";
    }
    if ((entry->house.len > 0) != shape->household) {
        return "house";
    }
    return NULL;
}

// A text that means the same in this organisation and kind of entry only.
static void texts_add(const struct change *change, struct blind_texts *texts,
                      const char *what, struct text one, struct text other)
{
    const struct id_text organisation =
        organisation_id_text(change->actor.organisation);
    const size_t size = one.len + other.len + 64;
    char *s = arena_array(change->arena, size, 1);
    const int len = snprintf(s, size, "%s\n%s\n%.*s\n%.*s", organisation.s, what,
                             (int)one.len, one.s, (int)other.len, other.s);
    texts->texts[texts->count++] = (struct text){s, (size_t)len};
}

// A person: each form of the name with the year of birth, and with the postcode.
static enum err add_person(struct change *change, const struct blind_entry *entry,
                           struct blind_texts *texts, const char **field_out)
{
    struct text forms[BLIND_NAME_FORMS];
    struct text postcode;
    size_t count = 0;
    char year[24];
    enum err err = blind_name_person(change->arena, entry->name, forms, &count);
    if (err == OK) {
        err = blind_name_postcode(change->arena, entry->postcode, &postcode);
    }
    if (err != OK || count == 0) {
        *field_out = "name";
        return ERR_BAD_REQUEST;
    }
    if (entry->postcode.len > 0 && postcode.len == 0) {
        *field_out = "postcode";
        return ERR_BAD_REQUEST;
    }
    snprintf(year, sizeof(year), "%lld", (long long)entry->birth_year);
    for (size_t i = 0; i < count; i++) {
        if (entry->birth_year != 0) {
            texts_add(change, texts, "born", forms[i], text_of(year));
        }
        if (postcode.len > 0) {
            texts_add(change, texts, "lives", forms[i], postcode);
        }
    }
    return OK;
}

static enum err add_household(struct change *change, const struct blind_entry *entry,
                              struct blind_texts *texts, const char **field_out)
{
    struct text postcode;
    struct text house;
    enum err err = blind_name_postcode(change->arena, entry->postcode, &postcode);
    if (err != OK || postcode.len == 0) {
        *field_out = "postcode";
        return ERR_BAD_REQUEST;
    }
    err = blind_name_house(change->arena, entry->house, &house);
    if (err != OK || house.len == 0) {
        *field_out = "house";
        return ERR_BAD_REQUEST;
    }
    texts_add(change, texts, "house", house, postcode);
    return OK;
}

static enum err add_employer(struct change *change, const struct blind_entry *entry,
                             struct blind_texts *texts, const char **field_out)
{
    struct text name;
    enum err err = blind_name_employer(change->arena, entry->name, &name);
    if (err != OK || name.len == 0) {
        *field_out = "name";
        return ERR_BAD_REQUEST;
    }
    texts_add(change, texts, "employer", name, TEXT(""));
    return OK;
}

static enum err add_texts(struct change *change, const struct blind_entry *entry,
                          struct blind_texts *texts, const char **field_out)
{
    switch (entry->kind) {
    case BLIND_SELF:
    case BLIND_RELATIVE:
        return add_person(change, entry, texts, field_out);
    case BLIND_HOUSEHOLD:
        return add_household(change, entry, texts, field_out);
    case BLIND_EMPLOYER:
        return add_employer(change, entry, texts, field_out);
    case BLIND_KINDS:
        break;
    }
    unreachable_state("an entry of no kind");
}

// Whose check the actor may change: her own, or that of somebody of her areas.
static enum err find_owner(struct change *change, person_id person,
                           person_id *owner_out)
{
    struct person told;
    if (person.v == 0) {
        *owner_out = change->actor.person;
        return OK;
    }
    *owner_out = person;
    return profile_access_told(change, person, ROLE_BIT(ROLE_COORDINATOR), &told);
}

enum err blind_check_prepare(struct change *change, person_id person,
                             const struct blind_entry *entry,
                             struct blind_texts *texts_out, const char **field_out)
{
    person_id owner;
    enum err err = find_owner(change, person, &owner);
    if (err != OK) {
        return err;
    }
    *field_out = odd_field(entry);
    if (*field_out != NULL) {
        return ERR_BAD_REQUEST;
    }
    *texts_out = (struct blind_texts){.salt = vault_blind_salt(change->vault)};
    return add_texts(change, entry, texts_out, field_out);
}

// Whether an entry of the kind says the same already.
static enum err find_same(struct change *change, const struct blind_row *rows,
                          size_t count, bool *same_out)
{
    bool same = true;
    for (size_t i = 0; i < count && same; i++) {
        enum err err = blind_store_has(change->db, &rows[i], &same);
        if (err != OK) {
            return err;
        }
    }
    *same_out = same;
    return OK;
}

static enum err insert_entry(struct change *change, struct blind_row *rows,
                             size_t count)
{
    int64_t counts[BLIND_KINDS];
    int64_t last = 0;
    int64_t total = 0;
    const person_id owner = rows[0].person;
    enum err err = blind_store_counts(change->db, change->arena, owner, counts, &last);
    for (int kind = 0; err == OK && kind < BLIND_KINDS; kind++) {
        total += counts[kind];
    }
    if (err == OK && total >= LIMIT_BLIND_ENTRIES) {
        err = ERR_TOO_LARGE;
    }
    for (size_t i = 0; err == OK && i < count; i++) {
        rows[i].entry = last + 1;
        err = blind_store_insert(change->db, &rows[i]);
    }
    if (err == OK) {
        err = gate_version_raise(change, owner);
    }
    return err;
}

enum err blind_check_add(struct change *change, person_id person,
                         const struct blind_stretched *entry, int64_t *count_out)
{
    struct blind_row rows[BLIND_TEXTS_MAX];
    int64_t counts[BLIND_KINDS];
    person_id owner;
    bool same = false;
    enum err err = find_owner(change, person, &owner);
    if (err != OK) {
        return err;
    }
    if (entry->count == 0 || entry->count > BLIND_TEXTS_MAX) {
        return ERR_INTERNAL; // the hasher had no memory
    }
    for (size_t i = 0; i < entry->count; i++) {
        rows[i] = (struct blind_row){
            .person = owner,
            .kind = entry->kind,
            .hash = vault_blind_hash(change->vault, entry->hashes[i]),
        };
    }
    // Whoever adds for somebody else would learn from a count that stays what is there.
    if (person_id_equal(owner, change->actor.person)) {
        err = find_same(change, rows, entry->count, &same);
    }
    if (err == OK && !same) {
        err = insert_entry(change, rows, entry->count);
    }
    if (err == OK) {
        err = blind_check_counts(change, owner, counts);
    }
    if (err == OK) {
        *count_out = counts[entry->kind];
    }
    return err;
}

enum err blind_check_clear(struct change *change, enum blind_kind kind)
{
    enum err err = blind_store_delete(change->db, change->actor.person, kind);
    if (err == OK) {
        err = gate_version_raise(change, change->actor.person);
    }
    return err;
}

enum err blind_check_counts(struct change *change, person_id person, int64_t *counts)
{
    int64_t last = 0;
    return blind_store_counts(change->db, change->arena, person, counts, &last);
}

static enum blind_link link_of(enum blind_kind kind)
{
    switch (kind) {
    case BLIND_SELF:
    case BLIND_RELATIVE:
        return BLIND_LINK_FAMILY;
    case BLIND_HOUSEHOLD:
        return BLIND_LINK_HOUSEHOLD;
    case BLIND_EMPLOYER:
        return BLIND_LINK_EMPLOYER;
    case BLIND_KINDS:
        break;
    }
    unreachable_state("a hash of no kind");
}

enum err blind_linked(struct change *change, person_id a, person_id b,
                      unsigned *links_out)
{
    unsigned kinds = 0;
    unsigned links = 0;
    enum err err = blind_store_common(change->db, change->arena, a, b, &kinds);
    if (err != OK) {
        return err;
    }
    for (int kind = 0; kind < BLIND_KINDS; kind++) {
        links |=
            (kinds & 1u << kind) != 0 ? (unsigned)link_of((enum blind_kind)kind) : 0;
    }
    *links_out = links;
    return OK;
}

enum err blind_linked_all(struct change *change, organisation_id organisation,
                          struct blind_group_member **members_out, size_t *count_out)
{
    struct blind_store_link *links = NULL;
    size_t count = 0;
    enum err err =
        blind_store_links(change->db, change->arena, organisation, &links, &count);
    if (err != OK) {
        return err;
    }
    struct blind_group_member *members =
        arena_array(change->arena, count, sizeof(*members));
    for (size_t i = 0; i < count; i++) {
        members[i] = (struct blind_group_member){links[i].group, links[i].person,
                                                 link_of(links[i].kind)};
    }
    *members_out = members;
    *count_out = count;
    return OK;
}
