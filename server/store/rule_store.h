// Rows of risk_rule and risk_hit: what rules of risk words found and how often it was
// right.
#ifndef STORE_RULE_STORE_H
#define STORE_RULE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/alert.h"
#include "store/db.h"

struct risk_figures_list {
    struct risk_figures *rows;
    size_t count;
};

struct risk_message_hits {
    struct risk_message_hit *rows;
    size_t count;
};

// What is known of the rules of `organisation`, in the order of their names; of others
// nothing is.
enum err rule_store_list(struct db *db, struct arena *arena,
                         organisation_id organisation,
                         struct risk_figures_list *list_out);

// Of one rule: zeroes where nothing is known.
enum err rule_store_get(struct db *db, organisation_id organisation, struct text rule,
                        struct risk_figures *figures_out);

// What is known of figures->rule is `figures` from now on.
enum err rule_store_set(struct db *db, organisation_id organisation,
                        const struct risk_figures *figures);

// The rule found something in the message; whether that was not known before stands in
// *new_out.
enum err rule_store_add_hit(struct db *db, const struct risk_message_hit *hit,
                            bool *new_out);

// What found something in the message `seq` of `conversation`.
enum err rule_store_hits(struct db *db, struct arena *arena,
                         conversation_id conversation, int64_t seq,
                         struct risk_message_hits *list_out);

// hit->judged is what was said of it from now on.
enum err rule_store_judge(struct db *db, const struct risk_message_hit *hit);

#endif
