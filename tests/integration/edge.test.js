// The edge: what no honest client sends. Sockets driven by hand.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Http, request } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { RawSocket, RawWs, rawRequest, upgradeHead } from '../lib/raw.js';
import { startServer } from '../lib/server.js';

const HALF_OPEN_MS = 12_000; // cut within 10 s, and a little for the loaded machine

describe('edge', () => {
  let town;
  let port;
  let url;
  before(async () => {
    town = await Town.found();
    ({ port, url } = town.server);
  });
  after(() => town.close());

  const BODY = '{"jsonrpc":"2.0","id":1,"method":"server.hello","params":{}}';
  const head = (lines) => `POST /api/v1/rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
    `${lines.join('\r\n')}\r\n\r\n`;
  const JSON_LINES = ['Content-Type: application/json', 'X-Kith: 1'];

  describe('upgrade', () => {
    const refusals = {
      'h2c': { Upgrade: 'h2c', Connection: 'Upgrade, HTTP2-Settings',
        'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' },
      'h2c beside websocket': { Upgrade: 'h2c, websocket' },
      'an unknown upgrade': { Upgrade: 'sip/2.0' },
      'a missing subprotocol': { 'Sec-WebSocket-Protocol': null },
      'a foreign subprotocol': { 'Sec-WebSocket-Protocol': 'chat' },
      'the name of an inner protocol': { 'Sec-WebSocket-Protocol': 'http' },
      'version 12': { 'Sec-WebSocket-Version': '12' },
      'no version': { 'Sec-WebSocket-Version': null },
      'a missing Origin': { Origin: null },
      'a foreign Origin': { Origin: 'https://evil.example' },
      'a null Origin': { Origin: 'null' },
      'an Origin that only begins right': { Origin: 'http://127.0.0.1.evil.example' },
      'an Origin with another port': { Origin: 'http://127.0.0.1:1' },
      'no key': { 'Sec-WebSocket-Key': null },
    };
    for (const [what, changes] of Object.entries(refusals)) {
      it(`refuses ${what}`, async () => {
        const { status, text } = await rawRequest(port, upgradeHead(port, changes));
        assert.notEqual(status, 101, text);
        assert.ok(!text.includes('HTTP/2'), text);
      });
    }

    it('takes the right one', async () => {
      const ws = await RawWs.open(port);
      assert.equal(ws.status, 101);
      assert.match(ws.text, /sec-websocket-protocol: kith\.v1/i);
      ws.destroy();
    });

    it('refuses an upgrade elsewhere', async () => {
      const text = upgradeHead(port).replace('GET /ws ', 'GET / ');
      assert.notEqual((await rawRequest(port, text)).status, 101);
    });
  });

  describe('frames', () => {
    const attached = async () => {
      const { ticket } = await town.ada.http.call('session.ticket');
      const ws = await RawWs.open(port);
      ws.sendJson({ jsonrpc: '2.0', id: 1, method: 'session.attach', params: { ticket } });
      await ws.message((m) => m.id === 1);
      return ws;
    };
    const closes = {
      'bad UTF-8': [1007, (ws) => ws.send(Buffer.from([0x22, 0xc3, 0x28, 0x22]))],
      'a surrogate in UTF-8': [1007, (ws) => ws.send(Buffer.from([0xed, 0xa0, 0x80]))],
      'a reserved bit': [null, (ws) => ws.send('{}', { rsv: 4 })],
      'a reserved opcode': [null, (ws) => ws.send('{}', { opcode: 3 })],
      'a length of 2^63': [null, (ws) => ws.send('x', { length: 1n << 63n })],
      'a binary message': [null, (ws) => ws.send('{}', { opcode: 2 })],
      'a continuation of nothing': [null, (ws) => ws.send('{}', { opcode: 0 })],
      'a long ping': [null, (ws) => ws.send('x'.repeat(126), { opcode: 9 })],
      'a fragmented ping': [null, (ws) => ws.send('x', { opcode: 9, fin: false })],
    };
    for (const [what, [code, send]] of Object.entries(closes)) {
      it(`closes on ${what}`, async () => {
        const ws = await attached();
        send(ws);
        const closed = await ws.isClosed();
        if (code) {
          assert.equal(closed, code);
        } else {
          assert.ok([1002, 1003, 1007, 1009, 4501, null].includes(closed), `${closed}`);
        }
        ws.destroy();
      });
    }

    it('joins fragments, with a ping between them', async () => {
      const ws = await attached();
      const text = JSON.stringify(
        { jsonrpc: '2.0', id: 7, method: 'conversation.list', params: {} });
      ws.send(text.slice(0, 10), { fin: false });
      ws.send('between', { opcode: 9 });
      ws.send(text.slice(10, 40), { opcode: 0, fin: false });
      ws.send(text.slice(40), { opcode: 0 });
      const reply = await ws.message((m) => m.id === 7);
      assert.ok(reply.result.conversations);
      assert.ok(ws.frames().some((f) => f.opcode === 10 && String(f.payload) === 'between'));
      ws.destroy();
    });

    it('takes a message byte by byte', async () => {
      const ws = await attached();
      const { frame } = await import('../lib/raw.js');
      for (const byte of frame(JSON.stringify(
        { jsonrpc: '2.0', id: 8, method: 'server.hello', params: {} }))) {
        ws.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.ok((await ws.message((m) => m.id === 8)).result.protocol);
      ws.destroy();
    });

    it('answers a close', async () => {
      const ws = await attached();
      ws.send(Buffer.from([0x03, 0xe8]), { opcode: 8 });
      await ws.isClosed();
      ws.destroy();
    });
  });

  describe('POST', () => {
    const refusals = {
      'a negative length': [[...JSON_LINES, 'Content-Length: -1'], BODY],
      'a length with a sign': [[...JSON_LINES, `Content-Length: +${BODY.length}`], BODY],
      'a length of words': [[...JSON_LINES, 'Content-Length: many'], BODY],
      'two lengths': [[...JSON_LINES, `Content-Length: ${BODY.length}`, 'Content-Length: 5'], BODY],
      'two equal lengths': [[...JSON_LINES, `Content-Length: ${BODY.length}`,
        `Content-Length: ${BODY.length}`], BODY],
      'Transfer-Encoding': [[...JSON_LINES, 'Transfer-Encoding: chunked'],
        `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`],
      'both length and Transfer-Encoding': [[...JSON_LINES, `Content-Length: ${BODY.length}`,
        'Transfer-Encoding: chunked'], BODY],
      'no length': [JSON_LINES, ''],
      'a body of 64 KiB': [[...JSON_LINES, 'Content-Length: 66000'], 'x'.repeat(66_000)],
      'a length beyond all sense': [[...JSON_LINES, 'Content-Length: 99999999999999999999'], BODY],
      'a missing X-Kith': [['Content-Type: application/json',
        `Content-Length: ${BODY.length}`], BODY],
      'another content type': [['Content-Type: text/plain', 'X-Kith: 1',
        `Content-Length: ${BODY.length}`], BODY],
      'a foreign Origin': [[...JSON_LINES, 'Origin: https://evil.example',
        `Content-Length: ${BODY.length}`], BODY],
      'a null Origin': [[...JSON_LINES, 'Origin: null', `Content-Length: ${BODY.length}`], BODY],
    };
    for (const [what, [lines, body]] of Object.entries(refusals)) {
      it(`refuses ${what}`, async () => {
        const { status, text } = await rawRequest(port, head(lines) + body);
        assert.ok(status === null || (status >= 400 && status < 500), `${status} ${text}`);
        assert.ok(!text.includes('"result"'), text);
      });
    }

    it('takes the right one, with its own Origin too', async () => {
      for (const more of [[], [`Origin: ${url}`]]) {
        const { status, text } = await rawRequest(port,
          head([...JSON_LINES, ...more, `Content-Length: ${BODY.length}`, 'Connection: close']) +
          BODY);
        assert.equal(status, 200, text);
      }
    });

    it('has its status for each refusal', async () => {
      const rpc = (changes, body = BODY) => request(`${url}/api/v1/rpc`, { method: 'POST', body,
        headers: { 'Content-Type': 'application/json', 'X-Kith': '1', ...changes } });
      assert.equal((await rpc({ Origin: 'https://evil.example' })).status, 403);
      assert.equal((await rpc({ 'Content-Type': 'text/plain' })).status, 415);
      assert.equal((await rpc({}, 'x'.repeat(40_000))).status, 413);
      assert.equal((await request(`${url}/nowhere`)).status, 404);
      const wrong = await request(`${url}/api/v1/rpc`);
      assert.equal(wrong.status, 405);
      assert.match(wrong.headers.allow ?? '', /POST/);
      const posted = await request(`${url}/`, { method: 'POST', body: 'x' });
      assert.equal(posted.status, 405);
    });

    it('serves no file outside its own', async () => {
      for (const path of ['/../etc/passwd', '/assets/../../etc/passwd', '/assets/%2e%2e/kith.db',
        '/assets/', '/%00', '/assets/x'.padEnd(3000, 'y'), '/metrics']) {
        const { status, text } = await rawRequest(port,
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
        // libwebsockets ends a path at a zero byte: what is left is the page itself
        assert.ok(status === null || status >= 400 || path === '/%00', `${path}: ${status}`);
        assert.ok(!text.includes('root:'), path);
      }
    });
  });

  const one = () => head([...JSON_LINES, `Content-Length: ${BODY.length}`]) + BODY;
  const ready = () => `GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  const GATHERED = {
    'calls behind a call': () => one().repeat(3),
    'a call behind a call in two parts': () => [one() + one().slice(0, -20), one().slice(-20)],
    'a call behind an empty one': () => head([...JSON_LINES, 'Content-Length: 0']) + one(),
    'a call behind a question': () => ready() + one(),
    'a question behind a question': () => ready() + ready(),
    'an upgrade behind a call': () => one() + upgradeHead(port),
    'bytes behind a call': () => `${one()}\r\n`,
  };
  for (const [what, bytes] of Object.entries(GATHERED)) {
    it(`answers the first of ${what} and hangs up`, async () => {
      const socket = await RawSocket.open(port);
      for (const part of [bytes()].flat()) {
        socket.write(part);
        await socket.answers();
      }
      await socket.isCut();
      assert.equal([...socket.text.matchAll(/HTTP\/1\.1 200/g)].length, 1, socket.text);
      socket.destroy();
      assert.equal((await request(`${url}/healthz`)).status, 200);
    });
  }

  it('survives a flood of headers', async () => {
    for (const text of [
      `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(5_000)}\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'c'.repeat(100_000)}\r\n\r\n`,
      `GET /${'u'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `${'\r\n'.repeat(10_000)}`,
      `${'X'.repeat(20_000)}`,
    ]) {
      const socket = await RawSocket.open(port);
      socket.write(text);
      await socket.answers(HALF_OPEN_MS);
      assert.notEqual(socket.status, 200);
      socket.destroy();
    }
    assert.equal((await request(`${url}/healthz`)).status, 200);
  });

  it('cuts half-open and dripping sockets within ten seconds, serving others', async () => {
    const open = async (first, drip) => {
      const socket = new RawWs((await RawSocket.open(port)).socket);
      socket.write(first);
      const timer = drip ? setInterval(() => socket.write(drip), 500) : null;
      return { stop: () => clearInterval(timer), over: async () => {
        const code = await socket.isClosed(HALF_OPEN_MS + 3_000); // 4001 where upgraded
        assert.equal(code, socket.upgraded ? 4001 : null);
        socket.destroy();
        return Math.round(performance.now() - socket.opened);
      } };
    };
    const posted = head([...JSON_LINES, 'Content-Length: 30000']);
    const sockets = await Promise.all([
      open(''), open('GET'), open('GET / HTTP/1.1\r\nHost: x\r\n', 'X-Slow: 1\r\n'),
      open(posted), open(posted, 'x'), open(upgradeHead(port)),
      open(upgradeHead(port), Buffer.from([0x89, 0x80, 0, 0, 0, 0])),
      open(Buffer.concat([Buffer.from(upgradeHead(port)), Buffer.from([0x81])])),
    ]);
    const start = performance.now();
    const honest = await Device.signIn(town.server, town.cora.handle, 'seven slow swans');
    await honest.attach();
    assert.ok(performance.now() - start < 2_000, 'an honest client connects meanwhile');
    const lives = await Promise.all(sockets.map((s) => s.over()))
      .finally(() => sockets.forEach((s) => s.stop()));
    assert.ok(Math.max(...lives) < HALF_OPEN_MS, `${lives}`);
    await honest.leave();
  });

  it('limits unattached connections of one address', async () => {
    const strict = await Town.found({ options: { 'unattached-per-address': 5 } });
    try {
      const sockets = [];
      for (let i = 0; i < 8; i += 1) {
        const socket = await RawSocket.open(strict.server.port);
        socket.write(upgradeHead(strict.server.port));
        await socket.answers();
        sockets.push(socket);
      }
      const taken = sockets.filter((s) => s.status === 101 && !s.ended).length;
      assert.ok(taken <= 5 && taken >= 3, `${sockets.map((s) => s.status)}`);
      sockets.forEach((s) => s.destroy());
    } finally {
      await strict.close();
    }
  });

  it('counts calls with made-up tokens by their address', async () => {
    const strict = await startServer({ options: { 'general-burst': 5, 'general-per-s': 1 } });
    try {
      for (const header of ['Authorization', 'Cookie']) {
        const words = [];
        for (let i = 0; i < 12; i += 1) {
          const token = `${i}`.padStart(43, 'A');
          const http = new Http(strict.url, {
            headers: { [header]: header === 'Cookie' ? `kith=${token}` : `Bearer ${token}` },
          });
          words.push((await http.call('session.list').catch((e) => e)).error);
          http.close();
        }
        assert.ok(words.includes('rate_limited'), `${words}`);
      }
    } finally {
      await strict.stop();
    }
  });

  it('believes the last hop that a trusted proxy names, however long the line', async () => {
    const strict = await startServer({ options: { 'unattached-per-address': 2,
      'trusted-proxies': '127.0.0.1', 'trusted-networks': '127.0.0.0/8 198.51.100.0/24' } });
    const taken = async (forwarded) => {
      const sockets = [];
      for (let i = 0; i < 5; i += 1) {
        const socket = await RawSocket.open(strict.port);
        socket.write(upgradeHead(strict.port, { 'X-Forwarded-For': forwarded }));
        await socket.answers();
        sockets.push(socket);
      }
      sockets.forEach((s) => s.destroy());
      return sockets.filter((s) => s.status === 101).length;
    };
    try {
      assert.equal(await taken('198.51.100.7'), 5); // exempt
      assert.equal(await taken('198.51.100.7, 203.0.113.1'), 2);
      assert.equal(await taken(`${'198.51.100.7, '.repeat(300)}203.0.113.2`), 2);
      assert.equal(await taken('unknown'), 2);
    } finally {
      await strict.stop();
    }
  });

  it('sends the security headers and a strict policy', async () => {
    for (const path of ['/', '/nowhere', '/healthz']) {
      const { headers } = await request(url + path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.ok(!('server' in headers) || !/libwebsockets|\d/.test(headers.server), headers.server);
    }
    const { headers } = await request(`${url}/`);
    const policy = headers['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'|default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-frame-options'] ?? 'DENY', 'DENY');
    assert.ok(headers['cross-origin-opener-policy']);
    assert.ok(headers['permissions-policy']);
  });

  it('answers 1,000 requests on one connection', async () => {
    const { http } = town.ada;
    for (let i = 0; i < 1_000; i += 1) {
      await http.call('server.hello');
    }
  });
});
