// Frames as they stand on the wire: the server puts them together itself, several to a write.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Town } from '../lib/people.js';
import { RawWs, frame } from '../lib/raw.js';
import { until } from '../lib/wait.js';

const TEXT = 1;
const PONG = 10;
const LONG = '€'.repeat(3_990);
const SOME = 40; // long messages: more than one write, less than the ring forgets
const PLENTY = 700; // more than the kernel keeps for a loopback socket

/** June's device, frame by frame. */
async function device(town, june) {
  const { ticket } = await june.http.call('session.ticket');
  const ws = await RawWs.open(town.server.port);
  ws.sendJson({ jsonrpc: '2.0', id: 1, method: 'session.attach', params: { ticket } });
  await ws.message((m) => m.id === 1);
  return ws;
}

const json = (f) => JSON.parse(f.payload.toString('utf8'));
const eventsIn = (ws, conversation) => ws.frames().filter((f) => f.opcode === TEXT).map(json)
  .filter((m) => m.method === 'events')
  .flatMap((m) => m.params.streams.filter((s) => s.conversation === conversation))
  .flatMap((s) => s.events);

async function pour(who, group, count) {
  for (let i = 0; i < count; i += 6) {
    await Promise.all(Array.from({ length: Math.min(6, count - i) }, (_, k) =>
      who.sends(`${LONG} ${i + k}`, group)));
  }
}

describe('frames on the wire', () => {
  let town;
  let june;
  let mo;
  let group;
  before(async () => {
    town = await Town.found({ options: { 'slow-reader-s': 60 } });
    june = await town.carer('June');
    mo = await town.carer('Moira');
    group = await town.group('Frames', june, mo);
    await mo.attach();
  });
  after(() => town.close());

  it('are whole, unmasked and one behind the other, whatever their length', async () => {
    const ws = await device(town, june);
    const ask = (id, method, params) => frame(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    ws.write(Buffer.concat([
      ask(2, 'server.hello', {}),
      ask(3, 'message.send', { conversation: group, cid: 'frame-3', text: 'a' }),
      ask(4, 'no.such', {}),
      ask(5, 'message.send', { conversation: group, cid: 'frame-5', text: LONG }),
    ]));
    await until('four answers and two events', () => [2, 3, 4, 5].every((id) =>
      ws.frames().some((f) => f.opcode === TEXT && json(f).id === id)) &&
      eventsIn(ws, group).filter((e) => e.kind === 'message.sent').length === 2);
    assert.ok(ws.frames().every((f) => f.fin && f.opcode === TEXT));
    const lengths = ws.frames().map((f) => f.payload.length);
    assert.ok(Math.min(...lengths) > 0 && lengths.some((n) => n > 125));
    assert.equal(Buffer.concat(ws.frames().map((f) => f.payload)).length > 12_000, true);
    ws.destroy();
  });

  it('stay whole for a reader who stops and goes on, and a pong stands between two', async () => {
    const ws = await device(town, june);
    ws.socket.pause();
    await pour(mo, group, PLENTY);
    ws.send('are you there', { opcode: 9 });
    ws.socket.resume();
    const last = `${LONG} ${PLENTY - 1}`;
    await until('the last message', () =>
      ws.bytes.includes(Buffer.from(last.slice(-12))) &&
      eventsIn(ws, group).some((e) => e.data.text === last), 60_000);
    await until('the pong', () => ws.frames().some((f) => f.opcode === PONG));
    const seqs = eventsIn(ws, group).map((e) => e.seq);
    assert.deepEqual(seqs, seqs.map((_, i) => seqs[0] + i), 'dense and in order');
    const pong = ws.frames().find((f) => f.opcode === PONG);
    assert.equal(pong.payload.toString(), 'are you there');
    ws.destroy();
  });

  it('go to all others when one is gone in the middle of it', async () => {
    const devices = await Promise.all([1, 2, 3, 4].map(() => device(town, june)));
    const sent = pour(mo, group, SOME);
    devices[1].socket.resetAndDestroy();
    devices[2].destroy();
    await sent;
    for (const ws of [devices[0], devices[3]]) {
      await until('all of it', () => eventsIn(ws, group)
        .filter((e) => e.kind === 'message.sent').length === SOME);
      ws.destroy();
    }
  });
});
