// The envelope: server.hello, JSON-RPC rules, limits of one frame, requests in flight.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { RawWs } from '../lib/raw.js';

describe('server', () => {
  let town;
  let ada;
  before(async () => {
    town = await Town.found();
    ada = town.ada;
    await ada.attach();
  });
  after(() => town.close());

  it('says hello to everybody, over both ways', async () => {
    const stranger = new Device(town.server);
    const http = await stranger.http.call('server.hello');
    assert.equal(http.protocol, 'kith.v1');
    assert.equal(http.limits.text_chars, 4000);
    assert.ok(Math.abs(http.time - Date.now()) < 60_000);
    assert.equal(typeof http.heartbeat_ms, 'number');
    assert.ok(Array.isArray(http.features));
    const ws = await ada.call('server.hello');
    assert.deepEqual(ws.limits, http.limits);
    stranger.http.close();
  });

  const malformed = [
    ['text that is not JSON', '{"jsonrpc":', -32700],
    ['an array', [{ jsonrpc: '2.0', id: 1, method: 'server.hello', params: {} }], -32600],
    ['a request without id', { jsonrpc: '2.0', method: 'server.hello', params: {} }, -32600],
    ['a string', '"hello"', -32600],
    ['another version', { jsonrpc: '1.0', id: 1, method: 'server.hello', params: {} }, -32600],
    ['a missing method', { jsonrpc: '2.0', id: 1, params: {} }, -32600],
    ['an unknown method', { jsonrpc: '2.0', id: 1, method: 'server.bye', params: {} }, -32601],
    ['params that are an array', { jsonrpc: '2.0', id: 1, method: 'server.hello', params: [] },
      null],
    ['a key given twice',
      '{"jsonrpc":"2.0","id":1,"id":2,"method":"server.hello","params":{}}', null],
    ['nine levels of nesting', `{"jsonrpc":"2.0","id":1,"method":"server.hello","params":` +
      `${'{"a":'.repeat(8)}1${'}'.repeat(8)}}`, null],
  ];
  for (const [what, body, code] of malformed) {
    it(`refuses ${what}`, async () => {
      const http = await ada.http.post(body);
      assert.equal(http.status, 200, http.text);
      assert.ok(http.body.error, http.text);
      const ws = await ada.rawAnswer(body);
      assert.ok(ws.error, JSON.stringify(ws));
      assert.equal(ws.error.code, http.body.error.code, 'the same over both ways');
      if (code !== null) {
        assert.equal(http.body.error.code, code, http.text);
      }
    });
  }

  it('refuses unknown and wrong parameters naming the field', async () => {
    const call = (params) => ada.call('conversation.history', params, { wild: true });
    for (const [params, field] of [
      [{}, 'conversation'],
      [{ conversation: 7 }, 'conversation'],
      [{ conversation: '' }, 'conversation'],
      [{ conversation: 'x'.repeat(65) }, 'conversation'],
      [{ conversation: 'c1', limit: 101 }, 'limit'],
      [{ conversation: 'c1', limit: 0 }, 'limit'],
      [{ conversation: 'c1', limit: 1.5 }, 'limit'],
      [{ conversation: 'c1', before: -1 }, 'before'],
      [{ conversation: 'c1', surprise: true }, 'surprise'],
    ]) {
      const refusal = await refused(call(params), ['bad_request', 'too_large'],
        { retry: 'no' });
      assert.equal(refusal.code, -32602, JSON.stringify(params));
      assert.match(refusal.data.field ?? '', new RegExp(field), JSON.stringify(refusal.answer));
    }
    await refused(call({ conversation: 'c1', before: 1, after: 1 }), 'bad_request');
  });

  it('refuses a command over the wrong way', async () => {
    await assert.rejects(ada.call('session.ticket', {}, { wild: true }));
    await assert.rejects(
      ada.http.call('session.attach', { ticket: 'x'.repeat(22) }, { wild: true }));
    await assert.rejects(
      ada.http.call('conversation.typing', { conversation: 'c1', on: true }, { wild: true }));
  });

  it('takes eight requests in flight and answers busy to more', async () => {
    const conversation = await town.group('Busy');
    await town.cora.attach();
    const many = Array.from({ length: 64 }, () =>
      town.cora.history(conversation).then(() => 'ok', (e) => e.error ?? String(e)));
    const answers = await Promise.all(many);
    assert.ok(answers.includes('ok'));
    assert.ok(answers.filter((a) => a === 'ok').length >= 8, 'eight may wait');
    assert.ok(answers.includes('busy'), `the ninth is refused: ${answers.join(' ')}`);
    assert.deepEqual([...new Set(answers)].sort(), ['busy', 'ok']);
    await town.cora.detach();
  });

  it('closes with 1009 above 32 KiB, in one frame or in fragments', async () => {
    for (const send of [
      (ws) => ws.send('x'.repeat(33 * 1024)),
      (ws) => {
        for (let i = 0; i < 34; i += 1) {
          ws.send('x'.repeat(1024), { opcode: i === 0 ? 1 : 0, fin: false });
        }
      },
      (ws) => ws.send('x'.repeat(512), { length: 1n << 31n }),
    ]) {
      const { ticket } = await ada.http.call('session.ticket');
      const ws = await RawWs.open(town.server.port);
      ws.sendJson({ jsonrpc: '2.0', id: 1, method: 'session.attach', params: { ticket } });
      await ws.message((m) => m.id === 1);
      send(ws);
      assert.equal(await ws.isClosed(), 1009);
      ws.destroy();
    }
  });

  it('takes an attach frame of up to 64 KiB with 500 cursors, no more', async () => {
    const cursors = Object.fromEntries(Array.from({ length: 500 }, (_, i) =>
      [`c${String(i).padStart(13, '0')}${'x'.repeat(48)}`, ['0123456789abc', 1]]));
    const size = JSON.stringify(cursors).length;
    assert.ok(size > 32 * 1024 && size < 64 * 1024, `${size}`);
    const device = await town.ada.another();
    const reply = await device.attach({ resume: cursors });
    assert.equal(reply.gone.length, 500, 'what is no longer her own is listed in gone');
    await device.leave();
    cursors['c-one-more'] = ['0123456789abc', 1];
    const second = await town.ada.another();
    const { ticket } = await second.http.call('session.ticket');
    await second.connect();
    await refused(second.call('session.attach', { ticket, resume: cursors }, { wild: true }),
      ['bad_request', 'too_large'], { field: 'resume' });
    await second.leave();
  });

  it('answers heartbeats and keeps an answering client', async () => {
    const quiet = await Town.found({ options: { 'heartbeat-s': 1, 'idle-timeout-s': 3 } });
    try {
      await quiet.ada.attach();
      await quiet.ada.beats(4, 10_000);
      assert.ok(quiet.ada.attached);
      const mute = await quiet.ada.another();
      mute.answersHeartbeat = false;
      await mute.attach();
      await mute.isClosed(10_000); // one that answers nothing is given up
      await mute.leave();
      assert.ok(quiet.ada.attached);
    } finally {
      await quiet.close();
    }
  });
});
