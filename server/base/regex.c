#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/mem.h"

#include <stdlib.h>

// Attempts of one search: some ten milliseconds, and far more than a sound pattern
// needs on the longest message.
#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 2000   // of nested backtracking
#define HEAP_LIMIT_KIB 512 // for the interpreter's backtracking

struct regex {
    pcre2_code *code;
    pcre2_match_data *match; // room for the whole match only
    pcre2_match_context *context;
};

static void keep_fault(int code, size_t at, struct regex_fault *fault_out)
{
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)fault_out->text,
                                sizeof fault_out->text) < 0) {
        fault_out->text[0] = '\0';
    }
    fault_out->at = at;
}

enum err regex_new(struct text pattern, enum regex_option option,
                   struct regex **regex_out, struct regex_fault *fault_out)
{
    int fault = 0;
    PCRE2_SIZE at = 0;
    const uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
                             (option == REGEX_ANY_CASE ? PCRE2_CASELESS : 0);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.s, pattern.len, options, &fault, &at, NULL);
    if (code == NULL) {
        keep_fault(fault, at, fault_out);
        return ERR_BAD_REQUEST;
    }
    // Machine code is an extra: where it cannot be made, PCRE2 interprets the pattern.
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    struct regex *regex = mem_new(1, sizeof *regex);
    regex->code = code;
    regex->match = pcre2_match_data_create(1, NULL);
    regex->context = pcre2_match_context_create(NULL);
    if (regex->match == NULL || regex->context == NULL) {
        unreachable_state("out of memory");
    }
    (void)pcre2_set_match_limit(regex->context, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(regex->context, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(regex->context, HEAP_LIMIT_KIB);
    *regex_out = regex;
    return OK;
}

void regex_free(struct regex *regex)
{
    if (regex != NULL) {
        pcre2_match_context_free(regex->context);
        pcre2_match_data_free(regex->match);
        pcre2_code_free(regex->code);
        free(regex);
    }
}

static int search(const struct regex *regex, struct text subject, size_t from,
                  uint32_t options)
{
    return pcre2_match(regex->code, (PCRE2_SPTR)subject.s, subject.len, from, options,
                       regex->match, regex->context);
}

enum err regex_find(const struct regex *regex, struct text subject, size_t from,
                    struct regex_span *span_out)
{
    if (from > subject.len) {
        return ERR_NOT_FOUND;
    }
    int found = search(regex, subject, from, 0);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT) {
        // Machine code has the thread's stack alone; the interpreter may use the heap.
        found = search(regex, subject, from, PCRE2_NO_JIT);
    }
    if (found >= 0) {
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
        *span_out = (struct regex_span){ends[0], ends[1]};
        return OK;
    }
    switch (found) {
    case PCRE2_ERROR_NOMATCH:
        return ERR_NOT_FOUND;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
        return ERR_TOO_LARGE;
    default:
        return ERR_BAD_REQUEST;
    }
}
