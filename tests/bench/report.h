// One line of JSON about one run.
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "load.h"

struct measured {
    double for_s;
    int64_t cpu_us;     // of the server, meanwhile
    int64_t own_cpu_us; // of the generator, which never sleeps
    int64_t
        idle_ns; // for which it had nothing to do: near to none, it was the slower one
    int64_t all_cpu_us; // of everything on this machine
    int64_t rss_before_kib;
    int64_t rss_after_kib;
    uint64_t attaches;
    double caught_up_s;
};

void report_print(struct load *load, const struct measured *measured);

#endif
