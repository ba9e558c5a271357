#!/usr/bin/python3
"""Times matching on one core, and SciPy's linear_sum_assignment on the same scores.

    scipy_bench.py BENCH [--full]

SciPy's one step is the highest sum of scores, a gate being a score far below zero; ours
is the whole solve, every aim with its proof. Fails when a target is missed.
"""
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.optimize import linear_sum_assignment

BENCH = sys.argv[1]
FULL = '--full' in sys.argv[2:]
GATE = -10_000.0

# kind, people on a side, most seconds for scores and solve, most MiB, most times SciPy's
# step (None: shown only), whether SciPy solves it without --full
RUNS = [
    ('people', 500, 0.1, None, None, True),
    ('people', 2000, 2.0, 512, 4.0, True),
    ('uniform', 500, 0.1, None, None, True),
    ('uniform', 2000, 2.0, 512, None, True),
    ('people', 10000, 90.0, 1536, None, False),
    ('uniform', 10000, None, 1536, None, False),
]


def bench(kind, people, cells):
    line = subprocess.run([BENCH, kind, str(people), str(people), cells],
                          capture_output=True, check=True, text=True).stdout
    return {key: float(value) for key, value in (part.split('=') for part in line.split())}


def scipy_seconds(cells, people):
    scores = np.fromfile(cells, dtype=np.int16).reshape(people, people).astype(np.float64)
    scores[scores < 0] = GATE
    start = time.perf_counter()
    linear_sum_assignment(scores, maximize=True)
    return time.perf_counter() - start


def misses_of(run, ours, seconds):
    kind, people, most_s, most_mib, most_times, _ = run
    took = ours['score_s'] + ours['solve_s']
    name = f'{kind} {people}'
    misses = []
    if most_s is not None and took > most_s:
        misses.append(f'{name}: {took:.2f} s; {most_s} s are allowed')
    if most_mib is not None and ours['peak_mib'] > most_mib:
        misses.append(f"{name}: {ours['peak_mib']:.0f} MiB; {most_mib} are allowed")
    if most_times is not None and ours['solve_s'] > most_times * seconds:
        misses.append(f'{name}: {ours["solve_s"] / seconds:.1f} times SciPy; {most_times} allowed')
    if ours['gap'] != 0:
        misses.append(f"{name}: a bound was missed by {ours['gap']:.0f}")
    return misses


def main():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    misses = []
    print(f"{'scores':8} {'people':>6} {'gates+scores s':>15} {'solve s':>8} {'peak MiB':>9} "
          f"{'SciPy s':>8} {'times':>6} {'matched':>8} {'worst':>6}")
    for run in RUNS:
        kind, people = run[:2]
        with tempfile.TemporaryDirectory() as folder:
            cells = os.path.join(folder, 'cells')
            ours = bench(kind, people, cells)
            seconds = scipy_seconds(cells, people) if run[5] or FULL else None
        beside = f"{seconds:8.3f} {ours['solve_s'] / seconds:6.2f}" if seconds else f"{'-':>8} {'-':>6}"
        print(f"{kind:8} {people:6} {ours['score_s']:15.3f} {ours['solve_s']:8.3f} "
              f"{ours['peak_mib']:9.0f} {beside} {ours['matched']:8.0f} {ours['worst']:6.0f}",
              flush=True)
        misses += misses_of(run, ours, seconds)
    for miss in misses:
        print(f'MISSED  {miss}')
    return len(misses) > 0


sys.exit(main())
