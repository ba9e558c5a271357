// Helpers of handlers.
#include "command/call.h"

void call_add_signal(struct request *request, const struct signal_out *signal)
{
    struct call *call = request->call;
    struct outcome *outcome = call->outcome;

    outcome->signals =
        arena_grow(request->arena, outcome->signals, outcome->signal_count,
                   &call->signal_capacity, sizeof *outcome->signals);
    outcome->signals[outcome->signal_count++] = *signal;
}

void call_sign_in(struct request *request, const struct session_made *made)
{
    struct outcome *outcome = request->call->outcome;

    outcome->session_effect = SESSION_EFFECT_COOKIE_SET;
    outcome->token = made->token;
    outcome->session = made->session;
    outcome->person = made->person;
    json_object_set_new(request->call->result, "person",
                        json_string(person_id_text(made->person).s));
}
