// matching.today, match.get, match.view, matches.list: matches as people look at them.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_match.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "protocol.h"
#include "protocol_limits.h"

// Left for what stands around the list in its frame.
#define ROOM_AROUND 512

static void matches_set(json_t *result, const struct match_own_list *list)
{
    json_t *offers = json_array();
    json_t *matches = json_array();
    for (size_t i = 0; i < list->count; i++) {
        const struct match_own *own = &list->items[i];
        if (encode_match_is_offer(own)) {
            json_array_append_new(offers, encode_match_offer(own));
        } else {
            json_array_append_new(matches, encode_match_own(own));
        }
    }
    json_object_set_new(result, "offers", offers);
    json_object_set_new(result, "matches", matches);
    if (list->count == MATCH_OWN_MAX) {
        json_object_set_new(result, "more", json_true());
    }
}

enum err cmd_matching_today(struct request *request, const void *args)
{
    (void)args;
    json_t *result = request->call->result;
    json_t *reviews = json_array();
    json_t *cuppas = json_array();
    struct matching_today today;
    enum err err = matching_today(request->call->change, &today);
    for (size_t i = 0; err == OK && i < today.review_count; i++) {
        json_array_append_new(reviews, encode_match_due(&today.reviews[i]));
    }
    for (size_t i = 0; err == OK && i < today.cuppa_count; i++) {
        json_array_append_new(cuppas, encode_match_cuppa(&today.cuppas[i]));
    }
    json_object_set_new(result, "reviews", reviews);
    json_object_set_new(result, "cuppas", cuppas);
    if (err != OK) {
        return err;
    }
    matches_set(result, &today.matches);
    if (today.has_request) {
        json_object_set_new(result, "request", encode_match_wait(&today.wait));
    }
    if (today.is_supporter) {
        json_object_set_new(result, "weather_due", json_boolean(today.weather_due));
    }
    return OK;
}

enum err cmd_match_get(struct request *request, const void *args)
{
    const struct args_match_get *a = args;
    json_t *result = request->call->result;
    struct match_own own;
    enum err err = match_view_own(request->call->change, a->match, &own);
    if (err != OK) {
        return err;
    }
    json_t *offer = encode_match_offer(&own);
    json_object_del(offer, "role");
    json_object_del(offer, "expires_at");
    json_object_update(result, offer);
    json_decref(offer);
    if (own.shown == MATCH_SHOWN_OFFERED) {
        encode_time(result, "expires_at", own.match.expires_utc_ms);
    }
    if (own.match.conversation.v != 0) {
        json_object_set_new(
            result, "conversation",
            json_string(conversation_id_text(own.match.conversation).s));
    }
    encode_time(result, "introduced_at", own.match.introduced_utc_ms);
    encode_time(result, "ends_at", own.match.ends_utc_ms);
    json_object_set_new(result, "next", encode_match_next(own.next));
    return OK;
}

enum err cmd_match_view(struct request *request, const void *args)
{
    const struct args_match_view *a = args;
    struct match_staff staff;
    enum err err = match_view_staff(request->call->change, a->match, &staff);
    if (err == OK) {
        encode_match_staff(request->call->result, &staff);
    }
    return err;
}

// As many matches as fit in one page, and whether there are more.
static void page_fill(struct request *request, const struct match_page *page)
{
    json_t *matches = json_array();
    bool more = page->more;
    size_t bytes = 0;
    for (size_t i = 0; i < page->count; i++) {
        json_t *object = encode_match_listed(&page->rows[i]);
        bytes += json_dumpb(object, NULL, 0, JSON_COMPACT) + 1;
        if (bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(object);
            more = true;
            break;
        }
        json_array_append_new(matches, object);
    }
    json_object_set_new(request->call->result, "matches", matches);
    if (more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
}

enum err cmd_matches_list(struct request *request, const void *args)
{
    const struct args_matches_list *a = args;
    struct match_filter filter = {.area = a->area,
                                  .by_state = a->has_state,
                                  .state = a->state,
                                  .after = a->after};
    struct match_page page;
    enum err err = match_view_list(request->call->change, &filter, &page);
    if (err == OK) {
        page_fill(request, &page);
    }
    return err;
}
