#include "domain/care/rules.h"

#include <stdio.h>

#include "domain/care/care_reader.h"
#include "risk_data.h"
#include "store/scan_store.h"

#define NAME_MAX_BYTES 16 // "model.R7.clear"

// ---- names

// What is clear and what is not are two: they are right how often they are, and an edit
// that makes a message clear is something new.
static struct text model_name(struct arena *arena, enum risk_category category,
                              bool is_clear)
{
    char *name = arena_alloc(arena, NAME_MAX_BYTES);
    const struct text code = risk_categories[category].code;
    const int len = snprintf(name, NAME_MAX_BYTES, "model.%.*s%s", (int)code.len,
                             code.s, is_clear ? ".clear" : "");
    return (struct text){name, (size_t)len};
}

struct text rules_name(struct arena *arena, const struct risk_hit *hit)
{
    return hit->rule == RISK_BY_MODEL ? model_name(arena, hit->category, hit->is_clear)
                                      : risk_rules[hit->rule].id;
}

// Rules that the data has only counted stay so whatever an organisation says.
static bool counts_by_data(struct text rule)
{
    for (int i = 0; i < RISK_RULES; i++) {
        if (text_equal(risk_rules[i].id, rule)) {
            return risk_rules[i].counts_only;
        }
    }
    return false;
}

static enum risk_rule_mode mode_of(const struct risk_figures *figures)
{
    return counts_by_data(figures->rule) ? RISK_RULE_COUNT : figures->mode;
}

// ---- what follows

bool rules_alert(uint32_t categories)
{
    for (int c = RISK_R1; c < RISK_CATEGORIES; c++) {
        if ((categories & RISK_BIT(c)) != 0 && risk_categories[c].alerts) {
            return true;
        }
    }
    return false;
}

bool rules_tells_buddy(uint32_t categories)
{
    return (categories & RISK_BIT(RISK_R5)) != 0;
}

bool rules_card(uint32_t categories, enum help_card *card_out)
{
    static const struct {
        enum risk_card risk;
        enum help_card card;
    } order[] = {
        {RISK_CARD_CRISIS,     HELP_CARD_CRISIS    },
        {RISK_CARD_CONTACT,    HELP_CARD_CONTACT   },
        {RISK_CARD_KIND,       HELP_CARD_KIND      },
        {RISK_CARD_SUPPORTIVE, HELP_CARD_SUPPORTIVE},
        {RISK_CARD_HERE,       HELP_CARD_HERE      },
        {RISK_CARD_ADVICE,     HELP_CARD_ADVICE    },
    };

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        for (int c = RISK_R1; c < RISK_CATEGORIES; c++) {
            if ((categories & RISK_BIT(c)) != 0 &&
                risk_categories[c].card == order[i].risk) {
                *card_out = order[i].card;
                return true;
            }
        }
    }
    return false;
}

enum care_rank rules_rank(uint32_t categories)
{
    int rank = CARE_RANK_OTHER;
    for (int c = RISK_R1; c < RISK_CATEGORIES; c++) {
        if ((categories & RISK_BIT(c)) != 0 && risk_categories[c].rank < rank) {
            rank = risk_categories[c].rank;
        }
    }
    return (enum care_rank)rank;
}

// ---- what was found

static void keep(struct rules_kept *kept, struct text rule, enum risk_category category)
{
    kept->categories |= RISK_BIT(category);
    kept->hits[kept->count++] = (struct rules_hit){rule, category};
}

enum err rules_keep(struct change *change, organisation_id organisation,
                    const struct risk_found *found, struct rules_kept *kept_out)
{
    struct rules_kept kept = {0};
    for (int i = 0; i < found->count; i++) {
        struct risk_figures figures;
        const struct text rule = rules_name(change->arena, &found->hits[i]);
        enum err err = rule_store_get(change->db, organisation, rule, &figures);
        if (err == OK) {
            figures.hits++;
            err = rule_store_set(change->db, organisation, &figures);
        }
        if (err != OK) {
            return err;
        }
        if (mode_of(&figures) == RISK_RULE_ON) {
            keep(&kept, rule, found->hits[i].category);
        }
    }
    *kept_out = kept;
    return OK;
}

