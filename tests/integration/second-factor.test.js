// The second step of signing in: an authenticator app, recovery codes, staff who have to
// have it, and who helps whoever lost it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readCommands } from '../lib/access/table.js';
import { Device } from '../lib/client.js';
import { Http, refused } from '../lib/http.js';
import { DEMO_PASSWORD, PASSWORD, Town } from '../lib/people.js';
import { textOfRows } from '../lib/qr.js';
import { kithctl } from '../lib/server.js';
import { App, bytesOf, codeAt, setUp } from '../lib/totp.js';
import { until } from '../lib/wait.js';

const REASON = 'She rang, and I know her voice.';
const SET_UP = { field: 'second_factor' };
const CODE = { field: 'code' };

const signIn = (server, handle, code, password = PASSWORD) => new Http(server.url)
  .call('session.start', { handle, password, ...(code === undefined ? {} : { code }) });

describe('a second step of signing in', () => {
  let town;
  before(async () => { town = await Town.found(); });
  after(() => town.close());

  it('is set up with the password and a code, and asked for from then on', async () => {
    const june = await town.carer('June');
    const { server } = town;
    assert.deepEqual(await june.call('account.second_factor'), { on: false, required: false });
    const begin = (password) => june.http.call('account.second_factor_begin', { password });
    await refused(begin('not this one'), 'wrong_state', { field: 'password' });
    await refused(june.http.call('account.second_factor_confirm', { code: '123456' }),
      'wrong_state');
    const { key, uri, picture } = await begin(PASSWORD);
    assert.match(key, /^[A-Z2-7]{32}$/);
    assert.ok(new URL(uri).searchParams.get('secret') === key, uri);
    assert.equal(textOfRows(picture), uri);
    const { time } = await june.call('server.hello');
    const confirm = (code) => june.http.call('account.second_factor_confirm', { code });
    await refused(confirm(codeAt(key, time - 600_000)), 'step_up', CODE);
    await signIn(server, 'june'); // not before it is confirmed
    const { codes } = await confirm(codeAt(key, time));
    assert.equal(new Set(codes).size, 10);
    assert.ok(codes.every((code) => /^\d{5}-\d{5}$/.test(code)), String(codes));
    await refused(signIn(server, 'june'), 'step_up', CODE);
    await refused(signIn(server, 'june', codeAt(key, time)), 'step_up', CODE); // used up
    await refused(signIn(server, 'june', '123'), 'step_up', CODE);
    await refused(signIn(server, 'june', codeAt(key, time + 30_000), 'not this one'),
      'unauthenticated');
    await signIn(server, 'june', codeAt(key, time + 30_000));
    await refused(signIn(server, 'june', codeAt(key, time + 30_000)), 'step_up', CODE);
    const status = await june.call('account.second_factor');
    assert.equal(status.on, true);
    assert.equal(status.codes_left, 10);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const mo = await town.carer('Moira');
    const { codes } = await setUp(mo.http, PASSWORD);
    await signIn(town.server, mo.handle, codes[0]);
    await refused(signIn(town.server, mo.handle, codes[0]), 'step_up', CODE);
    await signIn(town.server, mo.handle, codes[1].replace('-', ' '));
    await signIn(town.server, mo.handle, codes[2].replace('-', ''));
    assert.equal((await mo.call('account.second_factor')).codes_left, 7);
    const dot = await town.carer('Dot');
    await setUp(dot.http, PASSWORD);
    await refused(signIn(town.server, dot.handle, codes[3]), 'step_up', CODE);
  });

  it('costs a try for each wrong code or password, none for a code that lacks', async () => {
    const strict = await Town.found({ options: { 'sign-in-per-account': 3 } });
    try {
      const ivy = await strict.carer('Ivy');
      const { codes } = await setUp(ivy.http, PASSWORD);
      const tries = (code, password) => signIn(strict.server, 'ivy', code, password);
      for (let i = 0; i < 8; i += 1) {
        await refused(tries(), 'step_up', CODE);
      }
      await refused(tries(undefined, 'not this one'), 'unauthenticated');
      await refused(tries('123456'), 'step_up', CODE);
      await refused(tries(), 'step_up', CODE);
      await tries(codes[0]);
      await refused(tries(codes[1]), 'rate_limited', { after_ms: true });
      await refused(tries(), 'rate_limited', { after_ms: true });
    } finally {
      await strict.close();
    }
  });

  it('signs out all other devices when it is set up', async () => {
    const nan = await town.carer('Nan');
    await nan.attach();
    const phone = await town.again(nan);
    await phone.attach();
    await setUp(nan.http, PASSWORD);
    await until('the phone to be signed out', () => !phone.attached);
    assert.ok(nan.attached);
  });

  it('is exchanged with a code of the old app, and taken off with the password', async () => {
    const bea = await town.carer('Bea');
    const { app, codes } = await setUp(bea.http, PASSWORD);
    const proof = async (method, code, password = PASSWORD) =>
      bea.http.call(method, { password, ...(code ? { code } : {}) });
    await refused(proof('account.second_factor_begin'), 'step_up', CODE);
    const { key } = await proof('account.second_factor_begin', await app.code());
    assert.notEqual(key, app.key);
    await refused(signIn(town.server, bea.handle), 'step_up', CODE);
    await refused(proof('account.second_factor_remove'), 'step_up', CODE);
    await refused(proof('account.second_factor_remove', codes[0], 'not this one'), 'wrong_state',
      { field: 'password' });
    await proof('account.second_factor_remove', codes[0]);
    await signIn(town.server, bea.handle);
    await refused(proof('account.second_factor_remove'), 'wrong_state');
    await refused(bea.http.call('account.second_factor_confirm', { code: '123456' }),
      'wrong_state');
  });

  it('is not guessed by whoever has her session while she sets it up', async () => {
    const fay = await town.carer('Faith');
    const { key } = await fay.http.call('account.second_factor_begin', { password: PASSWORD });
    const app = new App(fay.http, key);
    const confirm = async (code) => fay.http.call('account.second_factor_confirm', { code });
    for (let i = 0; i < 10; i += 1) {
      await refused(confirm(await app.oldCode()), 'step_up', CODE);
    }
    await refused(confirm(await app.code()), 'rate_limited', { after_ms: true });
  });

  it('is tried ten times in an hour, and no more, also after a restart', async () => {
    const eve = await town.carer('Evelyn');
    const { app, codes } = await setUp(eve.http, PASSWORD);
    for (let i = 0; i < 10; i += 1) {
      await refused(signIn(town.server, eve.handle, await app.oldCode()), 'step_up', CODE);
    }
    const { after_ms } = (await refused(signIn(town.server, eve.handle, codes[0]),
      'rate_limited')).data;
    assert.ok(after_ms > 3_000_000 && after_ms <= 3_600_000, String(after_ms));
    await town.server.stop({ keep: true });
    await town.server.restart();
    await refused(signIn(town.server, eve.handle, codes[0]), 'rate_limited');
    await signIn(town.server, town.cora.handle); // nobody else is kept out
  });

  it('is reset by a coordinator for carers, an administrator for staff, nobody for herself',
    async () => {
      const gran = await town.carer('Gran');
      const fay = await town.invites(town.ada, 'Fay', 'facilitator');
      const sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
      await setUp(gran.http, PASSWORD);
      await setUp(fay.http, PASSWORD);
      await gran.attach();
      const reset = (who, { person }) =>
        who.http.call('person.second_factor_reset', { person, reason: REASON });
      await refused(reset(sol, gran), 'not_found');
      await refused(reset(fay, gran), 'denied');
      await refused(reset(town.ada, gran), 'denied');
      await refused(reset(town.cora, fay), 'denied');
      await refused(reset(town.cora, town.cora), 'not_found');
      await refused(reset(town.ada, town.ada), 'not_found');
      await reset(town.cora, gran);
      await until('her sessions to end', () => !gran.attached);
      await refused(reset(town.cora, gran), 'wrong_state');
      await reset(town.ada, fay);
      const back = await Device.signIn(town.server, gran.handle, PASSWORD);
      const { notices } = await back.http.call('account.notices');
      assert.deepEqual(notices.map((one) => one.news),
        ['second_factor_reset', 'second_factor_set']);
      assert.equal(notices[0].by.name, 'Cora');
      // It came before this session began: it stays to be read.
      await back.http.call('account.notices_seen');
      assert.equal((await back.http.call('account.notices')).notices.length, 2);
    });

  it('is reset at the machine for an administrator whom nobody else can help', async () => {
    const ada = town.ada;
    await setUp(ada.http, PASSWORD);
    await refused(signIn(town.server, ada.handle), 'step_up', CODE);
    town.server.kithctl('second-factor', 'reset', ada.person);
    town.ada = town.keep(await town.again(ada));
  });
});

