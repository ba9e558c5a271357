// Invitations: single-use, expiring links, used up only by accepting. The secret of a
// link is known here only as its hash.
#ifndef DOMAIN_INVITE_H
#define DOMAIN_INVITE_H

#include "domain/change.h"
#include "domain/session.h"
#include "model/session.h"

struct invite_new {
    organisation_id organisation; // operators only (v == 0: the only one there is)
    struct text name;             // whom it is for
    enum role role;
    bool everywhere; // in the whole organisation, else in `area`
    area_id area;
};

struct invite_made {
    invite_id id;
    struct text link; // public URL, "/#invite=", secret
    int64_t expires_utc_ms;
};

// Invites to the actor's own organisation, an operator to the one named. A coordinator
// invites carers, supporters and facilitators to her areas, an administrator or an
// operator anyone. Errors: ERR_DENIED, ERR_NOT_FOUND (no such area or organisation),
// ERR_CONFLICT (an operator named no organisation and there are several),
// ERR_BAD_REQUEST (name).
enum err invite_create(struct change *change, const struct invite_new *new_invite,
                       struct invite_made *made_out);

enum invite_state {
    INVITE_OPEN,
    INVITE_USED,
    INVITE_EXPIRED,
    INVITE_STATES
};

// What a link says of itself before anybody fills in a form. `name` and `role` only
// while it is open.
struct invite_seen {
    enum invite_state state;
    struct text name;
    enum role role;
};

// Errors: ERR_NOT_FOUND (never was one).
enum err invite_look(struct change *change, struct text secret,
                     struct invite_seen *seen_out);

struct invite_accept {
    struct text secret;
    struct text name;
    struct text handle;
    struct text password; // only its form is looked at; empty once it was hashed
    const char *password_hash;
    struct text device;
};

// Whether accepting would do as things stand, before a password is hashed for it.
// `field_out` names the parameter at fault, NULL for none.
// Errors: ERR_NOT_FOUND (unknown or used), ERR_EXPIRED, ERR_CONFLICT (handle taken),
// ERR_BAD_REQUEST.
enum err invite_prepare(struct change *change, const struct invite_accept *accept,
                        uint64_t *account_key_out, const char **field_out);

// Makes the person, her account and her first session, and uses the invitation up.
// Errors: as invite_prepare.
enum err invite_accept(struct change *change, const struct invite_accept *accept,
                       struct session_made *made_out, const char **field_out);

#endif