enum err rules_note(struct change *change, const struct rules_kept *kept,
                    conversation_id conversation, int64_t seq, bool *new_out)
{
    bool is_any_new = false;
    for (int i = 0; i < kept->count; i++) {
        const struct risk_message_hit hit = {.conversation = conversation,
                                             .seq = seq,
                                             .rule = kept->hits[i].rule,
                                             .category = (int)kept->hits[i].category};
        bool is_new = false;
        const enum err err = rule_store_add_hit(change->db, &hit, &is_new);
        if (err != OK) {
            return err;
        }
        is_any_new = is_any_new || is_new;
    }
    *new_out = is_any_new;
    return OK;
}

enum err rules_mode(struct change *change, struct text rule,
                    enum risk_rule_mode *mode_out)
{
    struct risk_figures figures;
    const enum err err =
        rule_store_get(change->db, change->actor.organisation, rule, &figures);
    if (err == OK) {
        *mode_out = mode_of(&figures);
    }
    return err;
}

enum err rules_look(struct change *change, const struct risk_found *found,
                    enum risk_rule_mode modes_out[RISK_HITS_MAX],
                    uint32_t *categories_out)
{
    uint32_t categories = 0;
    for (int i = 0; i < found->count; i++) {
        const struct text rule = rules_name(change->arena, &found->hits[i]);
        const enum err err = rules_mode(change, rule, &modes_out[i]);
        if (err != OK) {
            return err;
        }
        if (modes_out[i] == RISK_RULE_ON) {
            categories |= RISK_BIT(found->hits[i].category);
        }
    }
    *categories_out = categories;
    return OK;
}

// ---- the screen

static enum err fill_row(struct change *change, struct rules_row *row)
{
    const enum err err = rule_store_get(change->db, change->actor.organisation,
                                        row->rule, &row->figures);
    if (err == OK) {
        row->figures.mode = mode_of(&row->figures);
    }
    return err;
}

enum err rules_list(struct change *change, struct rules_list *list_out)
{
    const int most = RISK_RULES + 2 * (RISK_CATEGORIES - 1);
    struct scan_total total;
    struct rules_list list = {
        .rows = arena_array(change->arena, (size_t)most, sizeof *list.rows)};
    enum err err = scan_store_total(change->db, change->actor.organisation, &total);
    for (int i = 0; err == OK && i < most; i++) {
        struct rules_row *row = &list.rows[list.count++];
        if (i < RISK_RULES) {
            *row = (struct rules_row){.rule = risk_rules[i].id,
                                      .category = risk_rules[i].category,
                                      .why = risk_rules[i].why};
        } else {
            const enum risk_category category =
                (enum risk_category)(RISK_R1 + (i - RISK_RULES) / 2);
            const bool is_clear = (i - RISK_RULES) % 2 != 0;
            *row = (struct rules_row){.rule =
                                          model_name(change->arena, category, is_clear),
                                      .category = category,
                                      .why = risk_categories[category].sentence};
        }
        err = fill_row(change, row);
    }
    if (err == OK) {
        list.messages = total.messages;
        list.alerts = total.alerts;
        *list_out = list;
    }
    return err;
}

// ---- judging

static void count_judgement(struct risk_figures *figures, enum risk_judgement judged,
                            int more)
{
    if (judged == RISK_JUDGEMENT_RIGHT) {
        figures->right += more;
    } else if (judged == RISK_JUDGEMENT_WRONG) {
        figures->wrong += more;
    }
}

static bool is_too_seldom_right(const struct risk_figures *figures)
{
    const int64_t judged = figures->right + figures->wrong;
    return judged >= RULES_JUDGED_MIN &&
           figures->right * 100 < judged * RULES_PRECISION_MIN_PERCENT;
}

