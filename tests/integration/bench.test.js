// The load generator of `make bench`: what it says of kithd, and of a server that makes
// mistakes.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import { graph } from '../bench/run/graph.js';
import { nextRate, verdicts } from '../bench/run/search.js';
import { goals, table } from '../bench/run/table.js';
import { binFolder, kithctl, newDataDir, removeDataDir, startServer } from '../lib/server.js';

const SHORT = ['--warm', '0.2', '--for', '1', '--drain', '10'];

async function load(...args) {
  const { stdout } = await promisify(execFile)(path.join(binFolder(), 'bench', 'load'), args);
  return JSON.parse(stdout);
}

function assertSound(result) {
  const { lost, doubled, reordered, misplaced, broken, refused } = result;
  assert.deepEqual({ lost, doubled, reordered, misplaced, broken, refused },
    { lost: 0, doubled: 0, reordered: 0, misplaced: 0, broken: 0, refused: 0 });
}

describe('the load generator and kithd', () => {
  let server;
  let kith;
  before(async () => {
    const dataDir = newDataDir();
    const people = path.join(dataDir, 'people');
    kithctl(dataDir, ['fixture', '--people', '20', '--groups', '2', '--size', '10', '--pairs', '10',
      '--messages', '400', '--tokens', people]);
    server = await startServer({ dataDir,
      options: { 'integration-send-per-s': 1_000_000, 'trusted-networks': '127.0.0.0/8' } });
    kith = (mode, ...more) => load('kith', mode, '--port', String(server.port), '--people', people,
      '--pid', String(server.pid), ...more);
  });
  after(() => server.stop());

  it('talks in groups, and all hear everything once and in one order', async () => {
    const result = await kith('closed', '--rooms', '2', '--size', '10', '--window', '2', ...SHORT);
    assertSound(result);
    assert.ok(result.said > 10 && result.acked === result.said);
    assert.equal(result.heard, result.said * 10);
    assert.ok(result.delivery.p99_ms >= result.delivery.p50_ms && result.delivery.p50_ms > 0);
  });

  it('talks at a rate, two and two', async () => {
    const result = await kith('open', '--rooms', '10', '--size', '2', '--rate', '50', ...SHORT);
    assertSound(result);
    assert.equal(result.said, 60);
    assert.equal(result.heard, 120);
  });

  it('counts who comes in, and what they weigh', async () => {
    const result = await kith('attach', '--rooms', '2', '--size', '10', '--at-once', '2', ...SHORT);
    assert.ok(result.attaches_per_s > 1);
    assert.ok(result.rss_before_kib > 1_000);
    assert.ok(result.ack.count > 0 && result.ack.p99_ms > 0);
  });

  it('counts who comes back, and how long each takes to hear what was missed', async () => {
    const result = await kith('attach', '--rooms', '2', '--size', '10', '--at-once', '2',
      '--resume', '1', '--behind', '30', ...SHORT);
    assertSound(result);
    assert.ok(result.ack.count > 1);
    assert.ok(result.came >= result.ack.count * 30, `${result.came} events`);
  });

  it('brings all up to date with what was said meanwhile', async () => {
    const result = await kith('catch-up', '--rooms', '2', '--size', '10', '--missed', '20',
      ...SHORT);
    assertSound(result);
    assert.deepEqual([result.said, result.heard], [40, 400]);
    assert.ok(result.caught_up_s > 0 && result.caught_up_s < 30);
  });

  it('reads pages of what was said long ago', async () => {
    const result = await kith('history', '--rooms', '2', '--size', '1', '--apart', '10',
      '--page', '10', ...SHORT);
    assertSound(result);
    assert.ok(result.acked === result.said && result.ack.count > 2);
    assert.equal(result.came, result.acked * 10);
  });

  it('leaves some who never read, and the others hear everything', async () => {
    const result = await kith('open', '--rooms', '2', '--size', '10', '--rate', '50',
      '--stalled', '20', ...SHORT);
    assertSound(result);
    assert.equal(result.heard, 60 * 10);
  });

  it('brings in those who stand further on', async () => {
    const [first, second] = await Promise.all(['0', '10'].map((from) =>
      kith('open', '--rooms', '1', '--size', '10', '--rate', '50', '--sleeps', '1', '--from', from,
        ...SHORT)));
    [first, second].forEach(assertSound);
    assert.deepEqual([first.heard, second.heard], [600, 600]);
  });
});

