// A message in its normal form, in which rules are written: small letters without
// accents, contractions and text speak written out ("cant" becomes "can not"), slips of
// spelling put right where a word of the rules was meant, sentences told apart.
#ifndef DOMAIN_RISK_RISK_TEXT_H
#define DOMAIN_RISK_RISK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/regex.h"
#include "base/text.h"
#include "domain/risk/risk_known.h"

// A word, or "." between two sentences.
struct risk_token {
    struct text word;
    size_t at;      // its first byte in the normal form
    size_t start;   // in the message as typed
    size_t end;     // behind its last byte there
    bool is_quoted; // between double quotation marks
};

struct risk_text {
    struct text normal; // " word word . word ": a space before and behind each token
    struct risk_token *tokens;
    size_t count;
    size_t capacity;
};

// The normal form of `message`, in `arena`. Errors: ERR_BAD_REQUEST (no valid UTF-8).
enum err risk_text_read(struct arena *arena, const struct risk_known *known,
                        struct text message, struct risk_text *text_out);

// Where the bytes `span` of the normal form stand in the message as typed.
struct regex_span risk_text_origin(const struct risk_text *text,
                                   struct regex_span span);

// The bytes of the sentence of the normal form around `span`.
struct regex_span risk_text_sentence(const struct risk_text *text,
                                     struct regex_span span);

// Whether every word of `span` stands between quotation marks.
bool risk_text_is_quoted(const struct risk_text *text, struct regex_span span);

#endif