describe('staff who have to have a second step', () => {
  const OPTIONS = { 'staff-second-factor': 'required' };
  const FREE = ['account.notices', 'account.notices_seen', 'account.passkey_add',
    'account.passkey_ask', 'account.passkey_begin', 'account.passkey_remove',
    'account.passkeys', 'account.recovery_cancel', 'account.second_factor',
    'account.second_factor_begin', 'account.second_factor_confirm',
    'account.second_factor_remove', 'account.set_password', 'session.end', 'session.list',
    'session.revoke'];
  let town;
  let staff;
  before(async () => {
    town = await Town.demo({ options: { 'staff-second-factor': 'offered' } });
    await town.server.stop({ keep: true });
    await town.server.restart({ options: OPTIONS });
    staff = {};
    for (const [handle, role] of [['tom', 'facilitator'], ['amara', 'coordinator'],
      ['ruth', 'safeguarding_lead'], ['admin', 'administrator']]) {
      staff[role] = await Device.signIn(town.server, handle, DEMO_PASSWORD);
    }
  });
  after(async () => {
    await town.amara.leave().catch(() => {});
    await town.server.stop();
  });

  const commands = readCommands();

  for (const role of ['facilitator', 'coordinator', 'safeguarding_lead', 'administrator']) {
    it(`lets a ${role} without one call nothing but setting it up`, async () => {
      const open = [];
      for (const [name, definition] of Object.entries(commands)) {
        const may = !Array.isArray(definition.roles) || definition.roles.includes(role);
        if (!may || definition.via === 'ws' || name === 'session.end') {
          continue;
        }
        const params = name === 'account.set_password'
          ? { password: 'not this one', new_password: 'mug carpet friday' }
          : definition.examples[0].params;
        const error = await staff[role].http.call(name, params, { wild: true })
          .then(() => null, (cause) => cause);
        if (error?.error !== 'step_up' || error.data.field !== 'second_factor') {
          open.push(name);
        }
      }
      assert.deepEqual(open.sort(), FREE.filter((name) => name !== 'session.end'));
    });

    it(`does not let a ${role} without one open a socket`, async () => {
      await refused(staff[role].attach(), 'step_up', SET_UP);
    });
  }

  it('does not ask it of carers and supporters', async () => {
    const june = await Device.signIn(town.server, 'june', DEMO_PASSWORD);
    await june.attach();
    assert.equal((await june.call('account.second_factor')).required, false);
    await june.leave();
  });

  it('opens everything once it is set up, and cannot be taken off', async () => {
    const { http } = staff.coordinator;
    assert.equal((await http.call('account.second_factor')).required, true);
    const { codes } = await setUp(http, DEMO_PASSWORD);
    await staff.coordinator.attach();
    await staff.coordinator.call('people.list', {});
    await refused(http.call('account.second_factor_remove',
      { password: DEMO_PASSWORD, code: codes[0] }), 'denied');
    const again = await signIn(town.server, 'amara', codes[1], DEMO_PASSWORD);
    assert.equal(again.person, staff.coordinator.person);
    await staff.coordinator.leave();
  });

  it('is asked of whoever becomes staff while she is attached', async () => {
    const june = await Device.signIn(town.server, 'june', DEMO_PASSWORD);
    await june.attach();
    kithctl(town.server.dataDir, ['role', 'grant', june.person, 'facilitator', 'North']);
    await until('june to be asked', () => !june.attached);
    await june.http.call('account.second_factor'); // she is still signed in
    await refused(june.attach(), 'step_up', SET_UP);
  });

  it('leaves other programs alone, which have a token and nobody to type', async () => {
    const made = kithctl(town.server.dataDir,
      ['token', 'create', staff.administrator.person, 'bridge']).stdout;
    const [token] = made.match(/[A-Za-z0-9_-]{43}/);
    await new Http(town.server.url, { bearer: token }).call('people.list', {});
  });
});

