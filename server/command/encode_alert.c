#include "command/encode_alert.h"

#include "command/encode.h"
#include "domain/risk/risk_table.h"
#include "risk_data.h"

json_t *encode_risk(int category)
{
    return encode_text(risk_categories[category].code);
}

json_t *encode_risks(uint32_t risks)
{
    json_t *list = json_array();
    for (int category = RISK_R1; category < RISK_CATEGORIES; category++) {
        if ((risks & RISK_BIT(category)) != 0) {
            json_array_append_new(list, encode_risk(category));
        }
    }
    return list;
}

json_t *encode_channels(const struct policy *policy)
{
    json_t *channels = json_object();
    json_object_set_new(channels, "mail", json_boolean(policy->can_mail));
    json_object_set_new(channels, "command", json_boolean(policy->can_command));
    return channels;
}

const char *encode_failure_name(enum notice_failure failure)
{
    static const char *const words[] = {
        [NOTICE_FAILURE_NONE] = "none",       [NOTICE_FAILURE_CONNECT] = "connect",
        [NOTICE_FAILURE_TIMEOUT] = "timeout", [NOTICE_FAILURE_TLS] = "tls",
        [NOTICE_FAILURE_SIGN_IN] = "sign_in", [NOTICE_FAILURE_RECIPIENT] = "recipient",
        [NOTICE_FAILURE_REFUSED] = "refused", [NOTICE_FAILURE_COMMAND] = "command",
        [NOTICE_FAILURE_OTHER] = "other",
    };
    return words[failure];
}

json_t *encode_failure_word(enum notice_failure failure)
{
    return json_string(encode_failure_name(failure));
}
