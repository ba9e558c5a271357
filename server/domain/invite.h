// Invitations: single-use, expiring links, used up only by accepting, and codes that
// can be typed instead of opening the link. Both are known here only as hashes.
#ifndef DOMAIN_INVITE_H
#define DOMAIN_INVITE_H

#include "domain/change.h"
#include "domain/session.h"
#include "domain/spoken_code.h"
#include "model/session.h"

// What staff read out to somebody who has the telephone only. Nothing else is typed
// with it, so it has to stand alone: sixteen digits. One address has 60 tries in 15
// minutes (sign_in_per_address), 40,320 in the week that a code counts; and if somebody
// had so many addresses that only the server held her back, at 2,000 tries a second it
// would be 1.2 * 10^9 in a week, of 10^16: with 1,000 codes open, once in 8,000 such
// weeks. So there is no count of wrong tries for the whole service, with which anybody
// could keep everybody from coming in.
#define INVITE_CODE_GROUPS 4
#define INVITE_CODE_LEN SPOKEN_CODE_LEN(INVITE_CODE_GROUPS)
#define INVITE_CODE_LIFE_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

struct invite_new {
    organisation_id organisation; // operators only (v == 0: the only one there is)
    struct text name;             // whom it is for
    enum role role;
    bool everywhere; // in the whole organisation, else in `area`
    area_id area;
    bool with_code;
};

struct invite_made {
    invite_id id;
    struct text link; // public URL, "/#invite=", secret
    int64_t expires_utc_ms;
    char code[INVITE_CODE_LEN + 1]; // empty without with_code
    int64_t code_expires_utc_ms;    // it ends no later than the link
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

// What a link, or its code, says of itself before anybody fills in a form. `name` and
// `role` only while it is open.
struct invite_seen {
    enum invite_state state;
    struct text name;
    enum role role;
};

// Errors: ERR_NOT_FOUND (never was one).
enum err invite_look(struct change *change, struct text secret,
                     struct invite_seen *seen_out);

struct invite_accept {
    struct text secret; // of the link, or the code with or without spaces
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
