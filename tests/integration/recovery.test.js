// The way back in for whoever forgot her password, and word of devices not seen before.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Http, refused } from '../lib/http.js';
import { SoftPasskey } from '../lib/passkey.js';
import { DEMO_PASSWORD, Town } from '../lib/people.js';
import { setUp } from '../lib/totp.js';
import { until } from '../lib/wait.js';

const NEXT = 'mug carpet friday';
const REASON = 'She rang; I rang back the number that we have.';
const HOUR_MS = 3_600_000;

const recover = (server, handle, code, new_password = NEXT) =>
  new Http(server.url).call('account.recover', { handle, code, new_password });
const begins = (who, { person }) =>
  who.http.call('person.recovery_begin', { person, reason: REASON });
const signIn = (server, handle, more) => new Http(server.url)
  .call('session.start', { handle, password: DEMO_PASSWORD, ...more });
const hears = (device, what) => until(`${device.name} to hear of ${what}`, () =>
  device.heard.some((event) => event.kind === 'care.changed' && event.data.what === what));

describe('a code for a new password', () => {
  let town;
  let june;
  before(async () => {
    town = await Town.demo();
    june = await town.demoPerson('june');
    await june.attach();
  });
  after(() => town.close());

  it('is told to all devices, counts after a wait, and signs them all out', async () => {
    const { server } = town;
    const phone = new SoftPasskey(server.origin); // of somebody at home who knew the password
    await june.http.call('account.passkey_add', phone.make(
      await june.http.call('account.passkey_begin', { password: DEMO_PASSWORD })));
    const { code, usable_at, expires_at } = await begins(town.amara, june);
    assert.match(code, /^\d{4} \d{4} \d{4}$/);
    const { time } = await june.call('server.hello');
    assert.ok(Math.abs(usable_at - time - 12 * HOUR_MS) < HOUR_MS / 60, String(usable_at - time));
    assert.equal(expires_at - usable_at, 72 * HOUR_MS);
    await hears(june, 'account');
    const { notices, recovery } = await june.call('account.notices');
    assert.equal(notices[0].news, 'recovery_begun');
    assert.equal(notices[0].by.name, 'Amara');
    assert.deepEqual(recovery, { usable_at, expires_at });
    await refused(recover(server, 'june', code), 'wrong_state', { after_ms: true });
    await signIn(server, 'june'); // the old one still counts
    server.kithctl('clock', 'advance', '13h');
    await refused(recover(server, 'june', code, 'password1'), 'bad_request',
      { field: 'new_password' });
    await recover(server, 'june', code.replaceAll(' ', ''));
    await until('june to be signed out', () => !june.attached);
    await refused(signIn(server, 'june'), 'unauthenticated');
    const thief = new Http(server.url);
    await refused(thief.call('session.passkey_start',
      phone.signIn(await thief.call('session.passkey_begin'))), 'unauthenticated');
    await refused(recover(server, 'june', code), 'unauthenticated');
    june.http = new Http(server.url);
    await june.http.call('session.start', { handle: 'june', password: NEXT });
    await june.attach();
    const told = await june.call('account.notices');
    assert.deepEqual(told.notices.map((one) => one.news).slice(0, 2),
      ['recovered', 'recovery_begun']);
    assert.equal(told.recovery, undefined);
  });

  it('is stopped by whoever did not ask for it, on a device that is signed in', async () => {
    const dorothy = await town.demoPerson('dorothy');
    const { code } = await begins(town.amara, dorothy);
    await dorothy.http.call('account.recovery_cancel');
    await refused(dorothy.http.call('account.recovery_cancel'), 'wrong_state');
    town.server.kithctl('clock', 'advance', '13h');
    await refused(recover(town.server, 'dorothy', code), 'unauthenticated');
  });

  it('is too old after three days', async () => {
    const mo = await town.demoPerson('mo');
    const { code } = await begins(town.amara, mo);
    town.server.kithctl('clock', 'advance', '85h');
    await refused(recover(town.server, 'mo', code), 'expired');
  });

  it('leaves the second step as it is', async () => {
    const grace = await town.demoPerson('grace');
    const { codes } = await setUp(grace.http, DEMO_PASSWORD);
    const { code } = await begins(town.amara, grace);
    town.server.kithctl('clock', 'advance', '13h');
    await recover(town.server, 'grace', code);
    await refused(signIn(town.server, 'grace', { password: NEXT }), 'step_up', { field: 'code' });
    await signIn(town.server, 'grace', { password: NEXT, code: codes[0] });
  });

  it('answers alike whoever is named, in words and in time', async () => {
    const { server } = town;
    const times = { nobody: [], june: [] };
    const answers = new Set();
    for (let i = 0; i < 15; i += 1) {
      for (const handle of Object.keys(times)) {
        const begun = performance.now();
        const { answer } = await refused(recover(server, handle, '1234 5678 9012'),
          'unauthenticated');
        times[handle].push(performance.now() - begun);
        answers.add(JSON.stringify(answer));
      }
    }
    assert.equal(answers.size, 1, [...answers].join());
    const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
    const [one, other] = [median(times.nobody), median(times.june)];
    assert.ok(Math.max(one, other) < 2 * Math.min(one, other), `${one} ms and ${other} ms`);
    await refused(recover(server, 'nobody', '1234', 'password1'), 'bad_request',
      { field: 'new_password' });
  });

  it('cannot be guessed', async () => {
    const strict = await Town.found({ options: { 'sign-in-per-account': 4 } });
    try {
      const carer = await strict.carer('Moira');
      await begins(strict.cora, carer);
      const words = [];
      for (let i = 0; i < 6; i += 1) {
        words.push((await recover(strict.server, carer.handle, `1234 5678 000${i}`)
          .catch((cause) => cause)).error);
      }
      assert.deepEqual(words.slice(4), ['rate_limited', 'rate_limited'], String(words));
    } finally {
      await strict.close();
    }
  });

  it('stands nowhere in the data folder or in the log', async () => {
    const { server } = town;
    const len = await town.demoPerson('len');
    const { code } = await begins(town.amara, len);
    const words = [code, code.replaceAll(' ', ''), code.replaceAll(' ', '-'), NEXT];
    const look = () => fs.readdirSync(server.dataDir)
      .filter((name) => fs.statSync(path.join(server.dataDir, name)).isFile())
      .flatMap((name) => words
        .filter((word) => fs.readFileSync(path.join(server.dataDir, name)).includes(word))
        .map((word) => `${word} in ${name}`));
    await refused(recover(server, 'len', code), 'wrong_state');
    assert.deepEqual(look(), []);
    assert.deepEqual(words.filter((word) => server.stderr.includes(word)), []);
  });
});

