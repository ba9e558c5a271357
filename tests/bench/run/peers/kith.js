// kithd, with the organisation of `kithctl fixture`, which is made once and copied.

import fs from 'node:fs';
import path from 'node:path';
import { binFolder, kithctl, optionArgs } from '../../../lib/server.js';
import { Child, newFolder, removeFolder } from '../child.js';

const NO_LIMITS = optionArgs({
  'integration-send-burst': 1_000_000,
  'integration-send-per-s': 1_000_000,
  'general-burst': 1_000_000,
  'general-per-s': 1_000_000,
  'trusted-networks': '127.0.0.0/8',
  'max-connections': 15_000,
});

const made = new Map();
process.on('exit', () => made.forEach(removeFolder));

/** A folder with these people in it, and how they come in. */
function fixture({ people, groups, pairs }) {
  const key = `${people} ${groups} ${pairs}`;
  if (!made.has(key)) {
    const folder = newFolder();
    made.set(key, folder);
    fs.mkdirSync(path.join(folder, 'data'), { mode: 0o700 });
    kithctl(path.join(folder, 'data'), ['fixture', '--people', people, '--groups', groups,
      '--size', people / groups, '--pairs', pairs, '--tokens', path.join(folder, 'people')]
      .map(String));
  }
  return made.get(key);
}

async function start(folder, { crowd, env }) {
  const source = fixture(crowd);
  fs.cpSync(path.join(source, 'data'), path.join(folder, 'data'), { recursive: true });
  const child = new Child([path.join(binFolder(), 'kithd'), '--data-dir',
    path.join(folder, 'data'), '--listen', '127.0.0.1:0', ...NO_LIMITS], { env });
  const port = await child.says(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
  return { child, port, people: path.join(source, 'people') };
}

export const kith = {
  name: 'kith',
  speaks: 'kith',
  answer: 'on the disk',
  enters: 'token',
  missing: () => null,
  start,
};
