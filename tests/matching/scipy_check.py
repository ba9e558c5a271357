#!/usr/bin/python3
"""Compares `kithctl matching solve` with SciPy's linear_sum_assignment on large dense
problems, and with long integers (which hold every aim in one number) on middling ones.

    scipy_check.py KITHCTL

Ends with "N passed, N failed".
"""
import hashlib
import json
import random
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

KITHCTL = sys.argv[1]
BAND = 25
LOAD_PRICE = 20
TIERS = 7
GATE = -1


# ---- problems

def problem_of(cells, capacity, load, tiers, floor, seed):
    carers, supporters = cells.shape
    return {
        'format': 'kith.matching.problem.1',
        'carers': [{'id': f'c{i}', 'tier': int(tiers[i])} for i in range(carers)],
        'supporters': [{'id': f's{j}', 'capacity': int(capacity[j]), 'load': int(load[j])}
                       for j in range(supporters)],
        'pairs': [['gate' if cell < 0 else int(cell) for cell in row] for row in cells],
        'locks': [],
        'forbidden': [],
        'floor': floor,
        'seed': seed,
    }


def solve(problem):
    with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
        json.dump(problem, file)
        file.flush()
        run = subprocess.run([KITHCTL, 'matching', 'solve', file.name],
                             capture_output=True, check=True, text=True)
    return run.stdout


def places_of(capacity, load):
    """The supporter and the load price of each place."""
    owner = [j for j in range(len(capacity)) for _ in range(capacity[j])]
    price = [LOAD_PRICE * (load[j] + n) for j in range(len(capacity)) for n in range(capacity[j])]
    return np.array(owner, dtype=int), np.array(price, dtype=np.int64)


# ---- what is right

def most_matched(allowed):
    """How many rows can be matched at most."""
    if 0 in allowed.shape:
        return 0
    return int(np.sum(maximum_bipartite_matching(csr_matrix(allowed), perm_type='column') >= 0))


def tier_counts(allowed, tiers):
    """Of each tier, how many are matched when earlier ones come first."""
    before = 0
    counts = []
    for tier in range(TIERS):
        here = most_matched(allowed[tiers <= tier])
        counts.append(here - before)
        before = here
    return counts


