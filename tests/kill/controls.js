// The controls: builds that break a promise on purpose. Each must fail its kill test, or
// the kill test proves nothing.
//   make BUILD=control-… all first, with build/control-show-early/matching/town

import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../lib/traffic.js';
import { killTest } from './kill.js';
import { killMatching } from './matching.js';

const ROUNDS_MAX = 20;
/** A promise was broken, or (11: SQLITE_CORRUPT) the file itself. */
const BROKEN = new RegExp('acknowledged and lost|history has|resync|twice|kithctl check' +
  '|half a run|database_failed code=11');
const CONTROLS = {
  'control-sync-off': ['synchronous=OFF on a disk that drops un-synced writes', killTest],
  'control-reply-early': ['replies before COMMIT', killTest],
  'control-publish-early': ['publishes before COMMIT', killTest],
  'control-show-early': ['shows a run before all of it is stored', killMatching],
};

const folder = process.env.KITH_CONTROLS ?? path.join(ROOT, 'build');
process.env.KITH_KILL_DELAY = 'kith.db-wal:15'; // widens the gap between reply and commit
let passed = 0;
let failed = 0;
for (const [build, [what, test]] of Object.entries(CONTROLS)) {
  process.env.KITH_BIN = path.join(folder, build);
  if (!existsSync(path.join(process.env.KITH_BIN, 'kithd'))) {
    console.log(`not ok ${build}: not built`);
    failed += 1;
    continue;
  }
  const tally = await test(ROUNDS_MAX, { powerOnly: true });
  const caught = tally.faults.some((f) => BROKEN.test(f));
  passed += caught ? 1 : 0;
  failed += caught ? 0 : 1;
  console.log(`${caught ? 'ok' : 'not ok'} ${build} (${what}) ` +
    `${caught ? 'is caught' : 'was NOT caught'}: ${tally.faults[0]}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
