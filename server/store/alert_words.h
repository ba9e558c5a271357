// The words that stand for the enums of model/alert.h in the database.
#ifndef STORE_ALERT_WORDS_H
#define STORE_ALERT_WORDS_H

#include "base/text.h"
#include "model/alert.h"

// A word that is none of ours aborts when it is read, as those of words.h do.
struct text alert_words_notice_way(enum notice_way value);
enum notice_way alert_words_notice_way_parse(struct text word);
struct text alert_words_notice_kind(enum notice_kind value);
enum notice_kind alert_words_notice_kind_parse(struct text word);
struct text alert_words_notice_failure(enum notice_failure value);
enum notice_failure alert_words_notice_failure_parse(struct text word);
struct text alert_words_outbox_state(enum outbox_state value);
enum outbox_state alert_words_outbox_state_parse(struct text word);
struct text alert_words_risk_rule_mode(enum risk_rule_mode value);
enum risk_rule_mode alert_words_risk_rule_mode_parse(struct text word);
struct text alert_words_risk_judgement(enum risk_judgement value);
enum risk_judgement alert_words_risk_judgement_parse(struct text word);

#endif