def expect(problem_cells, capacity, load, tiers, floor):
    """Tier counts, worst band and total by SciPy."""
    owner, price = places_of(capacity, load)
    scores = problem_cells[:, owner].astype(np.int64)
    counts = tier_counts(scores >= floor, tiers)
    if sum(counts) == 0:
        return counts, None, 0
    band = max(b for b in range(floor // BAND, 1000 // BAND + 1)
               if tier_counts(scores >= max(floor, b * BAND), tiers) == counts)
    allowed = scores >= max(floor, band * BAND)
    # One number per pair: a person of a tier is worth more than all points and all
    # people of later tiers. Doubles hold whole numbers up to 2^53, which is checked.
    people, places = scores.shape
    step = 25_000 * people
    used = [t for t in range(TIERS) if counts[t] > 0]
    worth = {t: step * (people + 1) ** (len(used) - 1 - k) for k, t in enumerate(used)}
    assert people * max(worth.values()) < 2 ** 52
    value = np.where(allowed, scores - price + np.array([worth.get(t, 0) for t in tiers])[:, None],
                     -1.0)
    value = np.hstack([np.where(allowed, value, -float(2 ** 45)), np.zeros((people, people))])
    rows, cols = linear_sum_assignment(value, maximize=True)
    chosen = cols < places
    return counts, band, int(np.sum(scores[rows[chosen], cols[chosen]] - price[cols[chosen]]))


def tie_of(seed, carer, supporter):
    key = (seed % 2 ** 64).to_bytes(8, 'little')
    message = carer.encode() + b'\0' + supporter.encode()
    return int.from_bytes(hashlib.blake2b(message, key=key, digest_size=64).digest()[:5], 'big')


def hungarian(cost):
    """The cheapest way to give every row a column of its own; whole numbers of any size
    (the shortest augmenting path method with potentials)."""
    rows, cols = len(cost), len(cost[0])
    u, v = [0] * (rows + 1), [0] * (cols + 1)
    row_of = [0] * (cols + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        col = 0
        least = [None] * (cols + 1)
        way = [0] * (cols + 1)
        done = [False] * (cols + 1)
        while row_of[col] != 0:
            done[col] = True
            here, step, follow = row_of[col], None, 0
            for j in range(1, cols + 1):
                if done[j]:
                    continue
                reduced = cost[here - 1][j - 1] - u[here] - v[j]
                if least[j] is None or reduced < least[j]:
                    least[j], way[j] = reduced, col
                if step is None or least[j] < step:
                    step, follow = least[j], j
            for j in range(cols + 1):
                if done[j]:
                    u[row_of[j]] += step
                    v[j] -= step
                elif least[j] is not None:
                    least[j] -= step
            col = follow
        while col != 0:
            row_of[col] = row_of[way[col]]
            col = way[col]
    return {row_of[j] - 1: j - 1 for j in range(1, cols + 1) if row_of[j] != 0}


def pairs_by_long_integers(cells, capacity, load, tiers, threshold, seed):
    """The best pairs at a threshold: tiers, total and ties in one long integer."""
    owner, price = places_of(capacity, load)
    carers = len(cells)
    cost = []
    for i in range(carers):
        row = []
        for k, j in enumerate(owner):
            score = int(cells[i][j])
            if score < threshold:
                row.append(1 << 400)
                continue
            tie = tie_of(seed, f'c{i}', f's{j}')
            row.append(-(1 << (320 - 32 * int(tiers[i]))) + ((int(price[k]) - score) << 64) + tie)
        cost.append(row + [0] * carers)
    found = hungarian(cost)
    return sorted((f'c{i}', f's{owner[k]}') for i, k in found.items() if k < len(owner))


# ---- comparing

passed = 0
failed = 0


def check(what, is_right):
    global passed, failed
    if is_right:
        passed += 1
        print(f'ok      {what}')
    else:
        failed += 1
        print(f'NOT OK  {what}')


def check_plan(what, cells, capacity, load, tiers, floor, seed=1):
    problem = problem_of(cells, capacity, load, tiers, floor, seed)
    plan = json.loads(solve(problem))
    counts, band, total = expect(cells, capacity, load, np.array(tiers), floor)
    levels = {level['name']: level for level in plan['levels']}
    check(f'{what}: tiers {counts}', [levels[f'tier_{t}']['value'] for t in range(TIERS)] == counts)
    check(f'{what}: worst band {band}', plan['worst_band'] == band)
    check(f'{what}: total {total}', plan['total'] == total)
    check(f'{what}: gaps are 0', all(level['gap'] == 0 for level in plan['levels']))
    ties = sum(tie_of(seed, pair['carer'], pair['supporter']) for pair in plan['pairs'])
    check(f'{what}: tie sum', plan['tie_sum'] == ties)
    return plan


def check_long(what, dice, carers, supporters, scores):
    cells = np.array([[GATE if dice.random() < 0.2 else dice.choice(scores)
                       for _ in range(supporters)] for _ in range(carers)])
    capacity = [dice.randint(0, 3) for _ in range(supporters)]
    load = [dice.randint(0, 2) for _ in range(supporters)]
    tiers = [dice.randint(0, 6) for _ in range(carers)]
    plan = json.loads(solve(problem_of(cells, capacity, load, tiers, 350, 1)))
    threshold = max(350, (plan['worst_band'] or 0) * BAND)
    pairs = pairs_by_long_integers(cells, capacity, load, tiers, threshold, 1)
    check(f'{what}: every pair',
          sorted((p['carer'], p['supporter']) for p in plan['pairs']) == pairs)


def check_shuffled(what, dice, cells, capacity, load, tiers):
    problem = problem_of(cells, capacity, load, tiers, 350, 1)
    rows = dice.sample(range(len(tiers)), len(tiers))
    cols = dice.sample(range(len(load)), len(load))
    other = dict(problem,
                 carers=[problem['carers'][i] for i in rows],
                 supporters=[problem['supporters'][j] for j in cols],
                 pairs=[[problem['pairs'][i][j] for j in cols] for i in rows])
    check(f'{what}: the same bytes in another order', solve(problem) == solve(other))


def alike(numbers, carers, supporters):
    """Scores in which some supporters suit nearly everybody."""
    taste = numbers.random((carers, 6)) @ numbers.random((6, supporters))
    scores = 100 + 200 * taste / taste.mean() + 300 * numbers.random((1, supporters))
    cells = np.clip(scores + numbers.integers(0, 120, (carers, supporters)), 0, 1000).astype(int)
    return np.where(numbers.random((carers, supporters)) < 0.15, GATE, cells)


def main():
    numbers = np.random.default_rng(20)
    dice = random.Random(20)

    def ones(count):
        return [1] * count

    def zeros(count):
        return [0] * count

    for size in (700, 2000):
        check_plan(f'uniform {size}', numbers.integers(0, 1001, (size, size)), ones(size),
                   zeros(size), zeros(size), 0)
        check_plan(f'alike {size}', alike(numbers, size, size), ones(size), zeros(size),
                   zeros(size), 0)
    for carers, supporters in ((600, 250), (400, 500), (900, 150)):
        cells = alike(numbers, carers, supporters)
        capacity = numbers.integers(0, 4, supporters)
        load = numbers.integers(0, 3, supporters)
        tiers = numbers.choice([0, 4, 6], carers)
        check_plan(f'{carers} carers, {supporters} supporters', cells, capacity, load, tiers, 350)
        check_shuffled(f'{carers} carers, {supporters} supporters', dice, cells, capacity, load,
                       tiers)
    for case in range(12):
        scores = [range(1001), range(380, 420), [500], [400, 401]][case % 4]
        check_long(f'long integers {case}', dice, dice.randint(40, 70), dice.randint(20, 40),
                   list(scores))
    print(f'{passed} passed, {failed} failed')
    return failed > 0


sys.exit(main())
