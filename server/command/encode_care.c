#include "command/encode_care.h"

#include <inttypes.h>
#include <stdio.h>

#include "command/encode.h"
#include "command/encode_profile.h"
#include "protocol.h"

#define NUMBER_MAX 24 // a letter, a dash and 19 digits
#define RISKS 13

static const char *const CAN_NAMES[CARE_DESK_CANS] = {
    "claim", "release", "pass_on", "ask", "decide", "redecide",
};

static void word_set(json_t *object, const char *name, const char *word)
{
    json_object_set_new(object, name, json_string(word));
}

static void number_set(json_t *object, const char *name, int64_t value)
{
    json_object_set_new(object, name, json_integer(value));
}

// Texts that may be missing.
static void text_set(json_t *object, const char *name, struct text text)
{
    if (text.len > 0) {
        json_object_set_new(object, name, encode_text(text));
    }
}

json_t *encode_care_number(char letter, int64_t number)
{
    char text[NUMBER_MAX];
    snprintf(text, sizeof text, "%c-%" PRId64, letter, number);
    return json_string(text);
}

// ---- the desk

static json_t *abouts_json(unsigned abouts)
{
    json_t *list = json_array();
    for (int i = 0; i < REPORT_ABOUTS; i++) {
        if ((abouts & (1u << i)) != 0) {
            json_array_append_new(list, json_string(report_about_names[i]));
        }
    }
    return list;
}

static json_t *risks_json(uint32_t risks)
{
    json_t *list = json_array();
    for (int i = 1; i <= RISKS; i++) {
        char code[NUMBER_MAX];
        snprintf(code, sizeof code, "R%d", i);
        if ((risks & (1u << i)) != 0) {
            json_array_append_new(list, json_string(code));
        }
    }
    return list;
}

json_t *encode_care_row(const struct care_desk_row *line)
{
    const struct care_case *row = &line->row;
    json_t *object = json_object();
    word_set(object, "case", care_case_id_text(row->id).s);
    json_object_set_new(object, "number",
                        encode_care_number(ENCODE_CARE_CASE, row->number));
    word_set(object, "lane", care_lane_names[row->lane]);
    word_set(object, "kind", care_case_kind_names[row->kind]);
    text_set(object, "title", line->title);
    word_set(object, "state", care_case_state_names[row->state]);
    number_set(object, "rank", row->rank);
    number_set(object, "at", row->opened_utc_ms);
    number_set(object, "reports", line->reports);
    json_object_set_new(object, "about", abouts_json(line->abouts));
    json_object_set_new(object, "risks", risks_json(row->risks));
    encode_time(object, "look_by", row->look_by_utc_ms);
    encode_time(object, "decide_by", row->decide_by_utc_ms);
    number_set(object, "due_at", row->due_utc_ms);
    if (line->claimed_by.id.v != 0) {
        json_object_set_new(object, "claimed_by", encode_named(&line->claimed_by));
        encode_time(object, "claimed_until", row->claimed_until_utc_ms);
    }
    json_object_set_new(object, "mine", json_boolean(line->mine));
    return object;
}

static json_t *line_json(const struct care_desk_case *it, size_t i)
{
    const struct care_excerpt_line *line = &it->excerpt.lines[i];
    const struct care_case *row = &it->row.row;
    const bool is_it = line->seq == row->seq;
    json_t *object = json_object();
    number_set(object, "line", line->line);
    encode_time(object, "seq", line->seq);
    json_object_set_new(object, "by", encode_named(&it->authors[i]));
    number_set(object, "at", line->at_utc_ms);
    json_object_set_new(object, "text", encode_text(line->text));
    json_object_set_new(object, "reported", json_boolean(is_it));
    if (line->part == CARE_EXCERPT_EDITED) {
        json_object_set_new(object, "edited", json_true());
    }
    if (is_it && row->hiding != CARE_HIDING_NONE) {
        json_object_set_new(object, "hidden", json_true());
    }
    return object;
}

static json_t *author_json(const struct care_desk_case *it)
{
    json_t *object = encode_named(&it->author);
    number_set(object, "earlier_decisions", it->earlier);
    return object;
}

static json_t *report_json(const struct care_desk_report *report)
{
    json_t *object = json_object();
    word_set(object, "about", report_about_names[report->about]);
    text_set(object, "note", report->note);
    number_set(object, "at", report->at_utc_ms);
    return object;
}

static json_t *step_json(const struct care_desk_step *step)
{
    json_t *object = json_object();
    number_set(object, "at", step->at_utc_ms);
    word_set(object, "what", care_step_names[step->what]);
    if (step->by.id.v != 0) {
        json_t *named = encode_named(&step->by);
        json_object_set(object, "by", json_object_get(named, "name"));
        json_decref(named);
    }
    if (step->has_decision) {
        word_set(object, "decision", care_decision_names[step->decision]);
    }
    text_set(object, "rule", step->rule);
    text_set(object, "text", step->text);
    return object;
}

static json_t *similar_json(const struct care_case *row)
{
    json_t *object = json_object();
    word_set(object, "decision", care_decision_names[row->decision]);
    text_set(object, "rule", row->rule);
    number_set(object, "at", row->decided_utc_ms);
    return object;
}

