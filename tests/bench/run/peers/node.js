// Servers of the kind people write, in tests/bench/servers/.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../lib/traffic.js';
import { Child } from '../child.js';

const FOLDER = path.join(ROOT, 'tests/bench/servers');

function missing() {
  const built = path.join(FOLDER, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
  return fs.existsSync(built) ? null : 'better-sqlite3 is not built (build/bench/npm.log)';
}

function peer(name, speaks, args) {
  return {
    name,
    speaks,
    answer: 'on the disk',
    enters: 'nothing asked',
    missing,
    start: async (folder, { env }) => {
      const [script, ...flags] = args;
      const child = new Child(['node', path.join(FOLDER, script), folder, ...flags], { env });
      return { child, port: await child.says(/listening on (\d+)/) };
    },
  };
}

export const nodeServers = [
  peer('ws', 'json', ['ws.js']),
  peer('ws-group', 'json', ['ws.js', '--group-commit']),
  peer('socketio', 'socketio', ['socketio.js']),
];
