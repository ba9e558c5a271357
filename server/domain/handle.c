#include "domain/handle.h"

#include "protocol_limits.h"

static bool is_user_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

static bool is_user_name(struct text t)
{
    if (t.len < LIMIT_HANDLE_BYTES_MIN || t.len > LIMIT_USER_NAME_BYTES) {
        return false;
    }
    for (size_t i = 0; i < t.len; i++) {
        if (!is_user_name_char(t.s[i])) {
            return false;
        }
    }
    return true;
}

// One @ with something on both sides, and nothing but printable ASCII: whether mail
// would arrive is not known here.
static bool is_address(struct text t)
{
    size_t at_count = 0;
    size_t at = 0;
    if (t.len > LIMIT_HANDLE_BYTES) {
        return false;
    }
    for (size_t i = 0; i < t.len; i++) {
        if (t.s[i] <= ' ' || t.s[i] > '~') {
            return false;
        }
        if (t.s[i] == '@') {
            at_count++;
            at = i;
        }
    }
    return at_count == 1 && at > 0 && at < t.len - 1;
}

enum err handle_normalise(struct arena *arena, struct text in, struct text *handle_out)
{
    if (in.len < LIMIT_HANDLE_BYTES_MIN || in.len > LIMIT_HANDLE_BYTES) {
        return ERR_BAD_REQUEST;
    }
    char *lower = arena_array(arena, in.len, 1);
    for (size_t i = 0; i < in.len; i++) {
        const bool is_upper = in.s[i] >= 'A' && in.s[i] <= 'Z';
        lower[i] = (char)(in.s[i] + (is_upper ? 'a' - 'A' : 0));
    }
    struct text handle = {lower, in.len};
    if (!is_user_name(handle) && !is_address(handle)) {
        return ERR_BAD_REQUEST;
    }
    *handle_out = handle;
    return OK;
}

bool handle_name_is_valid(struct text name)
{
    return text_is_utf8(name) && !text_is_blank(name) &&
           !text_has_control(name, false) && text_chars(name) <= LIMIT_NAME_CHARS;
}

bool handle_password_is_valid(struct text password)
{
    return password.len >= LIMIT_PASSWORD_BYTES_MIN &&
           password.len <= LIMIT_PASSWORD_BYTES;
}
