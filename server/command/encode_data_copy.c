#include "command/encode_data_copy.h"

#include "command/encode.h"
#include "command/encode_care.h"
#include "command/encode_concern.h"
#include "command/encode_match.h"
#include "command/encode_profile.h"
#include "command/encode_safe_contact.h"
#include "domain/matching/match_view.h"
#include "protocol.h"

static void word_set(json_t *object, const char *name, const char *word)
{
    json_object_set_new(object, name, json_string(word));
}

static void text_set(json_t *object, const char *name, struct text t)
{
    if (t.len > 0) {
        json_object_set_new(object, name, encode_text(t));
    }
}

// ---- rows

static json_t *person_json(const struct data_copy_page *page)
{
    json_t *object = json_object();

    word_set(object, "id", person_id_text(page->person.id).s);
    json_object_set_new(object, "name", encode_text(page->person.name));
    text_set(object, "handle", page->handle);
    json_object_set_new(object, "roles",
                        encode_roles(page->person.roles, page->person.role_count));
    return object;
}

static json_t *passkey_json(const struct data_copy_page *page, size_t i)
{
    const struct passkey_shown *passkey = &page->passkeys[i];
    json_t *object = json_object();

    text_set(object, "name", passkey->name);
    encode_time(object, "created_at", passkey->created_utc_ms);
    encode_time(object, "used_at", passkey->used_utc_ms);
    return object;
}

static json_t *second_step_json(const struct data_copy_page *page, size_t i)
{
    const struct second_factor_status *status = &page->second_step;
    json_t *object = json_object();

    (void)i;
    json_object_set_new(object, "on", json_boolean(status->is_on));
    encode_time(object, "since", status->since_utc_ms);
    if (status->is_on) {
        json_object_set_new(object, "codes_left", json_integer(status->codes_left));
    }
    return object;
}

static json_t *safe_contact_json(const struct data_copy_page *page, size_t i)
{
    json_t *object = json_object();

    (void)i;
    json_object_set_new(object, "contact", encode_safe_contact(&page->safe_contact));
    encode_time(object, "said_at", page->safe_contact.said_utc_ms);
    return object;
}

static json_t *notice_json(const struct data_copy_page *page, size_t i)
{
    const struct account_notice_shown *shown = &page->notices[i];
    json_t *object = json_object();

    word_set(object, "news", account_news_names[shown->notice.news]);
    encode_time(object, "at", shown->notice.at_utc_ms);
    text_set(object, "device", shown->device);
    if (shown->notice.by.v != 0) {
        json_object_set_new(object, "by", encode_text(encode_card_name(&shown->by)));
    }
    encode_time(object, "closed_at", shown->notice.closed_utc_ms);
    return object;
}

static json_t *request_json(const struct data_copy_page *page, size_t i)
{
    const struct matching_request *request = &page->requests[i].request;
    json_t *object = json_object();

    word_set(object, "request", request_id_text(request->id).s);
    word_set(object, "state", matching_request_state_names[request->state]);
    json_object_set_new(object, "urgent", json_boolean(request->urgent));
    encode_time(object, "made_at", request->created_utc_ms);
    encode_time(object, "waiting_since", request->waiting_since_utc_ms);
    text_set(object, "closed_reason", page->requests[i].closed_reason);
    return object;
}

// When it was asked for is of the carer, and whether to go on of whoever said so.
static json_t *cuppa_json(const struct data_copy_page *page, size_t i)
{
    const struct cuppa *cuppa = &page->cuppas[i];
    const bool is_carer = person_id_equal(cuppa->carer, page->actor);
    json_t *object = json_object();

    word_set(object, "cuppa", cuppa_id_text(cuppa->id).s);
    word_set(object, "state", cuppa_state_names[cuppa->state]);
    word_set(object, "i_am",
             match_side_names[is_carer ? MATCH_SIDE_CARER : MATCH_SIDE_SUPPORTER]);
    if (is_carer) {
        encode_time(object, "asked_at", cuppa->asked_utc_ms);
    }
    encode_time(object, "taken_at", cuppa->taken_utc_ms);
    encode_time(object, "ends_at", cuppa->ends_utc_ms);
    if (cuppa->supporter.v != 0) {
        word_set(object, "conversation", conversation_id_text(cuppa->conversation).s);
        json_object_set_new(
            object, "mine_again",
            json_boolean(is_carer ? cuppa->carer_again : cuppa->supporter_again));
    }
    return object;
}

