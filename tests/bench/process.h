// What a server costs, from /proc.
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Processor time [us] of all of `pids` together since they began, in steps of 10 ms.
int64_t process_cpu_us(const pid_t *pids, size_t count);

// Of everything on this machine.
int64_t process_all_cpu_us(void);

// Of this process.
int64_t process_own_cpu_us(void);

// Resident memory [KiB].
int64_t process_rss_kib(const pid_t *pids, size_t count);

#endif
