// The conversations of the made-up organisation that `kithctl demo` creates. Nobody in
// them exists. Only data: who says what, when, about which line.
#ifndef KITHCTL_DEMO_TALK_H
#define KITHCTL_DEMO_TALK_H

#include <stddef.h>

enum talk_kind {
    TALK_SAY,
    TALK_REACT, // `text` is the reaction's word
    TALK_EDIT,  // `text` is the new text
    TALK_REMOVE
};

struct talk_line {
    const char *by; // handle
    int day;        // 0: fourteen days ago, 13: yesterday
    int minute;     // of that day, UTC
    enum talk_kind kind;
    int back; // how many lines up stands what this is about (a reply where kind is
              // TALK_SAY); 0: nothing
    const char *text;
};

extern const struct talk_line demo_talk_pair[];
extern const size_t demo_talk_pair_count;
extern const struct talk_line demo_talk_group[];
extern const size_t demo_talk_group_count;

#endif