/** A server of {"join":…} and {"id":…} that sends what `mistake` makes of the room's talk. */
async function faulty(mistake, work) {
  const sockets = new Set();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => { server.on('listening', resolve); });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('message', (bytes) => {
      const message = JSON.parse(bytes);
      if (message.join !== undefined) {
        socket.send(JSON.stringify({ joined: message.join }));
        return;
      }
      socket.send(JSON.stringify({ ack: message.id }));
      [...sockets].forEach((to, i) => mistake(message, i).forEach((one) =>
        to.send(JSON.stringify({ room: one.room, text: one.text }))));
    });
  });
  try {
    return await work(server.address().port);
  } finally {
    sockets.forEach((socket) => socket.terminate());
    await new Promise((resolve) => { server.close(resolve); });
  }
}

/** A server of session.attach that is busy the first time. */
async function busy(error, work) {
  const seen = new Set();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => { server.on('listening', resolve); });
  server.on('connection', (socket) => socket.on('message', (bytes) => {
    const { id, params: { token } } = JSON.parse(bytes);
    const known = seen.has(token);
    seen.add(token);
    socket.send(JSON.stringify({ jsonrpc: '2.0', id,
      ...(known ? { result: { conversations: [] } } : { error: { code: -32000, data: error } }) }));
  }));
  try {
    return await work(server.address().port);
  } finally {
    server.clients.forEach((socket) => socket.terminate());
    await new Promise((resolve) => { server.close(resolve); });
  }
}

function comeIn(port) {
  const folder = newDataDir();
  const people = path.join(folder, 'people');
  fs.writeFileSync(people, ['a', 'b', 'c'].map((token) => `${token}\tp1\tc1\t-\n`).join(''));
  return load('kith', 'idle', '--port', String(port), '--people', people, '--rooms', '1',
    '--size', '3', '--for', '0.1').finally(() => removeDataDir(folder));
}

describe('the load generator and a server that is busy', () => {
  it('comes back when it was told', async () => {
    const before = performance.now();
    const result = await busy({ error: 'busy', after_ms: 200 }, comeIn);
    assert.deepEqual([result.sent_away, result.broken], [3, 0]);
    assert.ok(performance.now() - before >= 200);
  });

  it('ends where it is refused', async () => {
    await assert.rejects(busy({ error: 'unauthenticated' }, comeIn), /attach: .*unauthenticated/);
  });
});

const talk = (port) => load('json', 'open', '--port', String(port), '--rooms', '1', '--size', '3',
  '--rate', '40', '--warm', '0', '--for', '0.5', '--drain', '0.5');

describe('the load generator and a server that makes mistakes', () => {
  it('hears nothing wrong where there is nothing', async () => {
    assertSound(await faulty((message) => [message], talk));
  });

  it('notices that one of three does not get a message', async () => {
    const result = await faulty((message, i) => (message.id === 7 && i === 1 ? [] : [message]), talk);
    assert.equal(result.lost, 1);
  });

  it('notices that one gets a message twice', async () => {
    const result = await faulty((message, i) =>
      (message.id === 7 && i === 1 ? [message, message] : [message]), talk);
    assert.deepEqual([result.doubled, result.lost], [1, 0]);
  });

  it('notices that one gets two messages the other way round', async () => {
    let kept = null;
    const result = await faulty((message, i) => {
      if (i !== 1 || (message.id !== 7 && message.id !== 8)) {
        return [message];
      }
      if (message.id === 7) {
        kept = message;
        return [];
      }
      return [message, kept];
    }, talk);
    assert.deepEqual([result.reordered, result.lost, result.doubled], [1, 0, 0]);
  });
});

