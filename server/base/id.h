// Typed ids. A random positive 63-bit integer inside and in the database, one type
// letter and 13 characters of Crockford base32 outside. 0 is never an id: it is what a
// string that is not one of ours parses to.
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define ID_TEXT_LEN 14    // type letter and 13 digits
#define EPOCH_TEXT_LEN 13 // digits only

// Text form with its NUL, by value, so that callers need no buffer.
struct id_text {
    char s[ID_TEXT_LEN + 2];
};

// Defines `struct person_id`, its typedef, a random maker, an equality, parsing and
// formatting, for each kind of id.
#define ID_KINDS(X)                                                                    \
    X(person, 'p')                                                                     \
    X(conversation, 'c')                                                               \
    X(session, 's')                                                                    \
    X(area, 'a')                                                                       \
    X(organisation, 'o')                                                               \
    X(invite, 'i')                                                                     \
    X(request, 'q')                                                                    \
    X(run, 'r')                                                                        \
    X(match, 'm')                                                                      \
    X(review, 'v')                                                                     \
    X(cuppa, 'u')                                                                      \
    X(report, 'e')                                                                     \
    X(care_case, 'k')                                                                  \
    X(concern, 'n')                                                                    \
    X(referral, 'f')                                                                   \
    X(opening, 'g')                                                                    \
    X(alert, 'l')                                                                      \
    X(duty, 'd')                                                                       \
    X(meeting, 't')                                                                    \
    X(passkey, 'y')

#define ID_DECLARE(kind, letter)                                                       \
    typedef struct kind##_id {                                                         \
        int64_t v;                                                                     \
    } kind##_id;                                                                       \
    kind##_id kind##_id_new(void);                                                     \
    kind##_id kind##_id_parse(struct text t);                                          \
    struct id_text kind##_id_text(kind##_id id);                                       \
    bool kind##_id_equal(kind##_id a, kind##_id b);

ID_KINDS(ID_DECLARE)

// Epoch of a conversation: a random 63-bit number, shown as 13 digits without a letter.
int64_t epoch_new(void);
int64_t epoch_parse(struct text t); // 0 when `t` is none of ours
struct id_text epoch_text(int64_t epoch);

#endif