describe('a device not seen before', () => {
  const PHONE = 'Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36';
  const LAPTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Firefox/121.0';
  let town;
  before(async () => { town = await Town.demo(); });
  after(() => town.close());

  const on = async (agent) => {
    const device = new Device(town.server, { name: 'june',
      http: new Http(town.server.url, { headers: { 'User-Agent': agent } }) });
    await device.http.call('session.start', { handle: 'june', password: DEMO_PASSWORD });
    await device.attach();
    return town.keep(device);
  };
  const told = async (device) => (await device.call('account.notices')).notices;

  it('is told of to those that are signed in, and to it not', async () => {
    const phone = await on(PHONE);
    assert.deepEqual(await told(phone), []);
    const laptop = await on(LAPTOP);
    await hears(phone, 'account');
    const [notice, ...more] = await told(phone);
    assert.deepEqual(more, []);
    assert.equal(notice.news, 'new_device');
    const { sessions } = await phone.call('session.list');
    const row = sessions.find((one) => one.id === notice.session);
    assert.equal(row.device, notice.device);
    assert.match(notice.device, /Firefox/);
    assert.equal(row.current, false);
    assert.deepEqual(await told(laptop), []);
    // It cannot close what warns of it; the phone, which was there before, can.
    await laptop.call('account.notices_seen');
    assert.equal((await told(phone)).length, 1);
    await phone.call('account.notices_seen');
    assert.deepEqual(await told(phone), []);
    const again = await on(LAPTOP);
    assert.deepEqual(await told(phone), []);
    assert.deepEqual(await told(again), []);
  });
});
