// kithd, with the organisation of `kithctl fixture`, which is made once and copied.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binFolder, kithctl, optionArgs } from '../../../lib/server.js';
import { Child, newFolder, removeFolder } from '../child.js';

const NO_LIMITS = {
  'integration-send-burst': 1_000_000,
  'integration-send-per-s': 1_000_000,
  'general-burst': 1_000_000,
  'general-per-s': 1_000_000,
  'trusted-networks': '127.0.0.0/8',
  'max-connections': 15_000,
};

const LOOK_MS = 30_000; // at how much of a large folder is made
const BYTES_OF_MESSAGE = 400; // in the database, about

const made = new Map();
process.on('exit', () => made.forEach(removeFolder));

function sayHowFar(data, messages) {
  const bytes = fs.statSync(path.join(data, 'kith.db'), { throwIfNoEntry: false })?.size ?? 0;
  console.error(`  ${messages.toLocaleString('en-GB')} messages: ${(bytes / 1e9).toFixed(1)} of ` +
    `about ${(messages * BYTES_OF_MESSAGE / 1e9).toFixed(1)} GB made`);
}

/** `kithctl fixture`, however long it takes. */
async function fill(data, tokens, { people, groups, size = people / groups, pairs, messages = 0 }) {
  const args = optionArgs({ people, groups, size, pairs, messages, tokens, 'data-dir': data });
  const child = spawn(path.join(binFolder(), 'kithctl'), ['fixture', ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  const timer = setInterval(sayHowFar, LOOK_MS, data, messages);
  const stop = () => child.kill();
  let words = '';
  process.on('exit', stop);
  child.stderr.on('data', (more) => { words += more; });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  process.off('exit', stop);
  clearInterval(timer);
  if (code !== 0) {
    throw new Error(`kithctl fixture: ${words.trim() || code}`);
  }
}

/** A folder with this crowd in it, and how they come in. */
async function fixture(crowd) {
  const key = JSON.stringify(crowd);
  if (!made.has(key)) {
    const folder = newFolder();
    const data = path.join(folder, 'data');
    made.set(key, folder);
    fs.mkdirSync(data, { mode: 0o700 });
    if (crowd.demo) {
      kithctl(data, ['demo']);
    } else {
      await fill(data, path.join(folder, 'people'), crowd);
    }
  }
  return made.get(key);
}

/** In a copy of the crowd's folder; what is large is used where it lies. */
async function start(folder, { crowd, env, options }) {
  const source = await fixture(crowd);
  const dataDir = path.join(crowd.inPlace ? source : folder, 'data');
  if (!crowd.inPlace) {
    fs.cpSync(path.join(source, 'data'), dataDir, { recursive: true });
  }
  const child = new Child([path.join(binFolder(), 'kithd'), '--data-dir', dataDir,
    '--listen', '127.0.0.1:0', '--metrics-listen', '127.0.0.1:0',
    ...optionArgs({ ...NO_LIMITS, ...options })], { env });
  const port = await child.says(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
  const page = await child.says(/metrics on http:\/\/127\.0\.0\.1:(\d+)/);
  const metric = (name) => readMetric(page, name);
  return { child, port, people: path.join(source, 'people'), dataDir, metric };
}

async function readMetric(port, name) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^kith_${name} (\\d+)`, 'm').exec(text)[1]);
}

export const kith = {
  name: 'kith',
  speaks: 'kith',
  answer: 'on the disk',
  enters: 'token',
  missing: () => null,
  start,
};
