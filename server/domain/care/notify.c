#include "domain/care/notify.h"

#include <string.h>

#include "base/log.h"
#include "domain/block.h"
#include "domain/care/outbox.h"
#include "domain/care/quiet_hours.h"
#include "domain/care/safe_contact.h"
#include "domain/person.h"
#include "domain/safety.h"
#include "domain/timer.h"
#include "domain/vault.h"
#include "store/notify_store.h"

#define MINUTE_MS 60000LL

// value, unit, reason
#define WAIT_MS (10 * MINUTE_MS)      // whoever is here or just away sees it by herself
#define APART_MS (8 * 60 * MINUTE_MS) // a working day or a night: no mail nags
#define ROUNDS_MAX 6                  // two rules of hours and two changes of the clock

// ---- what can be used

static bool has_only(struct text t, const char *allowed)
{
    for (size_t i = 0; i < t.len; i++) {
        if (strchr(allowed, t.s[i]) == NULL || t.s[i] == '\0') {
            return false;
        }
    }
    return true;
}

static bool begins_as_option(struct text t)
{
    return t.len > 0 && t.s[0] == '-';
}

// Something, one @, and something with a dot or not; nothing that means more to a mail
// server, or to the command line of a program that pages, than a place to send to.
static bool is_address(struct text t)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.+-_=~";
    const char *at = t.len > 0 ? memchr(t.s, '@', t.len) : NULL;
    if (at == NULL || !has_only(t, allowed)) {
        return false;
    }
    const size_t before_len = (size_t)(at - t.s);
    const size_t after_len = t.len - before_len - 1;
    return before_len > 0 && after_len > 0 && !begins_as_option(t) && at[1] != '-' &&
           memchr(at + 1, '@', after_len) == NULL;
}

static bool is_phone(struct text t)
{
    return has_only(t, "0123456789 +()-") && !begins_as_option(t);
}

// ---- what is stored

static struct seal_place place(const char *column, person_id person)
{
    return (struct seal_place){"notify", column, person.v, 0, {.person = person}};
}

// What cannot be read counts as none, so that it keeps nobody else from being reached.
static enum err open_sealed(struct change *change, struct seal_place where,
                            struct sealed sealed, struct text *plain_out)
{
    const enum err err =
        vault_open_sealed(change->vault, change->arena, where, sealed, plain_out);
    if (err != ERR_GONE && err != ERR_CORRUPT) {
        return err;
    }
    if (err == ERR_CORRUPT) {
        log_event(LOG_ERROR, "notify_unreadable", "person=%s column=%s",
                  person_id_text(where.scope.person).s, where.column);
    }
    *plain_out = (struct text){0};
    return OK;
}

static enum err read_row(struct change *change, person_id person,
                         struct notify *notify_out)
{
    struct notify_row row;
    enum err err = notify_store_get(change->db, change->arena, person, &row);
    if (err == OK) {
        err = open_sealed(change, place("address_sealed", person),
                          (struct sealed){row.address_sealed, row.address_version},
                          &row.notify.address);
    }
    if (err == OK) {
        err = open_sealed(change, place("phone_sealed", person),
                          (struct sealed){row.phone_sealed, row.phone_version},
                          &row.notify.phone);
    }
    if (err == OK) {
        *notify_out = row.notify;
    }
    return err;
}

enum err notify_get(struct change *change, struct notify *notify_out)
{
    const enum err err = read_row(change, change->actor.person, notify_out);
    if (err == ERR_NOT_FOUND) {
        *notify_out = (struct notify){.person = change->actor.person};
        return OK;
    }
    return err;
}

// What was stored before it was checked as it is now is not handed to any program.
static void blank_unfit(struct notify *notify)
{
    if (!is_address(notify->address)) {
        notify->address = (struct text){0};
    }
    if (!is_phone(notify->phone)) {
        notify->phone = (struct text){0};
    }
}

enum err notify_of(struct change *change, person_id person, struct notify *notify_out)
{
    struct person who;
    enum err err = person_find(change, person, &who);
    if (err == OK && who.state == PERSON_ACTIVE) {
        err = read_row(change, person, notify_out);
        if (err == OK) {
            blank_unfit(notify_out);
        }
    } else if (err == OK) {
        err = ERR_NOT_FOUND;
    }
    if (err == ERR_NOT_FOUND) {
        *notify_out = (struct notify){.person = person};
        return OK;
    }
    return err;
}

// ---- what she says

static enum err refuse(struct change *change, const char *what)
{
    change->at_fault = what;
    return ERR_BAD_REQUEST;
}

static enum err check(struct change *change, const struct notify *notify)
{
    const bool has_address = notify->address.len > 0;
    if ((notify->mail && !has_address) ||
        (has_address && !is_address(notify->address))) {
        return refuse(change, "address");
    }
    if (!is_phone(notify->phone)) {
        return refuse(change, "phone");
    }
    return OK;
}

static enum err seal(struct change *change, const char *column, struct text plain,
                     struct sealed *sealed_out)
{
    *sealed_out = (struct sealed){0};
    if (plain.len == 0) {
        return OK;
    }
    return vault_seal(change->vault, change->arena, place(column, change->actor.person),
                      plain, sealed_out);
}

enum err notify_set(struct change *change, const struct notify *notify)
{
    struct notify_row row = {.notify = *notify};
    struct sealed address;
    struct sealed phone;
    row.notify.person = change->actor.person;
    enum err err = check(change, notify);
    if (err == OK) {
        err = seal(change, "address_sealed", notify->address, &address);
    }
    if (err == OK) {
        err = seal(change, "phone_sealed", notify->phone, &phone);
    }
    if (err == OK) {
        err = safety_note_person(change, SAFETY_SAFE_WAYS, change->actor.person);
    }
    if (err != OK) {
        return err;
    }
    row.address_sealed = address.bytes;
    row.address_version = address.key_version;
    row.phone_sealed = phone.bytes;
    row.phone_version = phone.key_version;
    return notify_store_set(change->db, &row);
}

