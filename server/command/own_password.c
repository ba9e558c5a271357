#include "command/own_password.h"

#include <stdio.h>

#include "command/call.h"
#include "command/request.h"

void own_password_compare(struct request *request, struct text password,
                          const struct password_prepared *prepared)
{
    struct password_job *job = &request->password;

    job->password = password;
    job->account_key = prepared->account_key;
    job->known_device = true; // it is signed in
    snprintf(job->stored, sizeof job->stored, "%s", prepared->stored);
}

enum err own_password_prepare(struct request *request, struct text password)
{
    struct password_prepared prepared;
    const enum err err = password_prepare_own(request->call->change, &prepared);

    if (err == OK) {
        own_password_compare(request, password, &prepared);
    }
    return err;
}

struct second_factor_proof own_password_proof(const struct request *request,
                                              bool has_code, struct text code)
{
    return (struct second_factor_proof){.matches = request->password.matches,
                                        .stored = request->password.stored,
                                        .code = has_code ? code : (struct text){0}};
}
