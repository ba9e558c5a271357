// Runs folders or files of tests and ends with one line: `N passed, N failed`.
//   node run.js integration            *.test.js but not *.long.test.js
//   node run.js --long integration     only *.long.test.js
//   node run.js integration/edge.test.js …

import fs from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { TRAFFIC_DIR } from './lib/traffic.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const JOBS = Number(process.env.KITH_TEST_JOBS ?? 2);
const FILE_MS = 300_000; // of one file, even where its clean-up hangs

function testFiles(names, long) {
  return names.flatMap((name) => {
    const full = [path.resolve(HERE, name), path.resolve(name)].find(fs.existsSync);
    if (!full) {
      throw new Error(`no such test: ${name}`);
    }
    if (!fs.statSync(full).isDirectory()) {
      return [full];
    }
    return fs.readdirSync(full).sort()
      .filter((f) => f.endsWith('.test.js') && f.endsWith('.long.test.js') === long)
      .map((f) => path.join(full, f));
  });
}

/** Files and suites are containers: only their tests count. */
function isTest(event, files) {
  return event.details?.type !== 'suite' && !files.includes(event.name) &&
    !files.some((file) => file.endsWith(event.name) && event.nesting === 0);
}

const named = process.argv.slice(2).filter((a) => a !== '--long');
const names = named.length ? named : ['integration'];
const files = testFiles(names,
  process.argv.includes('--long'));
if (names.includes('integration') && !process.argv.includes('--long')) {
  // The whole suite is recorded afresh, for lib/check-traffic.js.
  process.env.KITH_TRAFFIC ??= '1';
  fs.rmSync(TRAFFIC_DIR, { recursive: true, force: true });
}
const count = { passed: 0, failed: 0, skipped: 0, containers: 0 };

const stream = run({ files, concurrency: JOBS, timeout: FILE_MS });
stream.on('test:pass', (event) => {
  if (isTest(event, files)) {
    count[event.skip === undefined ? 'passed' : 'skipped'] += 1;
  }
});
stream.on('test:fail', (event) => {
  count[isTest(event, files) ? 'failed' : 'containers'] += 1;
});
stream.on('end', () => {
  // A file that fails outside its tests (a hook, a crash) must not pass unnoticed.
  const failed = count.failed || count.containers;
  process.exitCode = failed ? 1 : 0;
  const skipped = count.skipped ? ` (${count.skipped} skipped)` : '';
  setImmediate(() => console.log(`${count.passed} passed, ${failed} failed${skipped}`));
});
const report = stream.compose(new spec());
report.pipe(process.stdout);
