#include "domain/account_notice.h"

#include "domain/cards.h"
#include "domain/care/care_tell.h"
#include "domain/care/notify.h"
#include "domain/care/outbox.h"
#include "domain/care/safe_contact.h"
#include "domain/session.h"
#include "store/account_notice_store.h"
#include "store/session_store.h"

enum err account_notice_add(struct change *change, const struct account_notice *notice)
{
    struct account_notice row = *notice;
    enum err err = account_notice_store_forget(change->db, row.person,
                                               change->now_utc_ms - ACCOUNT_NOTICE_MS);

    row.at_utc_ms = change->now_utc_ms;
    if (err == OK) {
        err = account_notice_store_insert(change->db, &row);
    }
    return err == OK
               ? care_tell(change, row.person, (struct care_told){CARE_NEWS_ACCOUNT, 0})
               : err;
}

// From when on a mail may reach her; 0: none does.
static enum err find_mail(struct change *change, person_id person,
                          int64_t *from_utc_ms_out)
{
    struct notify notify;
    struct safe_contact safe;
    enum err err = notify_of(change, person, &notify);

    *from_utc_ms_out = 0;
    if (err != OK || !change->policy->can_mail || !notify.mail ||
        notify.address.len == 0) {
        return err;
    }
    err = safe_contact_of(change, person, &safe);
    if (err == OK) {
        *from_utc_ms_out = notify_next(&notify, &safe, change->now_utc_ms);
    }
    return err == ERR_CORRUPT ? OK : err;
}

enum err account_notice_mail(struct change *change, person_id person,
                             int64_t *from_utc_ms_out)
{
    const struct outbox_row letter = {.organisation = change->actor.organisation,
                                      .way = NOTICE_WAY_MAIL,
                                      .kind = NOTICE_MESSAGE,
                                      .person = person};
    const enum err err = find_mail(change, person, from_utc_ms_out);

    return err == OK && *from_utc_ms_out != 0 ? outbox_add(change, &letter) : err;
}

enum err account_notice_tell(struct change *change, person_id person,
                             enum account_news news)
{
    struct account_notice notice = {.person = person, .news = news};
    int64_t from_utc_ms = 0;

    if (person_id_equal(person, change->actor.person)) {
        notice.session = change->actor.session;
    } else {
        notice.by = change->actor.person;
    }
    const enum err err = account_notice_mail(change, person, &from_utc_ms);

    return err == OK ? account_notice_add(change, &notice) : err;
}

static enum err show(struct change *change, struct cards *cards,
                     const struct account_notice *notice,
                     struct account_notice_shown *shown_out)
{
    struct account_notice_shown shown = {.notice = *notice};
    enum err err = OK;

    if (notice->session.v != 0) {
        err =
            session_device(change, notice->session, &shown.device, &shown.has_session);
    }
    if (err == OK && notice->by.v != 0) {
        err = cards_see(change, cards, notice->by, &shown.by);
        shown.notice.by = shown.by.id;
    }
    if (err == OK) {
        *shown_out = shown;
    }
    return err;
}

enum err account_notice_list(struct change *change,
                             struct account_notice_shown **list_out, size_t *count_out)
{
    struct account_notices notices = {0};
    const struct account_notice_query query = {change->actor.person,
                                               change->now_utc_ms - ACCOUNT_NOTICE_MS,
                                               ACCOUNT_NOTICES_MAX};
    enum err err =
        account_notice_store_open(change->db, change->arena, &query, &notices);
    struct account_notice_shown *list =
        arena_array(change->arena, notices.count, sizeof *list);
    struct cards cards = {0};
    size_t count = 0;

    for (size_t i = 0; err == OK && i < notices.count; i++) {
        const session_id about = notices.items[i].session;
        if (about.v == 0 || !session_id_equal(about, change->actor.session)) {
            err = show(change, &cards, &notices.items[i], &list[count++]);
        }
    }
    *list_out = list;
    *count_out = count;
    return err;
}

enum err account_notice_kept(struct change *change, int64_t after, size_t limit,
                             struct account_notice_shown **list_out, size_t *count_out)
{
    struct account_notices notices = {0};
    const struct account_notice_page page = {change->actor.person, after, limit};
    enum err err =
        account_notice_store_kept(change->db, change->arena, &page, &notices);
    struct account_notice_shown *list =
        arena_array(change->arena, notices.count, sizeof *list);
    struct cards cards = {0};

    for (size_t i = 0; err == OK && i < notices.count; i++) {
        err = show(change, &cards, &notices.items[i], &list[i]);
    }
    *list_out = list;
    *count_out = notices.count;
    return err;
}

enum err account_notice_close(struct change *change)
{
    struct session_row session;
    enum err err =
        session_store_find(change->db, change->arena, change->actor.session, &session);

    return err == OK
               ? account_notice_store_close(change->db, change->actor.person,
                                            change->actor.session,
                                            session.created_utc_ms, change->now_utc_ms)
               : err;
}
