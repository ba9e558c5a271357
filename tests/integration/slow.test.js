// A client that stops reading loses nothing and harms nobody.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Town } from '../lib/people.js';
import { RawWs } from '../lib/raw.js';
import { logged } from '../lib/server.js';

const PLENTY = 900; // times 12,000 bytes: more than the kernel keeps for a loopback socket
const LONG = '€'.repeat(3_990);

/** An attached connection of June's that has stopped reading. */
async function stalledSocket(town, june) {
  const { ticket } = await june.http.call('session.ticket');
  const ws = await RawWs.open(town.server.port);
  ws.sendJson({ jsonrpc: '2.0', id: 1, method: 'session.attach', params: { ticket } });
  await ws.message((m) => m.id === 1);
  ws.socket.pause();
  return ws;
}

async function setting(options) {
  const town = await Town.found({ options });
  const june = await town.carer('June');
  const mo = await town.carer('Moira');
  const priya = await town.supporter('Priya');
  const group = await town.group('Stall', june, mo, priya);
  await Promise.all([june, mo, priya].map((who) => who.attach()));
  return { town, june, mo, priya, group };
}

/** Sends `count` long messages, six at a time. */
async function pour(who, group, count) {
  const times = [];
  for (let i = 0; i < count; i += 6) {
    const start = performance.now();
    await Promise.all(Array.from({ length: Math.min(6, count - i) }, (_, k) =>
      who.sends(`${LONG} ${i + k}`, group)));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

describe('a stalled reader', () => {
  it('is closed, harms nobody, and resumes without loss', async () => {
    const { town, june, mo, priya, group } = await setting({ 'slow-reader-s': 2 });
    try {
      await june.detach();
      const { epoch, head } = await june.overview(group);
      const calm = await pour(mo, group, 60);
      await june.detach();
      const stalled = await stalledSocket(town, june);
      const rss = town.server.rssKib();
      const busy = await pour(mo, group, PLENTY);
      assert.ok(busy < calm * 5 + 50, `others are served: ${calm} → ${busy} ms`);
      const grown = town.server.rssKib() - rss;
      assert.ok(town.server.sanitized || grown < 40 * 1024, `the server keeps ${grown} KiB`);
      await logged(town.server, /4008|slow/);
      stalled.socket.resume();
      assert.equal(await stalled.isClosed(), 4008);
      const last = (await june.overview(group)).head;
      await priya.reaches(group, last);
      june.stream(group).last = head; // before events can come
      await june.attach({ resume: { [group]: [epoch, head] } });
      await june.reaches(group, last, 60_000);
      assert.ok(june.attached, 'and the others stay connected');
      assert.ok(mo.attached && priya.attached);
      stalled.destroy();
    } finally {
      await town.close();
    }
  });

  it('never receives a text that was removed meanwhile', async () => {
    const { town, june, mo, priya, group } = await setting({ 'slow-reader-s': 60 });
    try {
      await june.detach();
      const stalled = await stalledSocket(town, june);
      await pour(mo, group, PLENTY);
      const removed = await mo.sends('CANARY-removed-words', group);
      const edited = await mo.sends('CANARY-first-wording', group);
      await mo.call('message.remove', { conversation: group, seq: removed.seq });
      await mo.call('message.edit', { conversation: group, seq: edited.seq, text: 'better' });
      const { seq: end } = await mo.sends('the end', group);
      await priya.reaches(group, end);
      stalled.socket.resume();
      await stalled.message((m) => m.method === 'events' &&
        m.params.streams.some((s) => s.events.some((e) => e.data?.text === 'the end')), 60_000);
      assert.ok(!stalled.bytes.includes('CANARY-removed-words'));
      assert.ok(!stalled.bytes.includes('CANARY-first-wording'));
      const events = stalled.frames().filter((f) => f.opcode === 1)
        .map((f) => JSON.parse(f.payload)).filter((m) => m.method === 'events')
        .flatMap((m) => m.params.streams).filter((s) => s.conversation === group)
        .flatMap((s) => s.events);
      events.slice(1).forEach((e, i) => assert.equal(e.seq, events[i].seq + 1, 'dense'));
      const tombstone = events.find((e) => e.seq === removed.seq);
      assert.equal(tombstone.data.removed, true);
      stalled.destroy();
    } finally {
      await town.close();
    }
  });
});
