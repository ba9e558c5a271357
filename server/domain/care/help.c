#include "domain/care/help.h"

#include "domain/care/rota.h"
#include "domain/organisation.h"
#include "store/help_store.h"

// Numbers that hold everywhere in Great Britain, while an organisation has set none.
// Source: what NHS England, the Samaritans and Shout give as their own.
static const struct help_number COUNTRY[] = {
    {1, TEXT_INIT("Emergency services"),                TEXT_INIT("999"),
     TEXT_INIT("Any time, when somebody is in danger now")                                                           },
    {2, TEXT_INIT("NHS 111, then 2 for mental health"), TEXT_INIT("111"),
     TEXT_INIT("Any time")                                                                                           },
    {3, TEXT_INIT("Samaritans"),                        TEXT_INIT("116 123"),             TEXT_INIT("Any time, free")},
    {4, TEXT_INIT("Shout, by text"),                    TEXT_INIT("Text SHOUT to 85258"),
     TEXT_INIT("Any time, free")                                                                                     },
};

#define COUNTRY_COUNT (sizeof(COUNTRY) / sizeof(COUNTRY[0]))

// Those who are there for the whole organisation.
static const enum duty_part PARTS[] = {DUTY_PART_SAFEGUARDING_LEAD,
                                       DUTY_PART_COORDINATOR};

#define PART_COUNT 2

struct span {
    int64_t from_utc_ms; // 0: nobody is down for it
    int64_t until_utc_ms;
};

static enum err span_of(struct change *change, organisation_id organisation,
                        enum duty_part part, struct span *span_out)
{
    const struct rota_post post = {.organisation = organisation, .part = part};
    *span_out = (struct span){0};
    enum err err =
        rota_span(change, &post, &span_out->from_utc_ms, &span_out->until_utc_ms);
    return err == ERR_NOT_FOUND ? OK : err;
}

// Somebody is there until when `spans` that touch each other end.
static void staffed_until(const struct span spans[PART_COUNT], int64_t now_utc_ms,
                          struct help *help)
{
    int64_t until = now_utc_ms;
    for (int round = 0; round < PART_COUNT; round++) {
        for (int i = 0; i < PART_COUNT; i++) {
            bool touches = spans[i].from_utc_ms != 0 && spans[i].from_utc_ms <= until;
            if (touches && spans[i].until_utc_ms > until) {
                until = spans[i].until_utc_ms;
            }
        }
    }
    help->staffed_until_utc_ms = until > now_utc_ms ? until : 0;
}

static enum err hours_of(struct change *change, organisation_id organisation,
                         struct help *help)
{
    struct span spans[PART_COUNT];
    int64_t now = change->now_utc_ms;
    enum err err = OK;
    for (int i = 0; err == OK && i < PART_COUNT; i++) {
        err = span_of(change, organisation, PARTS[i], &spans[i]);
    }
    if (err != OK) {
        return err;
    }
    help->on_call = spans[0].from_utc_ms != 0 && spans[0].from_utc_ms <= now;
    staffed_until(spans, now, help);
    for (int i = 0; help->staffed_until_utc_ms == 0 && i < PART_COUNT; i++) {
        int64_t from = spans[i].from_utc_ms;
        bool sooner =
            help->next_staffed_utc_ms == 0 || from < help->next_staffed_utc_ms;
        help->next_staffed_utc_ms =
            from != 0 && sooner ? from : help->next_staffed_utc_ms;
    }
    return OK;
}

enum err help_get(struct change *change, struct help *help_out)
{
    struct help help = {.numbers = COUNTRY, .count = COUNTRY_COUNT};
    struct organisation organisation;
    struct help_list own;
    enum err err = organisation_find(change, change->actor.organisation, &organisation);
    if (err == ERR_NOT_FOUND || err == ERR_CONFLICT) {
        *help_out = help; // it is not known whose words to give
        return OK;
    }
    if (err == OK) {
        err = help_store_list(change->db, change->arena, organisation.id, &own);
    }
    if (err == OK && own.count > 0) {
        help.numbers = own.rows;
        help.count = own.count;
    }
    if (err == OK) {
        err = hours_of(change, organisation.id, &help);
    }
    if (err == OK) {
        *help_out = help;
    }
    return err;
}

static enum err refuse(struct change *change)
{
    change->at_fault = "numbers";
    return ERR_BAD_REQUEST;
}

enum err help_set(struct change *change, const struct help_number *numbers,
                  size_t count)
{
    bool taken[HELP_NUMBERS_MAX + 1] = {false};
    enum err err = help_store_clear(change->db, change->actor.organisation);
    for (size_t i = 0; err == OK && i < count; i++) {
        int place = numbers[i].place;
        if (place < 1 || place > HELP_NUMBERS_MAX || taken[place]) {
            return refuse(change);
        }
        taken[place] = true;
        err = help_store_insert(change->db, change->actor.organisation, &numbers[i]);
    }
    return err;
}
