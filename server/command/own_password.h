// Commands in which somebody who is signed in proves again who she is: by her password,
// and by a code where her second step is set up.
#ifndef COMMAND_OWN_PASSWORD_H
#define COMMAND_OWN_PASSWORD_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"
#include "domain/password.h"
#include "domain/second_factor.h"

struct request;

// Leaves for the hasher that `password` is to be compared with the one which is stored
// for the person of the request. Errors: as password_prepare_own.
enum err own_password_prepare(struct request *request, struct text password);

// The same with what the domain prepared already.
void own_password_compare(struct request *request, struct text password,
                          const struct password_prepared *prepared);

// What the hasher found, with the code where there is one. Borrows from both.
struct second_factor_proof own_password_proof(const struct request *request,
                                              bool has_code, struct text code);

#endif
