// What somebody signs in with, and what she is told about it.
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

// What happened to her account that she has to know of.
enum account_news {
    ACCOUNT_NEWS_NEW_DEVICE,
    ACCOUNT_NEWS_SECOND_FACTOR_RESET,
    ACCOUNT_NEWS_RECOVERY_BEGUN,
    ACCOUNT_NEWS_RECOVERED,
    ACCOUNT_NEWS_PASSWORD_CHANGED,
    ACCOUNT_NEWS_SECOND_FACTOR_SET,
    ACCOUNT_NEWS_SECOND_FACTOR_REMOVED,
    ACCOUNT_NEWS_ERASURE_ASKED,
    ACCOUNT_NEWS_PASSKEY_ADDED,
    ACCOUNT_NEWS_PASSKEY_REMOVED
};

struct account_notice {
    int64_t id; // of one that was stored
    person_id person;
    enum account_news news;
    int64_t at_utc_ms;
    session_id session;    // that it is about; v == 0: none
    person_id by;          // who did it; v == 0: whoever has her password
    int64_t closed_utc_ms; // 0: she has not put it aside
};

#endif
