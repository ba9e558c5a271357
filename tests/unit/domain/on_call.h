// A small organisation with two safeguarding leads, Grace and Hope, a scanner, and mail
// and a command set up: for tests of scans, alerts and the outbox.
#ifndef UNIT_ON_CALL_H
#define UNIT_ON_CALL_H

#include "domain/care/outbox.h"
#include "domain/care/scan.h"
#include "domain/world.h"

#define ON_CALL_DESPAIR "I want to kill myself tonight"

struct on_call {
    struct world world;
    struct risk_scanner *scanner;
    person_id grace;
    person_id hope;
};

void on_call_open(struct on_call *on_call);
void on_call_close(struct on_call *on_call);

// Looks through everything there is; gives the number of steps that it took.
int on_call_scan(struct on_call *on_call);

// Fires what is due `later_ms` from now.
void on_call_wait(struct on_call *on_call, int64_t later_ms);

// `person` says how she is reached.
void on_call_reach(struct on_call *on_call, person_id person, struct notify notify);

// Takes the next letter and settles it as `failure`; false: there is none.
bool on_call_send(struct on_call *on_call, enum notice_failure failure,
                  struct outbox_letter *letter_out);

// What `sql`, which counts, gives.
int64_t on_call_count(struct on_call *on_call, const char *sql);

#endif
