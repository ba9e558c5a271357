// Wrapping all keys with another master key while people write: how long it takes, and how long
// a message waits meanwhile. ROTATED messages are stored, by default a hundred thousand.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { queryDatabase } from '../../../lib/database.js';
import { binFolder } from '../../../lib/server.js';
import { withServer } from '../server.js';

const ROTATED = Number(process.env.ROTATED || 100_000);
const PER_S_MADE = 40_000;
const PEOPLE = Math.max(1_000, 50 * Math.round(ROTATED / 5_000)); // each wrote a hundred
// Each has her own key and one in each of her conversations in which she wrote.
const CROWD = { people: PEOPLE, groups: PEOPLE / 50, pairs: PEOPLE / 2, messages: ROTATED };
const LOOK_MS = 20;
const QUIET_MS = 2_000;
const GIVEN_UP_MS = 600_000;

/** Somebody with her first conversation, who writes one message at a time. */
function writerOf({ port, people }) {
  const [token, , list] = fs.readFileSync(people, 'utf8').split('\n')[0].split('\t');
  const [conversation] = list.split(',');
  let count = 0;
  return async () => {
    count += 1;
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/rpc`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Kith': '1',
        Authorization: `Bearer ${token}` },
      body: JSON.stringify({ jsonrpc: '2.0', id: count, method: 'message.send',
        params: { conversation, cid: `rotation-${count}`, text: 'meanwhile' } }),
    });
    const { error } = await response.json();
    if (error) {
      throw new Error(`message.send: ${JSON.stringify(error)}`);
    }
  };
}

/** Writes until `isOver()`; the longest wait for an answer [ms], and how many were written. */
async function writesUntil(write, isOver) {
  const said = { longest: 0, count: 0 };
  while (!isOver()) {
    const begun = performance.now();
    await write();
    said.longest = Math.max(said.longest, performance.now() - begun);
    said.count += 1;
    await sleep(LOOK_MS);
  }
  return said;
}

/** What the operator is told by `kithctl keys`, which those who write here do not wait for. */
async function keys({ dataDir }, ...words) {
  const { stdout } = await promisify(execFile)(path.join(binFolder(), 'kithctl'),
    ['keys', ...words, '--data-dir', dataDir]);
  return words.includes('--json') ? JSON.parse(stdout) : stdout;
}

/** Rotates; seconds until it is over, and the longest that a message waited. */
async function rotates(server, write) {
  let over = false;
  const writing = writesUntil(write, () => over);
  const begun = performance.now();
  try {
    await keys(server, 'rotate');
    while ((await keys(server, 'status', '--json')).rotating) {
      if (performance.now() - begun > GIVEN_UP_MS) {
        throw new Error('the rotation did not end');
      }
      await sleep(LOOK_MS);
    }
  } finally {
    over = true;
  }
  const seconds = (performance.now() - begun) / 1_000;
  return { seconds, ...await writing };
}

/** How many messages are stored; read as a backup is, beside those who write. */
const messagesIn = (server) =>
  queryDatabase(server, 'SELECT count(*) FROM event WHERE kind = 1')[0][0];

function faultsOf({ before, after, verified, messages, rotation: { count: written } }) {
  return [
    messages.before >= ROTATED ? null : `only ${messages.before} messages were stored`,
    messages.after >= messages.before + written ? null : 'messages are missing',
    after.master === before.master + 1 ? null : 'no other master key',
    after.keys >= before.keys ? null : 'keys are missing',
    verified.closed === 0 && verified.keys === after.keys ? null : 'keys do not open',
    written > 0 ? null : 'nothing was written meanwhile',
  ].filter(Boolean);
}

async function run(peer) {
  return withServer(peer, { crowd: CROWD }, async (server) => {
    const write = writerOf(server);
    const until = performance.now() + QUIET_MS;
    await write();
    const quiet = await writesUntil(write, () => performance.now() > until);
    const messages = { before: messagesIn(server) };
    const before = await keys(server, 'status', '--json');
    const rotation = await rotates(server, write);
    messages.after = messagesIn(server);
    const after = await keys(server, 'status', '--json');
    const begun = performance.now();
    const verified = await keys(server, 'verify', '--json');
    const verifySeconds = (performance.now() - begun) / 1_000;
    const said = { before, after, verified, messages, quiet, rotation,
      bytes: fs.statSync(path.join(server.dataDir, 'keys.db')).size };
    return { values: {
      messages: messages.before,
      keys: after.keys,
      seconds: rotation.seconds,
      'keys/s': after.keys / rotation.seconds,
      'quiet ms': quiet.longest,
      'wait ms': rotation.longest,
      'verify s': verifySeconds,
    }, faults: faultsOf(said), lines: [said] };
  });
}

const words = ROTATED.toLocaleString('en-GB');

export const rotation = {
  rotation: {
    seconds: 15,
    once: Math.ceil(ROTATED / PER_S_MADE),
    peers: ['kith'],
    rows: [['messages', `${words} messages stored, as counted`, 0],
      ['keys', '  keys that are wrapped anew', 0],
      ['seconds', '  with another master key, until the old one opens nothing [s]', 2],
      ['keys/s', '  keys a second', 0],
      ['quiet ms', '  the longest that a message waited before [ms]', 1],
      ['wait ms', '  … and meanwhile [ms]', 1],
      ['verify s', '  all of them opened once [s]', 2]],
    run,
  },
};