static json_t *reviews_json(const struct data_copy_match *match)
{
    json_t *list = json_array();

    for (size_t i = 0; i < match->review_count; i++) {
        const struct match_review *review = &match->reviews[i].review;
        json_t *object = json_object();
        word_set(object, "part", review_part_names[review->part]);
        encode_time(object, "due_at", review->due_utc_ms);
        if (review->answered_utc_ms != 0) {
            encode_time(object, "answered_at", review->answered_utc_ms);
        }
        if (review->has_wish) {
            word_set(object, "wish", review_wish_names[review->wish]);
        }
        if (review->like_me != 0) {
            json_object_set_new(object, "like_me", json_integer(review->like_me));
        }
        text_set(object, "note", match->reviews[i].note);
        json_array_append_new(list, object);
    }
    return list;
}

// How a call felt is the word of whoever wrote it down.
static json_t *calls_json(const struct data_copy_match *match, person_id person)
{
    json_t *list = json_array();

    for (size_t i = 0; i < match->calls.count; i++) {
        const struct call_entry *call = &match->calls.rows[i];
        json_t *object = json_object();
        json_object_set_new(object, "at", json_integer(call->at_utc_ms));
        word_set(object, "mode", call_mode_names[call->mode]);
        json_object_set_new(object, "minutes", json_integer(call->minutes));
        if (person_id_equal(call->logged_by, person)) {
            word_set(object, "feel", call_feel_names[call->feel]);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *match_json(const struct data_copy_page *page, size_t i)
{
    const struct data_copy_match *it = &page->matches[i];
    const struct match *match = &it->match;
    json_t *object = json_object();
    const person_id self =
        it->side == MATCH_SIDE_CARER ? match->carer : match->supporter;

    word_set(object, "match", match_id_text(match->id).s);
    word_set(object, "state", match_shown_names[match_view_shown(match)]);
    word_set(object, "i_am", match_side_names[it->side]);
    word_set(object, "mine", match_answer_names[it->mine]);
    encode_match_card(object, &it->card);
    encode_time(object, "offered_at", match->offered_utc_ms);
    encode_time(object, "introduced_at", match->introduced_utc_ms);
    encode_time(object, "ended_at", match->ended_utc_ms);
    text_set(object, "reason", it->reason);
    json_object_set_new(object, "reviews", reviews_json(it));
    json_object_set_new(object, "calls", calls_json(it, self));
    return object;
}

static const char *const STAY_ENDS[] = {
    [STAY_CURRENT] = "current",
    [STAY_LEFT] = "left",
    [STAY_REMOVED] = "removed",
};

static json_t *conversation_json(const struct data_copy_page *page, size_t i)
{
    const struct data_copy_conversation *conversation = &page->conversations[i];
    json_t *object = json_object();
    json_t *stays = json_array();

    word_set(object, "conversation", conversation_id_text(conversation->id).s);
    word_set(object, "kind", conversation_kind_names[conversation->kind]);
    text_set(object, "title", conversation->title);
    for (int k = 0; k < conversation->stay_count; k++) {
        const struct stay *stay = &conversation->stays[k];
        json_t *row = json_object();
        json_object_set_new(row, "since", json_integer(stay->since_utc_ms));
        word_set(row, "role", role_names[stay->role]);
        word_set(row, "ended", STAY_ENDS[stay->end]);
        json_array_append_new(stays, row);
    }
    json_object_set_new(object, "stays", stays);
    return object;
}

static json_t *group_json(const struct data_copy_page *page, size_t i)
{
    const struct data_copy_group *group = &page->groups[i];
    json_t *object = json_object();

    word_set(object, "conversation", conversation_id_text(group->conversation).s);
    text_set(object, "nickname", group->nickname);
    encode_time(object, "accepted_at", group->accepted_utc_ms);
    encode_time(object, "away_since", group->away_utc_ms);
    encode_time(object, "muted_until", group->mute_until_utc_ms);
    return object;
}

static void answer_set(json_t *object, const char *name, enum meeting_answer answer)
{
    if (answer != MEETING_ANSWER_NONE) {
        json_object_set_new(object, name, json_boolean(answer == MEETING_ANSWER_YES));
    }
}

static json_t *meeting_json(const struct data_copy_page *page, size_t i)
{
    const struct data_copy_meeting *it = &page->meetings[i];
    json_t *object = json_object();

    word_set(object, "conversation", conversation_id_text(it->meeting.conversation).s);
    json_object_set_new(object, "at", json_integer(it->meeting.at_utc_ms));
    json_object_set_new(object, "minutes", json_integer(it->meeting.minutes));
    word_set(object, "mode", meeting_mode_names[it->meeting.mode]);
    answer_set(object, "coming", it->coming);
    text_set(object, "needs", it->needs);
    answer_set(object, "came", it->came);
    return object;
}

static json_t *report_json(const struct data_copy_page *page, size_t i)
{
    return encode_care_receipt(&page->reports[i]);
}

static json_t *decision_json(const struct data_copy_page *page, size_t i)
{
    return encode_care_verdict(&page->decisions[i]);
}

static json_t *concern_json(const struct data_copy_page *page, size_t i)
{
    return encode_concern_own(&page->concerns[i]);
}

static json_t *opening_json(const struct data_copy_page *page, size_t i)
{
    return encode_opening_own(&page->openings[i]);
}

static json_t *message_json(const struct data_copy_page *page, size_t i)
{
    const struct event *event = &page->messages[i];
    json_t *object = json_object();

    word_set(object, "conversation", conversation_id_text(event->conversation).s);
    json_object_set_new(object, "seq", json_integer(event->seq));
    json_object_set_new(object, "at", json_integer(event->at_utc_ms));
    if (event->removed) {
        json_object_set_new(object, "removed", json_true());
        return object;
    }
    json_object_set_new(object, "text", encode_text(event->text));
    text_set(object, "cover", event->cover);
    encode_time(object, "edited_at", event->edited_utc_ms);
    if (event->reply_to != 0) {
        json_object_set_new(object, "reply_to", json_integer(event->reply_to));
    }
    return object;
}

// What was opened by which command.
static const struct {
    const char *action;
    const char *what;
} LOOKED_AT[] = {
    {"profile.view",         "profile"     },
    {"safe_contact.view",    "safe_contact"},
    {"match.view",           "match"       },
    {"matching.pair",        "points"      },
    {"operator.sessions",    "devices"     },
    {"session.token_create", "token"       },
};

static json_t *look_json(const struct data_copy_page *page, size_t i)
{
    const struct data_copy_look *look = &page->looks[i];
    json_t *object = json_object();

    json_object_set_new(object, "at", json_integer(look->at_utc_ms));
    for (size_t k = 0; k < sizeof LOOKED_AT / sizeof LOOKED_AT[0]; k++) {
        if (text_equal(look->action, text_of(LOOKED_AT[k].action))) {
            word_set(object, "what", LOOKED_AT[k].what);
        }
    }
    if (look->by.id.v != 0) {
        json_object_set_new(object, "by", encode_text(encode_card_name(&look->by)));
    }
    text_set(object, "as", look->role);
    return object;
}

// ---- pages

typedef json_t *row_json(const struct data_copy_page *page, size_t i);

static const struct {
    const char *name;
    row_json *row;
} PARTS[DATA_COPY_PARTS] = {
    [DATA_COPY_PASSKEYS] = {"passkeys",        passkey_json     },
    [DATA_COPY_SECOND_STEP] = {"second_step",     second_step_json },
    [DATA_COPY_SAFE_CONTACT] = {"safe_contact",    safe_contact_json},
    [DATA_COPY_NOTICES] = {"account_notices", notice_json      },
    [DATA_COPY_REQUESTS] = {"requests",        request_json     },
    [DATA_COPY_CUPPAS] = {"cuppas",          cuppa_json       },
    [DATA_COPY_MATCHES] = {"matches",         match_json       },
    [DATA_COPY_CONVERSATIONS] = {"conversations",   conversation_json},
    [DATA_COPY_GROUPS] = {"groups",          group_json       },
    [DATA_COPY_MEETINGS] = {"meetings",        meeting_json     },
    [DATA_COPY_REPORTS] = {"reports",         report_json      },
    [DATA_COPY_DECISIONS] = {"decisions",       decision_json    },
    [DATA_COPY_CONCERNS] = {"concerns",        concern_json     },
    [DATA_COPY_OPENINGS] = {"openings",        opening_json     },
    [DATA_COPY_MESSAGES] = {"messages",        message_json     },
    [DATA_COPY_LOOKS] = {"looks",           look_json        },
};

void encode_data_copy(json_t *object, const struct data_copy_page *page)
{
    json_t *list = NULL;

    if (page->part == DATA_COPY_PERSON) {
        json_object_set_new(object, "person", person_json(page));
        return;
    }
    list = json_array();
    for (size_t i = 0; i < page->count; i++) {
        json_array_append_new(list, PARTS[page->part].row(page, i));
    }
    json_object_set_new(object, PARTS[page->part].name, list);
}