describe('canary', () => {
  it('finds no secret of the second step in the data folder or the log', async () => {
    const town = await Town.found({ args: ['--log-level', 'debug'] });
    const { server } = town;
    const june = await town.carer('June');
    const { app, codes } = await setUp(june.http, PASSWORD);
    const { key: next } = await june.http.call('account.second_factor_begin',
      { password: PASSWORD, code: codes[0] });
    await signIn(server, 'june', codes[1]);
    await refused(signIn(server, 'june', '123456'), 'step_up');
    const secrets = [app.key, next];
    const raw = secrets.map((key) => bytesOf(key));
    const words = [...secrets, ...codes, ...codes.map((code) => code.replace('-', ''))];
    const look = () => {
      const hits = [];
      for (const name of fs.readdirSync(server.dataDir)) {
        const file = path.join(server.dataDir, name);
        const bytes = fs.statSync(file).isFile() ? fs.readFileSync(file) : Buffer.alloc(0);
        hits.push(...[...words, ...raw].filter((word) => bytes.includes(word))
          .map((word) => `${word} in ${name}`));
      }
      return hits;
    };
    const running = look();
    await server.stop({ keep: true });
    const log = words.filter((word) => server.stderr.includes(word));
    assert.deepEqual({ running, stopped: look(), log }, { running: [], stopped: [], log: [] });
    await server.restart();
    await signIn(server, 'june', await app.code());
    await town.close();
  });
});