// ---- the mail

static bool is_among(person_id person, const person_id *people, int count)
{
    for (int i = 0; i < count; i++) {
        if (person_id_equal(people[i], person)) {
            return true;
        }
    }
    return false;
}

// Whether one of `authors` is somebody else, whose words she sees.
static enum err hears(struct change *change, person_id person,
                      const struct person_ids *authors, bool *hears_out)
{
    person_id *hidden = NULL;
    int count = 0;
    const enum err err = block_hidden(change, person, &hidden, &count);
    *hears_out = false;
    for (size_t i = 0; err == OK && i < authors->count; i++) {
        *hears_out = *hears_out || (!person_id_equal(authors->ids[i], person) &&
                                    !is_among(authors->ids[i], hidden, count));
    }
    return err;
}

static enum err wait_for(struct change *change, person_id person)
{
    struct notify notify = {0};
    enum err err = read_row(change, person, &notify);
    if (err == OK) {
        notify.waiting_utc_ms = change->now_utc_ms;
        err = notify_store_note(change->db, &notify);
    }
    if (err == OK) {
        err = timer_set(change, TIMER_NOTIFY, person.v, change->now_utc_ms + WAIT_MS);
    }
    return err;
}

// Nothing of it stays half done: her row and her timer do the same twice over.
static enum err hear(struct change *change, person_id person,
                     const struct person_ids *authors)
{
    bool wants = false;
    const enum err err = hears(change, person, authors, &wants);
    return err == OK && wants ? wait_for(change, person) : err;
}

void notify_heard(struct change *change, conversation_id conversation,
                  const struct person_ids *authors)
{
    struct person_ids wishers = {0};
    if (!change->policy->can_mail || authors->count == 0) {
        return;
    }
    enum err err =
        notify_store_wishers(change->db, change->arena, conversation, &wishers);
    if (err != OK) {
        log_event(LOG_ERROR, "notify_failed", "conversation=%s err=%s",
                  conversation_id_text(conversation).s, err_name(err));
        return;
    }
    for (size_t i = 0; i < wishers.count; i++) {
        err = hear(change, wishers.ids[i], authors);
        if (err != OK) {
            log_event(LOG_ERROR, "notify_failed", "person=%s err=%s",
                      person_id_text(wishers.ids[i]).s, err_name(err));
        }
    }
}

int64_t notify_next(const struct notify *notify, const struct safe_contact *safe,
                    int64_t utc_ms)
{
    int64_t at_ms = utc_ms;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        const int64_t awake_ms =
            quiet_hours_end(at_ms, notify->quiet_from_min, notify->quiet_until_min);
        const int64_t next_ms = safe_contact_from(safe, awake_ms);
        if (next_ms == at_ms) {
            return at_ms;
        }
        at_ms = next_ms;
    }
    return 0;
}

// When the mail may go: now, later, or (0) not at all.
static int64_t when_to_mail(const struct change *change, const struct notify *notify,
                            const struct safe_contact *safe, int64_t seen_utc_ms)
{
    const bool was_here = seen_utc_ms >= notify->waiting_utc_ms;
    const bool was_told = notify->mailed_utc_ms != 0;
    if (!notify->mail || notify->address.len == 0 || was_here ||
        (was_told && seen_utc_ms <= notify->mailed_utc_ms)) {
        return 0;
    }
    int64_t at_ms = change->now_utc_ms;
    if (was_told && at_ms < notify->mailed_utc_ms + APART_MS) {
        at_ms = notify->mailed_utc_ms + APART_MS;
    }
    return notify_next(notify, safe, at_ms);
}

// How she is reached and when; where what she said of that cannot be read, not at all.
static enum err read_wishes(struct change *change, person_id person,
                            struct notify *notify_out, struct safe_contact *safe_out)
{
    *safe_out = (struct safe_contact){.person = person};
    enum err err = notify_of(change, person, notify_out);
    if (err == OK) {
        err = safe_contact_of(change, person, safe_out);
    }
    if (err == ERR_CORRUPT) {
        notify_out->mail = false;
        err = OK;
    }
    return err;
}

static enum err mail(struct change *change, struct notify *notify)
{
    struct person who;
    enum err err = person_find(change, notify->person, &who);
    const struct outbox_row row = {.organisation = who.organisation,
                                   .way = NOTICE_WAY_MAIL,
                                   .kind = NOTICE_MESSAGE,
                                   .person = notify->person};
    if (err == OK) {
        err = outbox_add(change, &row);
    }
    notify->mailed_utc_ms = change->now_utc_ms;
    return err;
}

enum err notify_due(struct change *change, int64_t person)
{
    struct notify notify = {0};
    struct safe_contact safe;
    int64_t seen_utc_ms = 0;
    enum err err = read_wishes(change, (person_id){person}, &notify, &safe);
    if (err == OK) {
        err = notify_store_seen(change->db, (person_id){person}, &seen_utc_ms);
    }
    if (err != OK) {
        return err;
    }
    const int64_t at_ms = when_to_mail(change, &notify, &safe, seen_utc_ms);
    if (at_ms > change->now_utc_ms) {
        return timer_set(change, TIMER_NOTIFY, person, at_ms);
    }
    if (at_ms != 0) {
        err = mail(change, &notify);
    }
    notify.waiting_utc_ms = 0;
    return err == OK ? notify_store_note(change->db, &notify) : err;
}
