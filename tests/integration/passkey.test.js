// Passkeys over the wire: made and used with each kind of key, and refused, all alike, for
// whatever is wrong with them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { touchDatabase } from '../lib/database.js';
import { Http, refused } from '../lib/http.js';
import { FLAGS, SoftPasskey } from '../lib/passkey.js';
import { PASSWORD, Town } from '../lib/people.js';
import { setUp } from '../lib/totp.js';
import { until } from '../lib/wait.js';

const READ = 'import sqlite3, sys\n' +
  'db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)\n' +
  'print(db.execute("SELECT count(*) FROM audit WHERE action = ? AND outcome = ?",' +
  ' sys.argv[2:4]).fetchone()[0])\n';

/** How many rows of the audit log say so. */
function audited(server, action, outcome) {
  const run = spawnSync('python3',
    ['-c', READ, path.join(server.dataDir, 'kith.db'), action, outcome], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return Number(run.stdout);
}

describe('a passkey', () => {
  let town;
  let june;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
  });
  after(() => town.close());

  const begin = (who = june) =>
    who.http.call('account.passkey_begin', { password: PASSWORD });
  const newPhone = (kind) => new SoftPasskey(town.server.origin, kind);
  const add = async (phone, how, who = june) =>
    (await who.http.call('account.passkey_add', phone.make(await begin(who), how))).passkey;
  const ask = (http) => http.call('session.passkey_begin');
  const signIn = async (phone, how, http = new Http(town.server.url)) => {
    const { person } = await http.call('session.passkey_start',
      phone.signIn(await ask(http), how));
    return { person, http };
  };
  const remove = (passkey, who = june) => who.http.call('account.passkey_remove',
    { passkey, password: PASSWORD });

  for (const kind of ['ES256', 'EdDSA', 'RS256']) {
    it(`of the kind ${kind} is made, listed, used and taken away`, async () => {
      const phone = newPhone(kind);
      const passkey = await add(phone, { name: `My ${kind} phone` });
      const { passkeys: [before] } = await june.call('account.passkeys');
      assert.equal(before.passkey, passkey);
      assert.equal(before.name, `My ${kind} phone`);
      assert.equal(before.used_at, undefined);
      const { person, http } = await signIn(phone);
      assert.equal(person, june.person);
      const { sessions } = await http.call('session.list');
      assert.ok(sessions.some((one) => one.current));
      assert.ok((await june.call('account.passkeys')).passkeys[0].used_at > 0);
      await remove(passkey);
      assert.deepEqual((await june.call('account.passkeys')).passkeys, []);
      await refused(signIn(phone), 'unauthenticated');
      await refused(http.call('session.list'), 'unauthenticated');
    });
  }

  it('that is taken away signs out where it was used or made, and nobody else', async () => {
    const phone = newPhone();
    const [lost, tablet] = [await town.again(june), await town.again(june)];
    await lost.attach();
    const passkey = await add(phone, {}, lost);
    const other = await add(newPhone(), {}, tablet);
    const { http } = await signIn(phone);
    await remove(passkey);
    await refused(lost.http.call('session.list'), 'unauthenticated');
    await refused(http.call('session.list'), 'unauthenticated');
    await lost.isClosed();
    await tablet.http.call('session.list');
    await june.http.call('session.list');
    await remove(other, tablet);
    await tablet.http.call('session.list'); // where one is one stays
  });

  it('tells nobody whose it is, and asks for no name', async () => {
    const phone = newPhone();
    const asked = await begin();
    assert.ok(!JSON.stringify(asked).includes(june.person));
    assert.equal(Buffer.from(asked.user, 'base64url').length, 32);
    assert.equal((await begin()).user, asked.user);
    const passkey = await add(phone);
    assert.deepEqual(Object.keys(await ask(new Http(town.server.url))).sort(),
      ['challenge', 'expires_ms', 'rp_id']);
    assert.deepEqual((await begin()).credentials, [phone.id.toString('base64url')]);
    await remove(passkey);
  });

  it('takes the password to make, and cannot be made twice, late or for another page', async () => {
    const phone = newPhone();
    await refused(june.http.call('account.passkey_begin', { password: 'not this one' }),
      'wrong_state', { field: 'password' });
    const asked = await begin();
    const make = (how) => june.http.call('account.passkey_add', phone.make(asked, how));
    await refused(make({ changes: { origin: 'https://evil.test' } }), 'bad_request',
      { field: 'client_data' });
    await refused(make({ changes: { crossOrigin: true } }), 'bad_request',
      { field: 'client_data' });
    await refused(make({ without: FLAGS.RECOGNISED }), 'bad_request',
      { field: 'authenticator_data' });
    const wild = (more) => june.http.call('account.passkey_add', { ...phone.make(asked), ...more },
      { wild: true });
    await refused(wild({ authenticator_data: 'A' }), 'bad_request',
      { field: 'authenticator_data' });
    await refused(wild({ client_data: 'e30' }), 'bad_request', { field: 'client_data' });
    await refused(wild({ authenticator_data: 'A'.repeat(2732) }), 'too_large',
      { field: 'authenticator_data' });
    const { passkey } = await make();
    await refused(make(), 'expired');
    const twin = await town.again(june);
    await refused(twin.http.call('account.passkey_add', newPhone().make(await begin())), 'expired');
    await refused(june.http.call('account.passkey_add', phone.make(await begin())), 'conflict');
    await remove(passkey);
  });

  it('is refused in the same words, whatever is wrong', async () => {
    const phone = newPhone();
    const passkey = await add(phone);
    const http = new Http(town.server.url);
    const stranger = newPhone();
    stranger.user = phone.user;
    const forger = newPhone();
    Object.assign(forger, { id: phone.id, user: phone.user });
    const right = phone.signIn(await ask(http));
    const flipped = Buffer.from(right.signature, 'base64url');
    flipped[flipped.length - 1] ^= 1;
    const asked = await ask(http);
    const wrong = {
      'a signature that was changed': { ...right, signature: flipped.toString('base64url') },
      'an owner who was not recognised': phone.signIn(asked, { without: FLAGS.RECOGNISED }),
      'an owner who was not there': phone.signIn(asked, { without: FLAGS.PRESENT }),
      'another page': phone.signIn(asked, { changes: { origin: 'http://127.0.0.1:1' } }),
      'another service': phone.signIn(asked, { rpId: 'evil.test' }),
      'another purpose': phone.signIn(asked, { changes: { type: 'webauthn.create' } }),
      'a challenge of nobody': phone.signIn({ ...asked, challenge: 'AAAA' }),
      'a challenge for making one': phone.signIn({ ...asked,
        challenge: (await begin()).challenge }),
      'a passkey that nobody knows': stranger.signIn(asked),
      'a key of somebody else': forger.signIn(asked),
      'another owner': { ...phone.signIn(asked), user: 'AAAA' },
    };
    const answers = new Set();
    for (const [what, params] of Object.entries(wrong)) {
      const { answer } = await refused(http.call('session.passkey_start', params),
        'unauthenticated').catch((cause) => { throw new Error(what, { cause }); });
      answers.add(JSON.stringify(answer));
      assert.equal(http.cookie, null, what);
    }
    assert.equal(answers.size, 1, [...answers].join('\n'));
    await http.call('session.passkey_start', right);
    await refused(new Http(town.server.url).call('session.passkey_start', right),
      'unauthenticated'); // the same again
    await remove(passkey);
  });

  it('that counts backwards is one of two, and that is written down', async () => {
    const phone = newPhone();
    phone.counter = 5;
    const passkey = await add(phone);
    await signIn(phone);
    await signIn(phone);
    const copy = Object.assign(newPhone(), phone, { counter: 5 });
    assert.equal(audited(town.server, 'session.passkey_start', 'counter_went_back'), 0);
    await refused(signIn(copy), 'unauthenticated');
    assert.equal(audited(town.server, 'session.passkey_start', 'counter_went_back'), 1);
    assert.match(town.server.stderr, /event=passkey_counter_went_back person=p\w+ passkey=y\w+/);
    await signIn(phone);
    await remove(passkey);
  });

  it('can be taken away with another, and not with that of anybody else', async () => {
    const [phone, spare] = [newPhone(), newPhone('EdDSA')];
    const [passkey, other] = [await add(phone), await add(spare)];
    const mo = await town.carer('Moira');
    const hers = newPhone();
    await add(hers, {}, mo);
    const prove = async (device, id, who = june) => who.http.call('account.passkey_remove',
      { passkey: id, ...device.answer(await who.http.call('account.passkey_ask')) });
    await refused(prove(hers, passkey), 'wrong_state', { field: 'signature' });
    await refused(prove(hers, passkey, mo), 'not_found');
    await refused(june.http.call('account.passkey_remove', { passkey, password: 'not this one' }),
      'wrong_state', { field: 'password' });
    await refused(june.http.call('account.passkey_remove', { passkey }, { wild: true }),
      'bad_request');
    await prove(spare, passkey);
    await refused(signIn(phone), 'unauthenticated');
    await signIn(spare);
    await prove(spare, other); // the last one, with itself
    await refused(signIn(spare), 'unauthenticated');
  });

  it('that was added or taken away is told to all other devices', async () => {
    const mo = await town.carer('Mo');
    const laptop = await town.again(mo);
    await laptop.attach();
    const told = async (who) => (await who.call('account.notices')).notices
      .map((one) => one.news).filter((news) => news.startsWith('passkey_'));
    const hears = (count) => until('the laptop to hear of it', () => laptop.heard.filter(
      ({ kind, data }) => kind === 'care.changed' && data.what === 'account').length >= count);
    const passkey = await add(newPhone(), {}, mo);
    await hears(1);
    assert.deepEqual(await told(laptop), ['passkey_added']);
    await remove(passkey, mo);
    await hears(2);
    assert.deepEqual(await told(laptop), ['passkey_removed', 'passkey_added']);
    assert.deepEqual(await told(mo.http), [], 'not where it was done');
  });

  it('made by somebody who had the password is told of, and goes with the password', async () => {
    const nan = await town.carer('Nancy');
    const thief = await town.again(nan);
    const phone = newPhone();
    const news = async () => (await nan.http.call('account.notices')).notices
      .map((one) => one.news).filter((one) => one.startsWith('passkey'));
    const passkey = await add(phone, {}, thief);
    assert.deepEqual(await news(), ['passkey_added']);
    await remove(passkey, thief);
    assert.deepEqual(await news(), ['passkey_removed', 'passkey_added']);
    await add(phone, {}, thief);
    await nan.http.call('account.set_password',
      { password: PASSWORD, new_password: 'mug carpet friday' });
    await refused(signIn(phone), 'unauthenticated');
  });

  it('made with the password alone goes when the second step is set up, one made with a code stays', async () => {
    const lil = await town.carer('Lilian');
    const [old, phone] = [newPhone(), newPhone()];
    await add(old, {}, lil);
    const { codes } = await setUp(lil.http, PASSWORD);
    await refused(signIn(old), 'unauthenticated');
    await lil.http.call('account.passkey_add', phone.make(
      await lil.http.call('account.passkey_begin', { password: PASSWORD, code: codes[0] })));
    await lil.http.call('account.set_password',
      { password: PASSWORD, new_password: 'mug carpet friday', code: codes[1] });
    await signIn(phone);
  });

  it('that she makes herself stops a code of staff for a new password', async () => {
    const mary = await town.carer('Mary');
    await town.cora.http.call('person.recovery_begin',
      { person: mary.person, reason: 'Somebody rang.' });
    assert.ok((await mary.http.call('account.notices')).recovery);
    await add(newPhone(), {}, mary);
    assert.equal((await mary.http.call('account.notices')).recovery, undefined);
  });

  it('is one of at most ten', async () => {
    const all = [];
    for (let i = 0; i < 10; i += 1) {
      all.push(await add(newPhone()));
    }
    await refused(begin(), 'too_large', { field: 'passkeys' });
    await remove(all[0]);
    await add(newPhone());
  });
});

