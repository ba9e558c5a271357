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

const READ = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db:\n' +
  '    print(db.execute(sys.argv[2]).fetchone()[0])\n';

/** What `sql` gives of kith.db in the folder `dataDir`, which nobody has open. */
export function readDatabase(dataDir, sql) {
  const run = spawnSync('python3', ['-c', READ, path.join(dataDir, 'kith.db'), sql],
    { encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(`reading ${dataDir}: ${run.stderr}`);
  }
  return run.stdout.trim();
}

/** Runs `sql` on kith.db while its server, which has nothing to do, runs. */
export function touchDatabase(server, sql) {
  const file = path.join(server.dataDir, 'kith.db');
  const run = spawnSync('python3', ['-c', RUN, file], { input: sql, encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(`touching ${file}: ${run.stderr}`);
  }
}

const QUERY = 'import json, sqlite3, sys\n' +
  'db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)\n' +
  'hexed = lambda v: v.hex() if isinstance(v, bytes) else v\n' +
  'print(json.dumps([[hexed(v) for v in row] for row in db.execute(sys.stdin.read())]))\n';

/** The rows that `sql` gives from a database file of a server that does not run; blobs as
 * hexadecimal digits, whole numbers beyond 2^53 as what CAST(… AS TEXT) makes of them. */
export function queryDatabase(server, sql, file = 'kith.db') {
  if (server.running) {
    throw new Error('queryDatabase() comes after stop() or kill9()');
  }
  const run = spawnSync('python3', ['-c', QUERY, path.join(server.dataDir, file)],
    { input: sql, encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(`asking ${file}: ${run.stderr}`);
  }
  return JSON.parse(run.stdout);
}