static json_t *rules_json(const struct care_rules *rules)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rules->count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "rule", encode_text(rules->rules[i].code));
        json_object_set_new(object, "text", encode_text(rules->rules[i].text));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *can_json(unsigned can)
{
    json_t *list = json_array();
    for (int i = 0; i < CARE_DESK_CANS; i++) {
        if ((can & (1u << i)) != 0) {
            json_array_append_new(list, json_string(CAN_NAMES[i]));
        }
    }
    return list;
}

static void lists_set(json_t *result, const struct care_desk_case *it)
{
    json_t *excerpt = json_array();
    json_t *reports = json_array();
    json_t *history = json_array();
    json_t *similar = json_array();
    for (size_t i = 0; i < it->excerpt.count; i++) {
        json_array_append_new(excerpt, line_json(it, i));
    }
    for (size_t i = 0; i < it->report_count; i++) {
        json_array_append_new(reports, report_json(&it->reports[i]));
    }
    for (size_t i = 0; i < it->step_count; i++) {
        json_array_append_new(history, step_json(&it->steps[i]));
    }
    for (size_t i = 0; i < it->similar_count; i++) {
        json_array_append_new(similar, similar_json(&it->similar[i]));
    }
    json_object_set_new(result, "excerpt", excerpt);
    json_object_set_new(result, "reports", reports);
    json_object_set_new(result, "history", history);
    json_object_set_new(result, "similar", similar);
}

void encode_care_case(json_t *result, const struct care_desk_case *it)
{
    const struct care_case *row = &it->row.row;
    json_object_set_new(result, "case", encode_care_row(&it->row));
    if (row->conversation.v != 0) {
        word_set(result, "conversation", conversation_id_text(row->conversation).s);
        number_set(result, "seq", row->seq);
    }
    json_object_set_new(result, "author", author_json(it));
    encode_time(result, "next", it->excerpt.next);
    json_object_set_new(result, "rules", rules_json(&it->rules));
    json_object_set_new(result, "can", can_json(it->can));
    lists_set(result, it);
}

// ---- what people are told

json_t *encode_care_receipt(const struct care_receipt *receipt)
{
    json_t *object = json_object();
    word_set(object, "report", report_id_text(receipt->report).s);
    json_object_set_new(object, "number",
                        encode_care_number(ENCODE_CARE_REPORT, receipt->number));
    word_set(object, "about", report_about_names[receipt->about]);
    number_set(object, "at", receipt->at_utc_ms);
    word_set(object, "state", report_state_names[receipt->state]);
    word_set(object, "who", role_names[receipt->who]);
    text_set(object, "question", receipt->question);
    encode_time(object, "look_by", receipt->look_by_utc_ms);
    encode_time(object, "decide_by", receipt->decide_by_utc_ms);
    if (receipt->outcome_utc_ms != 0) {
        word_set(object, "outcome", report_outcome_names[receipt->outcome]);
        number_set(object, "outcome_at", receipt->outcome_utc_ms);
        text_set(object, "text", receipt->text);
        encode_time(object, "appeal_until", receipt->appeal_until_utc_ms);
        json_object_set_new(object, "mine_to_appeal",
                            json_boolean(receipt->mine_to_appeal));
    }
    if (receipt->appeal.at_utc_ms != 0) {
        word_set(object, "appeal", care_appeal_names[receipt->appeal.came]);
    }
    return object;
}

static bool is_waiting(const struct care_appealed *appeal)
{
    return appeal->at_utc_ms != 0 && appeal->came == CARE_APPEAL_ASKED;
}

json_t *encode_care_verdict(const struct care_verdict *verdict)
{
    const struct care_case *row = &verdict->row;
    json_t *object = json_object();
    word_set(object, "case", care_case_id_text(row->id).s);
    json_object_set_new(object, "number",
                        encode_care_number(ENCODE_CARE_CASE, row->number));
    if (row->conversation.v != 0) {
        word_set(object, "conversation", conversation_id_text(row->conversation).s);
        number_set(object, "seq", row->seq);
    }
    text_set(object, "excerpt", verdict->excerpt);
    word_set(object, "decision", care_decision_names[verdict->decision]);
    text_set(object, "rule", row->rule);
    text_set(object, "rule_text", verdict->rule_text);
    text_set(object, "text", verdict->text);
    encode_time(object, "until", row->until_utc_ms);
    number_set(object, "at", row->decided_utc_ms);
    encode_time(object, "appeal_until", row->appeal_until_utc_ms);
    json_object_set_new(object, "mine_to_appeal",
                        json_boolean(verdict->mine_to_appeal));
    if (row->appeals[CARE_SIDE_AUTHOR].at_utc_ms != 0) {
        word_set(object, "appeal",
                 care_appeal_names[row->appeals[CARE_SIDE_AUTHOR].came]);
    }
    if (is_waiting(&row->appeals[CARE_SIDE_AUTHOR])) {
        encode_time(object, "decide_by", row->decide_by_utc_ms);
    }
    return object;
}
