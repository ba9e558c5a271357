// Patterns and where they occur: the only module that includes PCRE2. Texts that people
// write are searched with these, so the work of one search is bounded whatever pattern
// and text are.
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/err.h"
#include "base/text.h"

enum regex_option {
    REGEX_NONE = 0,
    REGEX_ANY_CASE = 1 // upper and lower case are one, in every script
};

// A pattern that has been compiled. It holds the working memory of its searches: one
// thread at a time.
struct regex;

// Bytes of the subject, `end` behind the last.
struct regex_span {
    size_t start;
    size_t end;
};

// What is wrong with a pattern, and at which byte of it.
struct regex_fault {
    char text[128];
    size_t at;
};

// Compiles `pattern` (UTF-8, Perl's syntax). Errors: ERR_BAD_REQUEST, with *fault_out
// filled; else `fault_out` is left alone. Owner of *regex_out: the caller, who ends it
// with regex_free.
enum err regex_new(struct text pattern, enum regex_option option,
                   struct regex **regex_out, struct regex_fault *fault_out);

// regex_free(NULL) does nothing.
void regex_free(struct regex *regex);

// The first place in `subject`, from byte `from` on, where `regex` occurs; what stands
// before `from` counts for anchors and for looking back. Errors: ERR_NOT_FOUND,
// ERR_BAD_REQUEST (no valid UTF-8), ERR_TOO_LARGE (more work than one search may be).
enum err regex_find(const struct regex *regex, struct text subject, size_t from,
                    struct regex_span *span_out);

#endif
