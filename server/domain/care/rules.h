// The rules of risk words as one organisation knows them: how often each matched, how
// often whoever looked found it right, and whether its hits still count. They order a
// queue; whatever they say, a message is delivered as it was written.
#ifndef DOMAIN_CARE_RULES_H
#define DOMAIN_CARE_RULES_H

#include "domain/change.h"
#include "domain/risk/risk.h"
#include "model/alert.h"
#include "store/rule_store.h"

#define RULES_JUDGED_MIN 20            // fewer say nothing about a rule
#define RULES_PRECISION_MIN_PERCENT 10 // below it a rule only wears people out

// A hit that counts.
struct rules_hit {
    struct text rule;
    enum risk_category category;
};

// What is left of what was found, once rules that are only counted are taken out.
struct rules_kept {
    uint32_t categories; // RISK_BITs
    struct rules_hit hits[RISK_HITS_MAX];
    int count;
};

// The name of the rule behind `hit`; for what no single rule found "model." and the
// category.
struct text rules_name(struct arena *arena, const struct risk_hit *hit);

// Counts every hit of `found` and says which of them count.
enum err rules_keep(struct change *change, organisation_id organisation,
                    const struct risk_found *found, struct rules_kept *kept_out);

// The hits were found in the message `seq` of `conversation`; *new_out says whether one
// of them was not known of it.
enum err rules_note(struct change *change, const struct rules_kept *kept,
                    conversation_id conversation, int64_t seq, bool *new_out);

// What follows from a set of categories. The card: the foremost that one of them has.
bool rules_alert(uint32_t categories);
bool rules_card(uint32_t categories, enum help_card *card_out);
bool rules_tells_buddy(uint32_t categories);
enum care_rank rules_rank(uint32_t categories);

// A rule for the screen.
struct rules_row {
    struct text rule;
    enum risk_category category;
    struct text why;
    struct risk_figures figures;
};

struct rules_list {
    struct rules_row *rows;
    int count;
    int64_t messages; // looked through
    int64_t alerts;   // that came of them
};

// Every rule with its figures in the actor's organisation, in the order of the data.
enum err rules_list(struct change *change, struct rules_list *list_out);

// What the rules of the actor's organisation make of `found`: nothing is counted.
enum err rules_look(struct change *change, const struct risk_found *found,
                    enum risk_rule_mode modes_out[RISK_HITS_MAX],
                    uint32_t *categories_out);

struct rules_judgement {
    care_case_id care_case;
    bool right;
    struct text rule; // empty: all that opened the case
};

// The actor, who may look at the case, judges its hits. A rule that is right too seldom
// is only counted from now on. Errors: ERR_NOT_FOUND (no such case for her, or the rule
// did not open it).
enum err rules_judge(struct change *change, const struct rules_judgement *judgement,
                     struct risk_message_hits *hits_out);

// Puts `rule` on or has it only counted, and forgets how it was judged; the audit log
// keeps which rule it was, and `reason`. Errors: ERR_NOT_FOUND (no such rule).
enum err rules_set_mode(struct change *change, struct text rule,
                        enum risk_rule_mode mode, struct text reason);

// How the rule stands in the actor's organisation.
enum err rules_mode(struct change *change, struct text rule,
                    enum risk_rule_mode *mode_out);

#endif