static enum err judge_hit(struct change *change, struct risk_message_hit *hit,
                          enum risk_judgement judged)
{
    const organisation_id organisation = change->actor.organisation;
    struct risk_figures figures;
    enum err err = rule_store_get(change->db, organisation, hit->rule, &figures);
    if (err != OK) {
        return err;
    }
    count_judgement(&figures, hit->judged, -1);
    count_judgement(&figures, judged, 1);
    hit->judged = judged;
    if (figures.mode == RISK_RULE_ON && is_too_seldom_right(&figures)) {
        figures.mode = RISK_RULE_COUNT;
        err = change_audit(change, "rules.count", hit->conversation.v, AUDIT_DONE);
    }
    if (err == OK) {
        err = rule_store_set(change->db, organisation, &figures);
    }
    return err == OK ? rule_store_judge(change->db, hit) : err;
}

enum err rules_judge(struct change *change, const struct rules_judgement *judgement,
                     struct risk_message_hits *hits_out)
{
    const enum risk_judgement judged =
        judgement->right ? RISK_JUDGEMENT_RIGHT : RISK_JUDGEMENT_WRONG;
    struct care_case row;
    struct risk_message_hits hits = {0};
    int done = 0;
    enum err err = care_reader_find(change, judgement->care_case, &row);
    if (err == OK) {
        err = rule_store_hits(change->db, change->arena, row.conversation, row.seq,
                              &hits);
    }
    for (size_t i = 0; err == OK && i < hits.count; i++) {
        if (judgement->rule.len == 0 ||
            text_equal(judgement->rule, hits.rows[i].rule)) {
            err = judge_hit(change, &hits.rows[i], judged);
            done++;
        }
    }
    if (err == OK && done == 0) {
        return ERR_NOT_FOUND;
    }
    if (err == OK) {
        *hits_out = hits;
        err = change_audit(change, "rules.judge", judgement->care_case.v, AUDIT_DONE);
    }
    return err;
}

// ---- setting

static bool is_rule(struct change *change, struct text rule)
{
    for (int i = 0; i < RISK_RULES; i++) {
        if (text_equal(risk_rules[i].id, rule)) {
            return true;
        }
    }
    for (int c = RISK_R1; c < RISK_CATEGORIES; c++) {
        const enum risk_category category = (enum risk_category)c;
        if (text_equal(model_name(change->arena, category, false), rule) ||
            text_equal(model_name(change->arena, category, true), rule)) {
            return true;
        }
    }
    return false;
}

// A rule has no number that an audit row could name: it stands in the sealed words.
static enum err audit_mode(struct change *change, const struct risk_figures *figures,
                           struct text reason)
{
    const char *mode = figures->mode == RISK_RULE_ON ? "on" : "count";
    const size_t size = figures->rule.len + reason.len + sizeof " count: ";
    char *words = arena_alloc(change->arena, size);
    const int len = snprintf(words, size, "%.*s %s: %.*s", (int)figures->rule.len,
                             figures->rule.s, mode, (int)reason.len, reason.s);
    const struct audit_entry entry = {
        .action = "rules.mode", .reason = {words, (size_t)len}
    };
    return change_audit_entry(change, &entry);
}

enum err rules_set_mode(struct change *change, struct text rule,
                        enum risk_rule_mode mode, struct text reason)
{
    struct risk_figures figures;
    if (!is_rule(change, rule)) {
        return ERR_NOT_FOUND;
    }
    enum err err =
        rule_store_get(change->db, change->actor.organisation, rule, &figures);
    if (err != OK) {
        return err;
    }
    figures.mode = mode;
    figures.right = 0;
    figures.wrong = 0;
    err = rule_store_set(change->db, change->actor.organisation, &figures);
    return err == OK ? audit_mode(change, &figures, reason) : err;
}
