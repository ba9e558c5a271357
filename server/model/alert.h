// Reaching people who are not looking at a screen: alerts to whoever is on call, the
// outbox, and what the rules of risk words have found so far.
#ifndef MODEL_ALERT_H
#define MODEL_ALERT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

// By which way something leaves this server.
enum notice_way {
    NOTICE_WAY_MAIL,
    NOTICE_WAY_COMMAND, // the configured one, which pages or texts
    NOTICE_WAYS
};

enum notice_kind {
    NOTICE_ALERT,
    NOTICE_ALERT_AGAIN,
    NOTICE_MESSAGE
};

// Why something was not sent.
enum notice_failure {
    NOTICE_FAILURE_NONE,
    NOTICE_FAILURE_CONNECT,
    NOTICE_FAILURE_TIMEOUT,
    NOTICE_FAILURE_TLS,
    NOTICE_FAILURE_SIGN_IN,
    NOTICE_FAILURE_RECIPIENT, // there is no such address, or none is known
    NOTICE_FAILURE_REFUSED,
    NOTICE_FAILURE_COMMAND, // it could not be started, or said that it failed
    NOTICE_FAILURE_OTHER
};

enum outbox_state {
    OUTBOX_WAITING,
    OUTBOX_SENT,
    OUTBOX_GIVEN_UP
};

// Something that is to be sent.
struct outbox_row {
    int64_t id;
    organisation_id organisation;
    enum notice_way way;
    enum notice_kind kind;
    person_id person; // v == 0: the address in the settings
    alert_id alert;   // v == 0: none
    enum outbox_state state;
    int64_t made_utc_ms;
    int64_t due_utc_ms;
    int tries;
    int64_t failed_utc_ms;
    enum notice_failure failure;
    int64_t ended_utc_ms;
};

struct alert {
    alert_id id;
    organisation_id organisation;
    person_id person; // who wrote it; v == 0: it is about a concern
    conversation_id conversation;
    int64_t seq;        // the first message
    concern_id concern; // v == 0: it is about messages
    uint32_t risks;     // bit n: category Rn
    int64_t messages;   // how many of the author's have come to it
    int64_t raised_utc_ms;
    int calls;
    int64_t called_utc_ms;
    person_id acknowledged_by; // v == 0: nobody
    int64_t acknowledged_utc_ms;
};

// A message that an alert is about.
struct alert_message {
    alert_id alert;
    int64_t seq;
    uint32_t risks;
    int64_t at_utc_ms; // when it came to the alert
};

// How somebody is reached who is not here.
struct notify {
    person_id person;
    bool mail;
    struct text address; // empty: none
    struct text phone;   // for those who are on call; empty: none
    int quiet_from_min;  // of the day, by a British clock; as quiet_until_min: never
    int quiet_until_min;
    int64_t waiting_utc_ms; // since when there is something to see; 0: nothing
    int64_t mailed_utc_ms;
};

enum risk_rule_mode {
    RISK_RULE_ON,
    RISK_RULE_COUNT // its hits are only counted
};

enum risk_judgement {
    RISK_JUDGEMENT_NONE,
    RISK_JUDGEMENT_RIGHT,
    RISK_JUDGEMENT_WRONG
};

// What is known of a rule in one organisation.
struct risk_figures {
    struct text rule;
    enum risk_rule_mode mode;
    int64_t hits;
    int64_t right;
    int64_t wrong;
};

// A rule that found something in a message.
struct risk_message_hit {
    conversation_id conversation;
    int64_t seq;
    struct text rule;
    int category;
    enum risk_judgement judged;
};

#endif