/** What the search finds where `keepsUp(rate, how many runs before)` answers. */
function found(first, keepsUp) {
  const runs = [];
  for (let rate = first; rate !== null; rate = nextRate(verdicts(runs), first)) {
    runs.push({ rate, keepsUp: keepsUp(rate, runs.length) });
  }
  return { best: Math.max(0, ...runs.filter((r) => r.keepsUp).map((r) => r.rate)), runs };
}

describe('the search for the highest rate', () => {
  it('comes near from below and from above', () => {
    for (const first of [50, 1_000, 20_000]) {
      const { best, runs } = found(first, (rate) => rate <= 1_234);
      assert.ok(best <= 1_234 && best > 1_234 * 0.85, `${best} from ${first}`);
      assert.ok(runs.length <= 24);
    }
  });

  it('gives each rate a second chance', () => {
    assert.ok(found(250, (rate, before) => before !== 1 && rate <= 1_234).best > 1_000);
  });

  it('ends where a server keeps up with nothing, or with everything', () => {
    assert.equal(found(250, () => false).best, 0);
    assert.ok(found(250, () => true).best >= 200_000);
  });
});

it('the table has medians, ranges, and ratios of the same round', () => {
  const works = [['closed', { rows: [['groups/s', 'groups', 0]] }]];
  const entry = (round, peer, value, more = {}) => (
    { round, peer, work: 'closed', values: { 'groups/s': value }, faults: [], ...more });
  const entries = [entry(1, 'kith', 1_000), entry(2, 'kith', 4_000), entry(3, 'kith', 2_000),
    entry(1, 'ws', 500), entry(2, 'ws', 1_000, { faults: ['1 lost'] }), entry(3, 'ws', 900)];
  const text = table([{ name: 'kith', answer: '' }, { name: 'ws', answer: '' }], works, entries);
  assert.match(text, /groups +\| 2,000 \(1,000–4,000\) \| +900 \(500–1,000\) \*/);
  assert.match(text, /times Kith +\| +1 \| +0\.45 \|/);
});

it('what is asked of Kith alone stands beside its goal', () => {
  const works = [['catch-up', { rows: [['seconds', 'all heard after [s]', 2, '< 5']] }]];
  const entry = (round, seconds) => (
    { round, peer: 'kith', work: 'catch-up', values: { seconds }, faults: [] });
  const text = goals(works, [entry(1, 3), entry(2, 2.5), entry(3, 4)]);
  assert.match(text, /\| +kith \| goal \|/);
  assert.match(text, /all heard after \[s\] +\| 3\.00 \(2\.50–4\.00\) \| +< 5 \|/);
});

it('the graph has a line and two bars for each that was measured', () => {
  const tried = [{ rate: 100, keepsUp: true, p99_ms: 4 },
    { rate: 200, keepsUp: false, p99_ms: 900 }, { rate: 400, keepsUp: false, p99_ms: 9_000 }];
  const entries = ['kith', 'ws'].flatMap((peer) => [1, 2, 3].flatMap((round) => [
    { round, peer, work: 'closed', values: { 'groups/s': 1_000 * round } },
    { round, peer, work: 'pairs', values: { 'pairs/s': 10 * round } },
    { round, peer, work: 'rate', values: {}, lines: [{ tried }] }]));
  const svg = graph([...entries, { round: 1, peer: 'nchan', work: 'closed', failed: 'no' }]);
  const all = (pattern) => svg.match(pattern)?.length ?? 0;
  assert.deepEqual([all(/<path/g), all(/<rect class="bar/g), all(/class="point"/g),
    all(/class="point late"/g)], [2, 4, 2, 2], 'and no more than the first that is too much');
  assert.deepEqual([all(/>2,000</g), all(/>20</g), all(/nchan/g)], [2, 2, 0]);
});

it('the graph is nothing but its frame where nothing was measured', () => {
  assert.match(graph([]), /viewBox="0 0 520 0"/);
});
