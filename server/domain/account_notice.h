// What people are told about their accounts: that somebody signed in on a device not
// seen before, that staff reset something. Told in her inbox, so that all her devices
// know at once; not for what she did herself on a device that she is signed in on.
#ifndef DOMAIN_ACCOUNT_NOTICE_H
#define DOMAIN_ACCOUNT_NOTICE_H

#include "domain/change.h"
#include "model/account.h"

// Long enough for somebody who looks in once a week; then it fades.
#define ACCOUNT_NOTICE_MS (INT64_C(14) * 24 * 60 * 60 * 1000)

#define ACCOUNT_NOTICES_MAX 20 // listed; more in a fortnight say nothing new

// Tells notice->person where she is signed in; its moment is now.
enum err account_notice_add(struct change *change, const struct account_notice *notice);

// Tells her by mail, too, if she wishes mail: which says no more than that there is a
// message. `*from_utc_ms_out`: from when on it may reach her; 0: none does.
enum err account_notice_mail(struct change *change, person_id person,
                             int64_t *from_utc_ms_out);

// Both: of what was done on the actor's device, to all her others.
enum err account_notice_tell(struct change *change, person_id person,
                             enum account_news news);

struct account_notice_shown {
    struct account_notice notice;
    struct text device;    // empty: not known, or not about a device
    bool has_session;      // the device is still signed in
    struct person_card by; // where notice.by is somebody
};

// What the actor has been told and has not closed, newest first: not what is about the
// session that she acts with.
enum err account_notice_list(struct change *change,
                             struct account_notice_shown **list_out, size_t *count_out);

// What is kept of what the actor was told, closed or not, whatever it is about: at most
// `limit`, in the order of their ids, above `after`.
enum err account_notice_kept(struct change *change, int64_t after, size_t limit,
                             struct account_notice_shown **list_out, size_t *count_out);

// Closes what the actor was told since the session that she acts with began. What was
// told before stays until it fades: whoever signed in with a stolen password cannot
// close what warns of it.
enum err account_notice_close(struct change *change);

#endif
