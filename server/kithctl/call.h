// Asks kithd for something over admin.sock, or does it itself where no kithd runs: the
// same request, decoded and run by the same code.
#ifndef KITHCTL_CALL_H
#define KITHCTL_CALL_H

#include <jansson.h>

#include "kithctl/ctl.h"

// Whether a kithd runs on the data folder and answers.
bool ctl_is_served(const struct ctl *ctl);

// Runs the command `method`. On CTL_DONE *result_out is its result, owned by the
// caller; otherwise the reason has been printed.
enum ctl_exit ctl_call(struct ctl *ctl, const char *method, json_t *take_params,
                       json_t **result_out);

#endif
