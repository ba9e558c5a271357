// What must hold through any reverse proxy; nginx and Caddy each run it.

import assert from 'node:assert/strict';
import tls from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { Device } from './client.js';
import { Http, refused, request } from './http.js';
import { PASSWORD, Town } from './people.js';
import { Proxy } from './proxy.js';
import { upgradeHead } from './raw.js';
import { within } from './wait.js';

/** Sends raw text over TLS; answers all that comes until the end or the first head. */
function rawTls(proxy, text) {
  const answer = new Promise((resolve) => {
    let got = '';
    const socket = tls.connect({ port: proxy.port, host: '127.0.0.1', ca: proxy.ca,
      servername: 'kith.example.org', ALPNProtocols: ['http/1.1'] }, () => socket.write(text));
    const done = () => { socket.destroy(); resolve(got); };
    socket.on('data', (data) => {
      got += data.toString('latin1');
      if (got.includes('\r\n\r\n')) {
        done();
      }
    });
    socket.on('close', done);
    socket.on('error', done);
  });
  return within(answer, 'an answer over TLS');
}

export function throughProxy(kind) {
  describe(`through ${kind}`, () => {
    let proxy;
    let town;
    let june;
    let priya;
    let pair;
    const signIn = (handle, headers) => Device.signIn(town.server, handle, PASSWORD,
      { http: new Http(proxy.url, { net: proxy.net, origin: proxy.url, headers }) });
    before(async () => {
      proxy = await Proxy.prepare(kind);
      town = await Town.found({ options: {
        'public-url': proxy.url, 'trusted-proxies': '127.0.0.1', 'heartbeat-s': 1,
        'sign-in-per-address': 30 } });
      const direct = [await town.carer('June'), await town.supporter('Priya')];
      pair = await town.connects(...direct);
      await proxy.start(town.server.port);
      june = town.keep(await signIn('june'));
      priya = town.keep(await signIn('priya'));
    });
    after(async () => {
      await proxy.stop();
      await town.close();
    });

    it('sets the cookie that only https gets', () => {
      assert.match(june.http.setCookie, /^__Host-kith=/);
      for (const attribute of [/;\s*Secure/i, /;\s*HttpOnly/i, /;\s*SameSite=Strict/i,
        /;\s*Path=\//i]) {
        assert.match(june.http.setCookie, attribute);
      }
      assert.doesNotMatch(june.http.setCookie, /Domain=/i);
    });

    it('carries a talk, heartbeats and a resume', async () => {
      await june.attach();
      await priya.attach();
      for (let i = 0; i < 20; i += 1) {
        await june.sends(`through the proxy ${i}`, pair);
        await priya.hears('message.sent', { text: `through the proxy ${i}` });
      }
      await june.beats(2);
      await june.drop();
      await priya.sends('while away', pair);
      await june.attach({ resume: true });
      await june.hears('message.sent', { text: 'while away' });
    });

    it('carries the longest text at once', async () => {
      await june.sends('€'.repeat(4_000), pair);
      await priya.hears('message.sent', { text: '€'.repeat(4_000) });
    });

    it('serves the page with its headers and HSTS', async () => {
      const { status, headers } = await request(`${proxy.url}/`, { net: proxy.net });
      assert.equal(status, 200);
      assert.match(headers['strict-transport-security'] ?? '', /max-age=\d{7,}/);
      assert.match(headers['content-security-policy'] ?? '', /default-src/);
      assert.doesNotMatch(headers.server ?? '', /\d/);
    });

    it('lets no h2c and no foreign Origin through', async () => {
      const host = { Host: `kith.example.org:${proxy.port}`, Origin: proxy.url };
      for (const changes of [
        { Upgrade: 'h2c', Connection: 'Upgrade, HTTP2-Settings',
          'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' },
        { Origin: 'https://evil.example' }, { Origin: null },
        { 'Sec-WebSocket-Protocol': null },
      ]) {
        const text = await rawTls(proxy, upgradeHead(proxy.port, { ...host, ...changes }));
        assert.doesNotMatch(text, /^HTTP\/1\.1 101/, JSON.stringify(changes));
      }
      assert.match(await rawTls(proxy, upgradeHead(proxy.port, host)), /^HTTP\/1\.1 101/);
    });

    it('refuses a body that is too large', async () => {
      const { status } = await june.http.post('x'.repeat(100_000));
      assert.equal(status, 413);
    });

    it('counts the true address, whatever X-Forwarded-For claims', async () => {
      let last = null;
      for (let i = 0; i < 40 && last?.error !== 'rate_limited'; i += 1) {
        const http = new Http(proxy.url, { net: proxy.net, origin: proxy.url,
          headers: { 'X-Forwarded-For': `203.0.113.${i}` } });
        last = await refused(http.call('session.start',
          { handle: `nobody-${i}`, password: 'no such person' }), 'unauthenticated')
          .catch((error) => (/rate_limited/.test(String(error))
            ? { error: 'rate_limited' } : Promise.reject(error)));
        http.close();
      }
      assert.equal(last.error, 'rate_limited');
    });
  });
}
