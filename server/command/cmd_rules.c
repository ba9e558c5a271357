// rules.*: the rules of risk words, tried out, counted and judged.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_alert.h"
#include "command/request.h"
#include "domain/care/rules.h"
#include "protocol.h"
#include "protocol_limits.h"

#define PER 10000       // hits are told among so many messages
#define ROOM_AROUND 512 // left for what stands around the list in its frame

static json_t *mode_json(enum risk_rule_mode mode)
{
    return json_string(mode == RISK_RULE_ON ? "on" : "count");
}

// Rounded up, so that what happened never reads as never.
static json_int_t among(int64_t count, int64_t messages)
{
    if (messages == 0) {
        return 0;
    }
    const int64_t share = (count * PER + messages - 1) / messages;
    return share < PER ? share : PER;
}

// ---- the list

static json_t *rule_json(const struct rules_row *row, int64_t messages)
{
    const struct risk_figures *figures = &row->figures;
    const int64_t judged = figures->right + figures->wrong;
    json_t *object = json_object();
    json_object_set_new(object, "rule", encode_text(row->rule));
    json_object_set_new(object, "risk", encode_risk((int)row->category));
    json_object_set_new(object, "why", encode_text(row->why));
    json_object_set_new(object, "mode", mode_json(figures->mode));
    json_object_set_new(object, "hits", json_integer(figures->hits));
    json_object_set_new(object, "right", json_integer(figures->right));
    json_object_set_new(object, "wrong", json_integer(figures->wrong));
    json_object_set_new(object, "per_10000",
                        json_integer(among(figures->hits, messages)));
    if (judged > 0) {
        json_object_set_new(object, "precision_percent",
                            json_integer(figures->right * 100 / judged));
    }
    return object;
}

// The place behind the rule called `after`. Errors: ERR_NOT_FOUND.
static enum err find_start(const struct rules_list *list, struct text after,
                           int *start_out)
{
    for (int i = 0; i < list->count; i++) {
        if (text_equal(list->rows[i].rule, after)) {
            *start_out = i + 1;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

// As many as fit in one page.
static void fill_page(json_t *result, const struct rules_list *list, int start)
{
    json_t *rules = json_array();
    size_t bytes = 0;
    json_object_set_new(result, "rules", rules);
    for (int i = start; i < list->count; i++) {
        json_t *rule = rule_json(&list->rows[i], list->messages);
        bytes += json_dumpb(rule, NULL, 0, JSON_COMPACT) + 1;
        if (bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(rule);
            json_object_set_new(result, "next", encode_text(list->rows[i - 1].rule));
            return;
        }
        json_array_append_new(rules, rule);
    }
}

enum err cmd_rules_list(struct request *request, const void *args)
{
    const struct args_rules_list *a = args;
    struct rules_list list;
    int start = 0;
    enum err err = rules_list(request->call->change, &list);
    if (err == OK && a->has_after) {
        err = find_start(&list, a->after, &start);
    }
    if (err != OK) {
        return err;
    }
    json_t *result = request->call->result;
    fill_page(result, &list, start);
    json_object_set_new(result, "messages", json_integer(list.messages));
    json_object_set_new(result, "alerts", json_integer(list.alerts));
    json_object_set_new(result, "alerts_per_10000",
                        json_integer(among(list.alerts, list.messages)));
    return OK;
}

// ---- trying out

// On the scanner's thread, which has the rules at hand.
enum err cmd_rules_test_prepare(struct request *request, const void *args)
{
    const struct args_rules_test *a = args;
    struct risk_found *found = arena_alloc(request->arena, sizeof *found);
    risk_scan(dispatch_scanner(request->call->dispatcher), a->text, found);
    request->prepared = found;
    return OK;
}

static json_t *hit_json(struct request *request, struct text text,
                        const struct risk_hit *hit, enum risk_rule_mode mode)
{
    const struct text before = {text.s, hit->start};
    const struct text until = {text.s, hit->end};
    json_t *object = json_object();
    json_object_set_new(object, "rule", encode_text(rules_name(request->arena, hit)));
    json_object_set_new(object, "risk", encode_risk((int)hit->category));
    json_object_set_new(object, "mode", mode_json(mode));
    json_object_set_new(object, "start", json_integer((json_int_t)text_chars(before)));
    json_object_set_new(object, "end", json_integer((json_int_t)text_chars(until)));
    return object;
}

static json_t *card_json(enum help_card card)
{
    static const char *const words[] = {[HELP_CARD_CRISIS] = "crisis",
                                        [HELP_CARD_CONTACT] = "contact",
                                        [HELP_CARD_SUPPORTIVE] = "supportive",
                                        [HELP_CARD_KIND] = "kind"};
    return json_string(words[card]);
}

enum err cmd_rules_test(struct request *request, const void *args)
{
    const struct args_rules_test *a = args;
    const struct risk_found *found = request->prepared;
    enum risk_rule_mode modes[RISK_HITS_MAX];
    enum help_card card = HELP_CARD_CRISIS;
    uint32_t categories = 0;
    enum err err = rules_look(request->call->change, found, modes, &categories);
    if (err != OK) {
        return err;
    }
    json_t *result = request->call->result;
    json_t *hits = json_array();
    for (int i = 0; i < found->count; i++) {
        json_array_append_new(hits,
                              hit_json(request, a->text, &found->hits[i], modes[i]));
    }
    json_object_set_new(result, "risks", encode_risks(categories));
    json_object_set_new(result, "found", hits);
    json_object_set_new(result, "alerts", json_boolean(rules_alert(categories)));
    if (rules_card(categories, &card)) {
        json_object_set_new(result, "card", card_json(card));
    }
    return OK;
}

// ---- judging

static enum err judged_json(struct change *change, const struct risk_message_hit *hit,
                            json_t *list)
{
    enum risk_rule_mode mode = RISK_RULE_ON;
    const enum err err = rules_mode(change, hit->rule, &mode);
    if (err != OK || hit->judged == RISK_JUDGEMENT_NONE) {
        return err;
    }
    json_t *object = json_object();
    json_object_set_new(object, "rule", encode_text(hit->rule));
    json_object_set_new(object, "risk", encode_risk(hit->category));
    json_object_set_new(object, "mode", mode_json(mode));
    json_object_set_new(object, "right",
                        json_boolean(hit->judged == RISK_JUDGEMENT_RIGHT));
    json_array_append_new(list, object);
    return OK;
}

enum err cmd_rules_judge(struct request *request, const void *args)
{
    const struct args_rules_judge *a = args;
    const struct rules_judgement judgement = {
        .care_case = a->case_, .right = a->right, .rule = a->rule};
    struct risk_message_hits hits;
    enum err err = rules_judge(request->call->change, &judgement, &hits);
    if (err != OK) {
        return err;
    }
    json_t *rules = json_array();
    json_object_set_new(request->call->result, "rules", rules);
    for (size_t i = 0; i < hits.count && err == OK; i++) {
        err = judged_json(request->call->change, &hits.rows[i], rules);
    }
    return err;
}

// ---- setting

enum err cmd_rules_mode(struct request *request, const void *args)
{
    const struct args_rules_mode *a = args;
    return rules_set_mode(request->call->change, a->rule, a->mode, a->reason);
}
