// One run of kithctl: what was asked for, and how a command says that it went wrong.
#ifndef KITHCTL_CTL_H
#define KITHCTL_CTL_H

#include <jansson.h>
#include <stdbool.h>

#include "base/config.h"
#include "domain/change.h"

// Exit codes; 64 is EX_USAGE of sysexits.h.
enum ctl_exit {
    CTL_DONE = 0,
    CTL_FAILED = 1,
    CTL_FOUND = 2, // what was looked at is not as it should be
    CTL_USAGE = 64
};

struct ctl {
    struct config config;
    bool wants_json;
    const char *const *values; // of the command's parameters, in their order
};

// "kithctl: ", the sentence and a line feed on standard error. Gives CTL_FAILED.
enum ctl_exit ctl_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// What the operator should know about `err` from opening the data folder of `ctl`.
// Gives CTL_FAILED.
enum ctl_exit ctl_fail_folder(const struct ctl *ctl, enum err err);

// CTL_DONE when the data folder of `ctl` has been used before: a mistyped name must not
// become a new folder. Otherwise says so.
enum ctl_exit ctl_need_folder(const struct ctl *ctl);

// The rules' settings as kithd would have them.
struct policy ctl_policy(const struct ctl *ctl);

#endif
