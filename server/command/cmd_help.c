// help.*: where to turn in a crisis.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/care/help.h"
#include "protocol.h"

static_assert(HELP_NUMBERS_MAX == LIMIT_HELP_NUMBERS);

enum err cmd_help_get(struct request *request, const void *args)
{
    (void)args;
    struct help help;
    json_t *result = request->call->result;
    enum err err = help_get(request->call->change, &help);
    if (err != OK) {
        return err;
    }
    json_t *numbers = json_array();
    for (size_t i = 0; i < help.count; i++) {
        json_t *number = json_object();
        json_object_set_new(number, "name", encode_text(help.numbers[i].name));
        json_object_set_new(number, "number", encode_text(help.numbers[i].number));
        json_object_set_new(number, "when", encode_text(help.numbers[i].hours));
        json_array_append_new(numbers, number);
    }
    json_object_set_new(result, "numbers", numbers);
    json_object_set_new(result, "on_call", json_boolean(help.on_call));
    encode_time(result, "staffed_until", help.staffed_until_utc_ms);
    encode_time(result, "next_staffed", help.next_staffed_utc_ms);
    return OK;
}

// One or two digits, else 0, which is no place.
static int place_of(struct text t)
{
    int place = 0;
    for (size_t i = 0; i < t.len; i++) {
        if (t.s[i] < '0' || t.s[i] > '9') {
            return 0;
        }
        place = 10 * place + (t.s[i] - '0');
    }
    return place;
}

enum err cmd_help_set(struct request *request, const void *args)
{
    const struct args_help_set *set = args;
    struct help_number *numbers =
        arena_array(request->arena, set->numbers.count, sizeof(*numbers));
    for (size_t i = 0; i < set->numbers.count; i++) {
        const struct args_help_set_numbers_item *item = &set->numbers.items[i];
        numbers[i] = (struct help_number){place_of(item->key), item->name, item->number,
                                          item->when};
    }
    return help_set(request->call->change, numbers, set->numbers.count);
}