describe('a passkey of staff', () => {
  it('is the second step that they have to have', async () => {
    const town = await Town.found();
    try {
      const { cora } = town;
      const phone = new SoftPasskey(town.server.origin);
      const asked = await cora.http.call('account.passkey_begin', { password: PASSWORD });
      await cora.http.call('account.passkey_add', phone.make(asked));
      await town.server.stop({ keep: true });
      await town.server.restart({ options: { 'staff-second-factor': 'required' } });
      const byPassword = new Http(town.server.url);
      await byPassword.call('session.start', { handle: 'cora', password: PASSWORD });
      await refused(byPassword.call('people.list'), 'step_up', { field: 'second_factor' });
      const http = new Http(town.server.url);
      phone.origin = town.server.origin;
      await http.call('session.passkey_start',
        phone.signIn(await http.call('session.passkey_begin')));
      assert.ok((await http.call('people.list')).people.length > 0);
      // Her password alone makes no other, and no app.
      const spare = new SoftPasskey(town.server.origin);
      const begin = (who) => who.call('account.passkey_begin', { password: PASSWORD });
      await refused(begin(byPassword), 'step_up', { field: 'passkey' });
      await refused(byPassword.call('account.second_factor_begin', { password: PASSWORD }),
        'step_up', { field: 'passkey' });
      await http.call('account.passkey_add', spare.make(await begin(http)));
      // Whoever has none yet makes one, which shows it as well.
      const ada = new Http(town.server.url);
      await ada.call('session.start', { handle: 'ada', password: PASSWORD });
      await refused(ada.call('people.list'), 'step_up', { field: 'second_factor' });
      await ada.call('account.passkey_add',
        new SoftPasskey(town.server.origin).make(await begin(ada)));
      await ada.call('people.list');
      // The last one stays: it is all of her second step.
      const { passkeys } = await ada.call('account.passkeys');
      const { passkey: anns } = passkeys[0];
      await refused(ada.call('account.passkey_remove', { passkey: anns, password: PASSWORD }),
        'wrong_state', { field: 'passkeys' });
      // Whoever has lost hers is helped like one who has lost her app.
      await ada.call('person.second_factor_reset',
        { person: cora.person, reason: 'Her phone was stolen.' });
      await refused(http.call('session.list'), 'unauthenticated');
      await refused(new Http(town.server.url).call('session.passkey_start',
        phone.signIn(await ada.call('session.passkey_begin'))), 'unauthenticated');
    } finally {
      await town.server.stop();
    }
  });

  it('is not taken away by a code for a new password, which would be all it needs', async () => {
    const town = await Town.found();
    const { ada, cora, server } = town;
    const next = 'mug carpet friday';
    try {
      const phone = new SoftPasskey(server.origin);
      await cora.http.call('account.passkey_add', phone.make(
        await cora.http.call('account.passkey_begin', { password: PASSWORD })));
      await setUp(ada.http, PASSWORD);
      await server.stop({ keep: true });
      await server.restart({ options: { 'staff-second-factor': 'required' } });
      phone.origin = server.origin;
      ada.http.url = server.url;
      const { code } = await ada.http.call('person.recovery_begin',
        { person: cora.person, reason: 'She rang.' });
      touchDatabase(server, 'UPDATE recovery SET usable_utc_ms = 1');
      await new Http(server.url).call('account.recover',
        { handle: 'cora', code, new_password: next });
      const rogue = new Http(server.url);
      await rogue.call('session.start', { handle: 'cora', password: next });
      await refused(rogue.call('account.second_factor_begin', { password: next }),
        'step_up', { field: 'passkey' });
      const http = new Http(server.url);
      await http.call('session.passkey_start',
        phone.signIn(await http.call('session.passkey_begin')));
      assert.ok((await http.call('people.list')).people.length > 0);
    } finally {
      await server.stop();
    }
  });
});
