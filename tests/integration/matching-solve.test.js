// kithctl matching solve: the documented example, and every way in which a file is wrong.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kithctl } from '../lib/server.js';

const PAGE = fileURLToPath(new URL('../../docs/matching-file.md', import.meta.url));

/** The JSON blocks of the page: a problem and its plan. */
function documented() {
  const page = fs.readFileSync(PAGE, 'utf8');
  return [...page.matchAll(/```json\n([^`]*)```/g)].map((match) => JSON.parse(match[1]));
}

describe('kithctl matching solve', () => {
  let folder;
  before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kith-solve-')); });
  after(() => fs.rmSync(folder, { recursive: true }));

  function solveText(text, { fails = false } = {}) {
    const file = path.join(folder, 'problem.json');
    fs.writeFileSync(file, text);
    return kithctl(path.join(folder, 'no-data'), ['matching', 'solve', file], { fails });
  }
  const solve = (problem, options) => solveText(JSON.stringify(problem), options);

  it('gives the plan that the documentation shows, and the time apart from it', () => {
    const [problem, plan] = documented();
    const run = solve(problem);
    assert.deepEqual(JSON.parse(run.stdout), plan);
    assert.match(run.stderr, /^solved in \d+ ms\n$/);
    assert.equal(solve(problem).stdout, run.stdout);
    assert.equal(fs.existsSync(path.join(folder, 'no-data')), false);
  });

  it('gives the same bytes in whatever order people stand', () => {
    const [problem] = documented();
    const turned = {
      ...problem,
      carers: [...problem.carers].reverse(),
      supporters: [...problem.supporters].reverse(),
      pairs: [...problem.pairs].reverse().map((row) => [...row].reverse()),
    };
    assert.equal(solve(turned).stdout, solve(problem).stdout);
  });

  it('lets a lock stand below the floor and leaves it out of the worst score', () => {
    const [problem] = documented();
    const plan = JSON.parse(solve({ ...problem, floor: 700, locks: [['june', 'priya']] }).stdout);
    assert.deepEqual(plan.pairs.map((p) => [p.carer, p.supporter, p.locked]),
      [['grace', 'len', false], ['june', 'priya', true], ['mo', 'len', false]]);
    assert.equal(plan.worst, 720);
    assert.equal(plan.total, 720 - 20 + 590 + 900 - 40);
    assert.ok(plan.levels.every((level) => level.gap === 0));
  });

  it('has an empty plan where a side is empty', () => {
    const [problem] = documented();
    const nobody = { ...problem, supporters: [], pairs: [[], [], [], []], forbidden: [] };
    for (const empty of [nobody, { ...nobody, carers: [], pairs: [] }]) {
      const plan = JSON.parse(solve(empty).stdout);
      assert.deepEqual(plan.pairs, []);
      assert.deepEqual(plan.unmatched, empty.carers.map((carer) => carer.id).sort());
      assert.equal(plan.worst, null);
      assert.equal(plan.worst_band, null);
      assert.equal(plan.total, 0);
      assert.deepEqual(plan.levels.find((level) => level.name === 'worst_band'),
        { name: 'worst_band', value: null, bound: null, gap: 0 });
    }
  });

  it('says what is wrong with a file, and where', () => {
    const [good] = documented();
    const change = (edit) => {
      const problem = structuredClone(good);
      edit(problem);
      return JSON.stringify(problem);
    };
    const cases = [
      ['{', /line 1/],
      ['[]', /the problem is not an object/],
      ['{"format": 1, "format": 2}', /duplicate/],
      ['{"format":"kith.matching.problem.1"}', /has no "carers"/],
      [change((p) => { p.format = 'kith.matching.problem.2'; }), /format is "kith.matching.problem.2"/],
      [change((p) => { p.colour = 'red'; }), /unknown member "colour"/],
      [change((p) => { p.carers = {}; }), /"carers" of the problem is not a list/],
      [change((p) => { p.floor = 1001; }), /"floor" is 1001; it is 0 to 1000/],
      [change((p) => { p.floor = -1; }), /"floor" is -1/],
      [change((p) => { p.floor = 350.5; }), /"floor" of the problem is not a whole number/],
      [change((p) => { p.seed = '1'; }), /"seed" of the problem is not a whole number/],
      [change((p) => { p.carers[1] = 'grace'; }), /carers\[1\] is not an object/],
      [change((p) => { p.carers[1].name = 'Grace'; }), /carers\[1\] has an unknown member "name"/],
      [change((p) => { delete p.carers[1].tier; }), /carers\[1\] has no "tier"/],
      [change((p) => { p.carers[1].tier = 7; }), /"tier" of carers\[1\] is 7; it is 0 to 6/],
      [change((p) => { p.carers[1].id = 5; }), /"id" of carers\[1\] is not a text/],
      [change((p) => { p.carers[1].id = ''; }), /1 to 64 bytes/],
      [change((p) => { p.carers[1].id = 'é'.repeat(33); }), /1 to 64 bytes/],
      [change((p) => { p.carers[1].id = 'june'; }), /"june" is given twice/],
      [change((p) => { p.supporters[1].id = 'len'; }), /"len" is given twice/],
      [change((p) => { p.supporters[0].capacity = 101; }), /"capacity" of supporters\[0\] is 101/],
      [change((p) => { p.supporters[0].load = 1001; }), /"load" of supporters\[0\] is 1001/],
      [change((p) => { p.pairs.pop(); }), /"pairs" has 3 rows; there are 4 carers/],
      [change((p) => { p.pairs[2] = 7; }), /pairs\[2\] is not a list/],
      [change((p) => { p.pairs[2].push(7); }), /pairs\[2\] has 3 cells; there are 2 supporters/],
      [change((p) => { p.pairs[2][1] = 1001; }), /pairs\[2\]\[1\] is neither a score/],
      [change((p) => { p.pairs[2][1] = -1; }), /pairs\[2\]\[1\] is neither/],
      [change((p) => { p.pairs[2][1] = 1.5; }), /pairs\[2\]\[1\] is neither/],
      [change((p) => { p.pairs[2][1] = null; }), /pairs\[2\]\[1\] is neither/],
      [change((p) => { p.pairs[2][1] = 'A gate'; }), /pairs\[2\]\[1\] is neither/],
      [change((p) => { p.locks = [['june', 'priya', 'len']]; }), /locks\[0\] is not a carer's id/],
      [change((p) => { p.locks = [['june', 3]]; }), /locks\[0\] is not a carer's id/],
      [change((p) => { p.locks = [['ada', 'len']]; }), /locks\[0\] names "ada"/],
      [change((p) => { p.forbidden.push(['len', 'june']); }), /forbidden\[1\] names "len"/],
      [change((p) => { p.locks = [['june', 'len']]; }), /contradictory_lock.*forbidden too.*june.*len/],
      [change((p) => { p.locks = [['mo', 'priya']]; }), /contradictory_lock.*gate/],
      [change((p) => { p.locks = [['grace', 'priya'], ['grace', 'len']]; }),
        /contradictory_lock.*two supporters/],
      [change((p) => { p.locks = [['grace', 'priya'], ['june', 'priya']]; }),
        /contradictory_lock.*more people/],
    ];
    for (const [text, words] of cases) {
      const run = solveText(text, { fails: true });
      assert.equal(run.code, 1, `${text}\n${run.stderr}`);
      assert.match(run.stderr, words);
      assert.equal(run.stdout, '');
      assert.equal(run.stderr.trim().split('\n').length, 1, run.stderr);
    }
  });

  it('counts the same lock, and the same forbidden pair, once', () => {
    const [good] = documented();
    const once = { ...good, locks: [['june', 'priya']] };
    const twice = {
      ...once,
      locks: [...once.locks, ...once.locks],
      forbidden: [...good.forbidden, ...good.forbidden],
    };
    assert.equal(solve(twice).stdout, solve(once).stdout);
  });

  it('refuses what is no file, too large, or not there', () => {
    const large = path.join(folder, 'large.json');
    fs.closeSync(fs.openSync(large, 'w'));
    fs.truncateSync(large, 64 * 1024 * 1024 + 1);
    for (const [file, words] of [
      [folder, /no file that can be read/],
      [path.join(folder, 'missing.json'), /no file that can be read/],
      [large, /larger than the 64 MiB/],
    ]) {
      const run = kithctl(folder, ['matching', 'solve', file], { fails: true });
      assert.equal(run.code, 1);
      assert.match(run.stderr, words);
    }
    const run = kithctl(folder, ['matching', 'solve'], { fails: true });
    assert.equal(run.code, 64);
    assert.match(run.stderr, /problem is missing/);
  });
});
