#include "domain/care/safe_contact.h"

#include <string.h>

#include "base/log.h"
#include "domain/care/quiet_hours.h"
#include "domain/profile_access.h"
#include "domain/safety.h"
#include "domain/vault.h"
#include "store/safe_contact_store.h"

#define STAFF (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD))

// What is sealed: HEAD bytes, the code word, and all the rest is who must not know.
#define FORM 1 // the first byte: what the others mean
#define HEAD                                                                           \
    8 // form, look, flags, two bytes for each end of the hours, and how many the
      // code word has
#define CODE_WORD_BYTES_MAX 160 // 40 characters (account.set_safe_contact.json)

enum flag {
    FLAG_DISGUISE = 1,
    FLAG_PHONE = 2,
    FLAG_VOICEMAIL = 4,
    FLAG_TEXTS = 8,
    FLAG_LETTERS = 16
};

static struct seal_place place(person_id person)
{
    return (struct seal_place){
        "safe_contact", "words_sealed", person.v, 0, {.person = person}};
}

static struct text pack(struct arena *arena, const struct safe_contact *contact)
{
    const struct text code = contact->code_word;
    const struct text rest = contact->not_told;
    const int flags =
        (contact->disguise ? FLAG_DISGUISE : 0) | (contact->phone ? FLAG_PHONE : 0) |
        (contact->voicemail ? FLAG_VOICEMAIL : 0) | (contact->texts ? FLAG_TEXTS : 0) |
        (contact->letters ? FLAG_LETTERS : 0);
    const unsigned char head[HEAD] = {
        FORM,
        (unsigned char)contact->look,
        (unsigned char)flags,
        (unsigned char)(contact->safe_from_min >> 8),
        (unsigned char)contact->safe_from_min,
        (unsigned char)(contact->safe_until_min >> 8),
        (unsigned char)contact->safe_until_min,
        (unsigned char)code.len,
    };
    char *s = arena_alloc(arena, HEAD + code.len + rest.len);
    memcpy(s, head, HEAD);
    if (code.len > 0) {
        memcpy(s + HEAD, code.s, code.len);
    }
    if (rest.len > 0) {
        memcpy(s + HEAD + code.len, rest.s, rest.len);
    }
    return (struct text){s, HEAD + code.len + rest.len};
}

static enum err unpack(struct text packed, struct safe_contact *contact)
{
    unsigned char head[HEAD];
    if (packed.len < HEAD) {
        return ERR_CORRUPT;
    }
    memcpy(head, packed.s, HEAD);
    const size_t code_len = head[7];
    if (head[0] != FORM || head[1] >= SAFE_LOOKS || packed.len < HEAD + code_len) {
        return ERR_CORRUPT;
    }
    const int flags = head[2];
    contact->look = (enum safe_look)head[1];
    contact->disguise = (flags & FLAG_DISGUISE) != 0;
    contact->phone = (flags & FLAG_PHONE) != 0;
    contact->voicemail = (flags & FLAG_VOICEMAIL) != 0;
    contact->texts = (flags & FLAG_TEXTS) != 0;
    contact->letters = (flags & FLAG_LETTERS) != 0;
    contact->safe_from_min = head[3] << 8 | head[4];
    contact->safe_until_min = head[5] << 8 | head[6];
    contact->code_word = (struct text){packed.s + HEAD, code_len};
    contact->not_told =
        (struct text){packed.s + HEAD + code_len, packed.len - HEAD - code_len};
    return OK;
}

enum err safe_contact_of(struct change *change, person_id person,
                         struct safe_contact *contact_out)
{
    struct safe_contact_row row;
    struct text packed = {0};
    struct safe_contact contact = {.person = person};
    enum err err = safe_contact_store_get(change->db, change->arena, person, &row);
    if (err == OK) {
        contact.said_utc_ms = row.said_utc_ms;
        const struct sealed sealed = {row.words_sealed, row.words_version};
        err = vault_open_sealed(change->vault, change->arena, place(person), sealed,
                                &packed);
    }
    if (err == OK) {
        err = unpack(packed, &contact);
    }
    if (err == ERR_NOT_FOUND || err == ERR_GONE) {
        contact = (struct safe_contact){.person = person};
        err = OK;
    }
    if (err == ERR_CORRUPT) {
        log_event(LOG_ERROR, "safe_contact_unreadable", "person=%s",
                  person_id_text(person).s);
    }
    if (err == OK) {
        *contact_out = contact;
    }
    return err;
}

enum err safe_contact_get(struct change *change, struct safe_contact *contact_out)
{
    return safe_contact_of(change, change->actor.person, contact_out);
}

enum err safe_contact_set(struct change *change, const struct safe_contact *contact)
{
    const person_id person = change->actor.person;
    struct sealed sealed;
    const struct text code = contact->code_word;
    if (code.len > CODE_WORD_BYTES_MAX || (code.len > 0 && text_is_blank(code))) {
        change->at_fault = "code_word";
        return ERR_BAD_REQUEST;
    }
    enum err err = vault_seal(change->vault, change->arena, place(person),
                              pack(change->arena, contact), &sealed);
    if (err == OK) {
        err = safety_note_person(change, SAFETY_SAFE_WAYS, person);
    }
    if (err != OK) {
        return err;
    }
    const struct safe_contact_row row = {.person = person,
                                         .words_sealed = sealed.bytes,
                                         .words_version = sealed.key_version,
                                         .said_utc_ms = change->now_utc_ms};
    return safe_contact_store_put(change->db, &row);
}

bool safe_contact_is_old(const struct change *change,
                         const struct safe_contact *contact)
{
    return contact->said_utc_ms != 0 &&
           change->now_utc_ms - contact->said_utc_ms >= SAFE_CONTACT_ASK_MS;
}

int64_t safe_contact_from(const struct safe_contact *contact, int64_t utc_ms)
{
    // Outside the safe hours is what lies between their end and their beginning.
    return quiet_hours_end(utc_ms, contact->safe_until_min, contact->safe_from_min);
}

enum err safe_contact_view(struct change *change, person_id person, struct text reason,
                           struct safe_contact *contact_out)
{
    struct person found;
    struct audit_entry entry = {.action = "safe_contact.view",
                                .object = person.v,
                                .reason = reason,
                                .reason_of = person};
    enum err err = profile_access_as(change, person, STAFF, &found, &entry.roles);
    if (err == OK) {
        err = change_audit_entry(change, &entry);
    }
    return err == OK ? safe_contact_of(change, person, contact_out) : err;
}
