// Signing in and out, tickets, tokens, devices, revocation.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Http, refused } from '../lib/http.js';
import { PASSWORD, Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

describe('session', () => {
  let town;
  let june;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
  });
  after(() => town.close());

  const stranger = () => new Http(town.server.url);

  const plain = { skip: process.env.KITH_PROXY && 'behind TLS it is __Host-kith' };
  it('starts with handle and password and sets a cookie of the plain kind', plain, async () => {
    const http = stranger();
    const { person } = await http.call('session.start', { handle: 'JUNE', password: PASSWORD });
    assert.equal(person, june.person);
    assert.match(http.setCookie, /^kith=[^;]+;/);
    assert.match(http.setCookie, /HttpOnly/i);
    assert.match(http.setCookie, /SameSite=Strict/i);
    assert.match(http.setCookie, /Path=\//i);
    assert.doesNotMatch(http.setCookie, /Secure/i);
    const { sessions } = await http.call('session.list');
    assert.equal(sessions.filter((s) => s.current).length, 1);
    await http.call('session.end');
    await refused(http.call('session.list'), 'unauthenticated', { retry: 'reauth' });
    http.close();
  });

  it('answers a wrong password and an unknown handle alike', async () => {
    const http = stranger();
    const wrong = await refused(http.call('session.start',
      { handle: 'june', password: 'not her password' }), 'unauthenticated');
    const unknown = await refused(http.call('session.start',
      { handle: 'nobody', password: 'not her password' }), 'unauthenticated');
    assert.deepEqual(wrong.answer, unknown.answer);
    assert.equal(http.cookie, null);
    http.close();
  });

  it('checks the shape of handle and password', async () => {
    const http = stranger();
    for (const params of [
      { handle: 'june' }, { password: PASSWORD }, { handle: 'j', password: PASSWORD },
      { handle: 'june', password: 'x'.repeat(257) }, { handle: 'x'.repeat(255), password: PASSWORD },
    ]) {
      await refused(http.call('session.start', params, { wild: true }),
        ['bad_request', 'too_large']);
    }
    http.close();
  });

  it('limits guesses per account, tells how long, and spares the known device', async () => {
    const strict = await Town.found({ options: { 'sign-in-per-account': 5 } });
    try {
      const known = await strict.carer('Dot');
      const thief = new Http(strict.server.url);
      let refusal;
      for (let i = 0; i < 7; i += 1) {
        refusal = await thief.call('session.start', { handle: 'dot', password: `guess ${i} ..` })
          .catch((error) => error);
        if (refusal.error === 'rate_limited') {
          break;
        }
      }
      assert.equal(refusal.error, 'rate_limited');
      assert.equal(refusal.data.retry, 'later');
      assert.ok(refusal.data.after_ms > 0 && refusal.data.after_ms <= 900_000);
      await refused(thief.call('session.start', { handle: 'dot', password: PASSWORD }),
        'rate_limited', { after_ms: true });
      const back = await known.http.call('session.start', { handle: 'dot', password: PASSWORD });
      assert.equal(back.person, known.person, 'the device that signed in before is not locked out');
      thief.close();
    } finally {
      await strict.close();
    }
  });

  it('limits guesses per address', async () => {
    const strict = await Town.found({ options: { 'sign-in-per-address': 6 } });
    try {
      const http = new Http(strict.server.url);
      const errors = [];
      for (let i = 0; i < 10; i += 1) {
        const refusal = await http.call('session.start',
          { handle: `nobody-${i}`, password: 'some password' }).catch((error) => error);
        errors.push(refusal.error);
      }
      assert.equal(errors[0], 'unauthenticated');
      assert.equal(errors.at(-1), 'rate_limited');
      http.close();
    } finally {
      await strict.close();
    }
  });

  it('gives tickets that work once', async () => {
    const { ticket, expires_ms: expires } = await june.http.call('session.ticket');
    assert.ok(expires > 0);
    const first = await june.another();
    await first.connect();
    await first.call('session.attach', { ticket });
    const second = await june.another();
    await second.connect();
    await refused(second.call('session.attach', { ticket }), 'unauthenticated');
    await first.leave();
    await second.leave();
  });

  it('lets tickets expire', async () => {
    const brief = await Town.found({ options: { 'ticket-lifetime-ms': 1_000 } });
    try {
      const { ticket } = await brief.ada.http.call('session.ticket');
      const start = performance.now();
      await until('the ticket to be old', () => performance.now() - start > 1_300);
      const late = await brief.ada.another();
      await late.connect();
      await refused(late.call('session.attach', { ticket }), 'unauthenticated');
      await late.leave();
    } finally {
      await brief.close();
    }
  });

  it('refuses made-up tickets, cookies and tokens', async () => {
    const device = await june.another();
    await device.connect();
    await refused(device.call('session.attach', { ticket: 'A'.repeat(22) }), 'unauthenticated');
    await device.leave();
    const http = new Http(town.server.url, { cookie: `kith=${'A'.repeat(43)}` });
    await refused(http.call('session.ticket'), 'unauthenticated', { retry: 'reauth' });
    http.close();
    const bearer = new Http(town.server.url, { bearer: 'A'.repeat(43) });
    await refused(bearer.call('session.list'), 'unauthenticated');
    bearer.close();
  });

  it('gives nothing on the cookie alone: an upgrade with it must attach', async () => {
    const device = await june.another();
    await device.connect({ headers: { Cookie: june.http.cookie } });
    await refused(device.call('conversation.list'), 'unauthenticated');
    await device.leave();
  });

  it('closes with 4001 when nobody attaches in time', async () => {
    const hurried = await Town.found({ options: { 'attach-timeout-s': 1 } });
    try {
      const device = await hurried.ada.another();
      await device.connect();
      const { code } = await device.isClosed(10_000);
      assert.equal(code, 4001);
    } finally {
      await hurried.close();
    }
  });

  it('refuses a second attach on the same connection', async () => {
    const device = await june.another();
    await device.attach();
    const { ticket } = await june.http.call('session.ticket');
    await refused(device.call('session.attach', { ticket }), 'wrong_state');
    await device.leave();
  });

  it('lets requests wait for an unfinished attach', async () => {
    const device = await june.another();
    const { ticket } = await june.http.call('session.ticket');
    await device.connect();
    const [attached, list] = await Promise.all([
      device.call('session.attach', { ticket }), device.call('conversation.list')]);
    assert.equal(attached.person, june.person);
    assert.ok(Array.isArray(list.conversations));
    await device.leave();
  });

  it('lists sessions with their device and revokes them, closing sockets in a second',
    async () => {
      const phone = await town.again(june);
      await phone.attach({ device: 'June’s phone' });
      // The name is written down just after attaching.
      const session = await until('the phone to be listed by its name', async () =>
        (await june.call('session.list')).sessions.find((s) => s.device === 'June’s phone'));
      assert.equal(session.current, false);
      assert.ok(session.created_at <= session.seen_at);
      const start = performance.now();
      await june.call('session.revoke', { session: session.id });
      const { code } = await phone.isClosed(5_000);
      assert.equal(code, 4500);
      assert.ok(performance.now() - start < 1_000, 'within a second');
      await refused(phone.http.call('session.ticket'), 'unauthenticated');
      await refused(june.call('session.revoke', { session: session.id }), 'not_found');
    });

  it('revokes only one’s own sessions', async () => {
    const { sessions } = await town.cora.call('session.list');
    const foreign = await refused(
      june.call('session.revoke', { session: sessions[0].id }), 'not_found');
    const absent = await refused(
      june.call('session.revoke', { session: 's0000000000000' }), 'not_found');
    assert.deepEqual(foreign.answer, absent.answer);
  });

  it('ends the session of a connection: reply first, then 4500', async () => {
    const phone = await town.again(june);
    await phone.attach();
    assert.deepEqual(await phone.call('session.end'), {});
    assert.equal((await phone.isClosed()).code, 4500);
    await refused(phone.http.call('session.list'), 'unauthenticated');
  });

  it('signs out over HTTP: the cookie goes and the socket with it', async () => {
    const phone = await town.again(june);
    await phone.attach();
    const start = performance.now();
    await phone.http.call('session.end');
    assert.equal(phone.http.cookie, null);
    assert.equal((await phone.isClosed()).code, 4500);
    assert.ok(performance.now() - start < 1_000);
  });

  it('keeps at most twenty sessions: the oldest ends', async () => {
    const mo = await town.carer('Moira');
    for (let i = 0; i < 20; i += 1) {
      await town.again(mo);
    }
    await refused(mo.http.call('session.list'), 'unauthenticated');
    const { sessions } = await town.devices.at(-1).http.call('session.list');
    assert.equal(sessions.length, 20);
  });

  it('takes integration tokens over both ways', async () => {
    const made = town.server.kithctl('token', 'create', town.cora.handle, 'bridge');
    const token = made.stdout.trim().split(/\s+/).at(-1);
    const http = new Http(town.server.url, { bearer: token });
    const { conversations } = await http.call('conversation.list');
    assert.ok(Array.isArray(conversations));
    const device = new Device(town.server, { http, name: 'bridge' });
    const reply = await device.attach({ token });
    assert.equal(reply.person, town.cora.person);
    await device.leave();
  });

  it('limits connections of one person', async () => {
    const small = await Town.found({ options: { 'connections-per-person': 3 } });
    try {
      const devices = [];
      let refusal = null;
      for (let i = 0; i < 4 && !refusal; i += 1) {
        const device = await small.ada.another();
        devices.push(device);
        await device.attach().catch((error) => { refusal = error; });
      }
      assert.equal(devices.length, 4);
      assert.equal(refusal?.error, 'busy', String(refusal));
      assert.ok(refusal.data.after_ms > 0);
      await Promise.all(devices.map((d) => d.leave()));
    } finally {
      await small.close();
    }
  });

  it('keeps chat going while strangers flood sign-in', async () => {
    const priya = await town.supporter('Priya');
    const pair = await town.connects(june, priya);
    await june.attach();
    await priya.attach();
    let flooding = true;
    const flood = Array.from({ length: 8 }, async (_, lane) => {
      const http = stranger();
      const outcomes = {};
      for (let i = 0; flooding; i += 1) {
        const refusal = await http.call('session.start',
          { handle: `flood-${lane}-${i}`, password: 'wrong password' }).catch((e) => e);
        outcomes[refusal.error] = (outcomes[refusal.error] ?? 0) + 1;
      }
      http.close();
      return outcomes;
    });
    const times = [];
    for (let i = 0; i < 40; i += 1) {
      const start = performance.now();
      const [{ seq }] = await Promise.all(
        [june.sends(`calm ${i}`, pair), priya.hears('message.sent', { text: `calm ${i}` })]);
      assert.ok(seq > 0);
      times.push(performance.now() - start);
    }
    flooding = false;
    const outcomes = await Promise.all(flood);
    times.sort((a, b) => a - b);
    assert.ok(times[20] < 250, `median ${times[20]} ms while ${JSON.stringify(outcomes)}`);
    for (const outcome of outcomes) {
      assert.deepEqual(Object.keys(outcome).filter((e) =>
        !['unauthenticated', 'busy', 'rate_limited'].includes(e)), []);
    }
    await june.detach();
  });
});

describe('a session that is not used', () => {
  it('closes its open sockets after two weeks, and no other', async () => {
    const town = await Town.demo();
    try {
      const { amara } = town;
      const june = await town.demoPerson('june');
      await june.attach();
      town.server.kithctl('clock', 'advance', '13d');
      await june.call('profile.answer', { field: 'age_band', values: ['50_64'] }); // in use
      town.server.kithctl('clock', 'advance', '2d');
      assert.equal((await amara.isClosed(5_000)).code, 4500);
      await refused(amara.http.call('session.list'), 'unauthenticated');
      assert.ok((await june.call('session.list')).sessions.length > 0, 'hers goes on');
      town.server.kithctl('clock', 'advance', '14d');
      assert.equal((await june.isClosed(5_000)).code, 4500);
    } finally {
      await town.close();
    }
  });
});
