// Breaking a data folder on purpose, as a disk or a hand at the machine would: SQL on a
// database whose server is stopped.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

const RUN = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db:\n' +
  '    db.executescript(sys.stdin.read())\n';

/** Runs `sql` on kith.db of a server that does not run. */
export function alterDatabase(server, sql) {
  if (server.running) {
    throw new Error('alterDatabase() comes after stop() or kill9()');
  }
  const file = path.join(server.dataDir, 'kith.db');
  const run = spawnSync('python3', ['-c', RUN, file], { input: sql, encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(`altering ${file}: ${run.stderr}`);
  }
}
