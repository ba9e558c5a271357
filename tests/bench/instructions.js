// Counts the instructions that kithd takes for one request and for one delivery, under
// callgrind, and compares them with those that were kept: unlike times they are the same on
// every machine, to within a few in a hundred.
//   node bench/instructions.js [--keep]      KITH_BIN: a release build with bench/load

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binFolder, kithctl, optionArgs } from '../lib/server.js';
import { ROOT } from '../lib/traffic.js';
import { until } from '../lib/wait.js';
import { Child, LOAD_CORE, newFolder, removeFolder } from './run/child.js';

const KEPT = path.join(ROOT, 'tests/bench/instructions.json');
const WITHIN = 0.06; // of the kept count: what threads that meet in another order change
const DRAIN_S = 90;
const LOOK_MS = 500;
const REST_MS = 60_000;

// What is counted: the difference between a short and a long run, so that starting up and
// coming in fall out. `each`: what the count is divided by, from messages.
const WORK = [
  { name: 'a message to a group of 50, with its deliveries',
    load: { rooms: 1, size: 50, window: 1 }, short: 200, long: 1_400 },
  { name: 'a message to a group of 10, with its deliveries',
    load: { rooms: 1, size: 10, window: 1 }, short: 200, long: 1_400 },
  { name: 'a message between two, with its deliveries',
    load: { rooms: 1, size: 2, window: 1 }, short: 200, long: 1_400 },
  { name: 'a message to a group of 50 when 32 are under way',
    load: { rooms: 1, size: 50, window: 32 }, short: 640, long: 2_560 },
];

const OPTIONS = optionArgs({
  'integration-send-burst': 1_000_000,
  'integration-send-per-s': 1_000_000,
  'general-burst': 1_000_000,
  'general-per-s': 1_000_000,
  'trusted-networks': '127.0.0.0/8',
  'attach-timeout-s': 120,
  'idle-timeout-s': 600,
});

/** Instructions of all threads together, and of the first, which sends; a file for each. */
function counted(folder) {
  const counts = fs.readdirSync(folder).filter((name) => name.startsWith('callgrind.')).sort()
    .map((name) => /^(?:summary|totals): (\d+)/m.exec(
      fs.readFileSync(path.join(folder, name), 'utf8')))
    .filter((found) => found !== null && Number(found[1]) > 0)
    .map((found) => Number(found[1]));
  return { all: counts.reduce((sum, count) => sum + count, 0), loop: counts[0] };
}

/** Processor time of `pid` so far [ms], by clock ticks of 10 ms. */
function busyMs(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** The search for words of risk goes on after the last answer, and counts. */
async function untilAtRest(pid) {
  let before = busyMs(pid);
  await until('the server to rest', async () => {
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
    const now = busyMs(pid);
    const rests = now - before < LOOK_MS / 10;
    before = now;
    return rests;
  }, REST_MS);
}

async function run(load, posts) {
  const folder = newFolder();
  const data = path.join(folder, 'data');
  const people = path.join(folder, 'people');
  try {
    fs.mkdirSync(data, { mode: 0o700 });
    kithctl(data, ['fixture', '--people', '50', '--groups', String(50 / Math.max(load.size, 10)),
      '--size', String(Math.max(load.size, 10)), '--pairs', '25', '--tokens', people]);
    const child = new Child(['valgrind', '-q', '--tool=callgrind', '--separate-threads=yes',
      `--callgrind-out-file=${folder}/callgrind.out`, path.join(binFolder(), 'kithd'),
      '--data-dir', data, '--listen', '127.0.0.1:0', ...OPTIONS]);
    const port = await child.says(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    const args = Object.entries({ ...load, posts, people, port, 'at-once': 4, drain: DRAIN_S })
      .flatMap(([name, value]) => [`--${name}`, String(value)]);
    const said = spawnSync('taskset', ['-c', String(LOAD_CORE),
      path.join(binFolder(), 'bench', 'load'), 'kith', 'closed', ...args], { encoding: 'utf8' });
    await untilAtRest(child.pid);
    await child.stop();
    const result = JSON.parse(said.stdout || '{}');
    if (result.acked !== posts || result.lost !== 0) {
      throw new Error(`the run did not end as it should: ${said.stderr}${said.stdout}`);
    }
    return counted(folder);
  } finally {
    removeFolder(folder);
  }
}

async function each({ load, short, long }) {
  const few = await run(load, short);
  const many = await run(load, long);
  const by = (key) => Math.round((many[key] - few[key]) / (long - short));
  return { all: by('all'), loop: by('loop') };
}

const counts = {};
const loops = [];
for (const work of WORK) {
  const { all, loop } = await each(work);
  counts[work.name] = all;
  loops.push(loop);
}
const [of50, of10] = loops;
counts['one more delivery'] = Math.round((of50 - of10) / (WORK[0].load.size - WORK[1].load.size));

const kept = fs.existsSync(KEPT) ? JSON.parse(fs.readFileSync(KEPT, 'utf8')) : {};
const rows = Object.entries(counts).map(([name, now]) => {
  const before = kept[name] ?? null;
  const change = before === null ? 0 : now / before - 1;
  return { name, now, before, change, ok: change <= WITHIN };
});
rows.forEach(({ name, now, before, change, ok }) => console.log(
  `${String(now).padStart(9)}  ${String(before ?? '-').padStart(9)}  ` +
  `${(100 * change).toFixed(1).padStart(6)} %  ${ok ? '      ' : 'MORE  '}${name}`));
if (process.argv.includes('--keep')) {
  fs.writeFileSync(KEPT, `${JSON.stringify(counts, null, 2)}\n`);
}
const more = rows.filter((row) => !row.ok).length;
console.log(`${rows.length - more} passed, ${more} failed`);
process.exitCode = more > 0 && !process.argv.includes('--keep') ? 1 : 0;
