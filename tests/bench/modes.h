// What the generator does in each of its modes.
#ifndef BENCH_MODES_H
#define BENCH_MODES_H

#include "load.h"
#include "report.h"

// Ends the program where not all come in.
void modes_run(struct load *load, struct measured *measured);

#endif
