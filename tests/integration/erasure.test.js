// account.erase*, person.erase: asking to be forgotten, coming back, and what is left of
// somebody afterwards, also where the server is killed in the middle of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Backups } from '../lib/backup.js';
import { Device } from '../lib/client.js';
import { alterDatabase, queryDatabase } from '../lib/database.js';
import { filesIn } from '../lib/files.js';
import { Http, refused } from '../lib/http.js';
import { agrees, introduced, isReady } from '../lib/matching.js';
import { PASSWORD, Town } from '../lib/people.js';
import { kithctl, removeDataDir } from '../lib/server.js';
import { setUp } from '../lib/totp.js';
import { until } from '../lib/wait.js';

const DAY_MS = 86_400_000;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const cid = (n) => `erasure-test-${n}`;

/** The number that an id of the protocol stands for, as SQL writes it. */
const numberOf = (id) => [...id.slice(1)]
  .reduce((value, digit) => value * 32n + BigInt(ALPHABET.indexOf(digit)), 0n);

const erases = (device, password = PASSWORD) => device.http.call('account.erase', { password });
const planOf = (device) => device.http.call('account.erasure_plan');
const named = (plan) => Object.fromEntries(plan.items.map((item) => [item.what, item]));

describe('deleting an account', () => {
  let town;
  before(async () => { town = await Town.found(); });
  after(() => town.close());

  it('wants a code where the second step is on, and tells of it on other devices', async () => {
    const nan = await town.carer('Nan');
    const { codes } = await setUp(nan.http, PASSWORD);
    await refused(erases(nan), 'step_up', { field: 'code' });
    await nan.http.call('account.erase', { password: PASSWORD, code: codes[0] });
    const again = new Http(town.server.url);
    await again.call('session.start', { handle: nan.handle, password: PASSWORD, code: codes[1] });
    const { notices } = await again.call('account.notices');
    assert.deepEqual(notices.map((one) => one.news), ['erasure_asked', 'second_factor_set']);
    await again.call('account.erase_cancel');
  });

  it('shows first what goes now, what within days and what stays', async () => {
    const [june, dev] = [await town.carer('June'), await town.supporter('Dev')];
    await june.attach();
    await dev.attach();
    const conversation = await town.connects(june, dev);
    await june.sends('Hello', conversation);
    await town.again(june);
    await june.call('profile.answer', { field: 'code_word', values: ['Robin'] });
    const plan = await planOf(june);
    const { devices, matching, account, story, words, copies, others_words: others, records, log } =
      named(plan);
    assert.deepEqual(devices, { what: 'devices', when: 'now', count: 1 });
    assert.equal(matching.when, 'now');
    assert.deepEqual(account, { what: 'account', when: 'within_days', days: 14 });
    assert.deepEqual(story, { what: 'story', when: 'within_days', count: 1, days: 14 });
    assert.equal(words.count, 1);
    assert.equal(copies.days, 30);
    assert.deepEqual(others, { what: 'others_words', when: 'kept' });
    assert.deepEqual(records, { what: 'records', when: 'kept' });
    assert.ok(log.until > Date.now() + 5 * 365 * DAY_MS);
    assert.equal(plan.asked_at, undefined);
  });

  it('is the same to read with and without a concern about oneself', async () => {
    const [mo, nina] = [await town.carer('Mona'), await town.carer('Nina')];
    const ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    await ruth.attach();
    await town.cora.call('concern.raise', { cid: cid(1), what: 'She hit him.', person: mo.person });
    const bare = ({ items, days }) => ({ days,
      items: items.map(({ until: kept, ...item }) => ({ ...item, kept: kept !== undefined })) });
    assert.deepEqual(bare(await planOf(mo)), bare(await planOf(nina)));
    await erases(mo);
    await erases(nina);
    assert.deepEqual(bare(await planOf(mo)), bare(await planOf(nina)));
  });

  it('needs the password, signs other devices out and ends what is under way', async () => {
    const [carer, supporter] = [await town.carer('Tess'), await town.supporter('Uma')];
    for (const device of [carer, supporter, town.cora]) {
      await device.attach();
    }
    await agrees(carer);
    await isReady(supporter, town.cora);
    const match = await introduced(carer, supporter, town.cora);
    const phone = await town.again(carer);
    await phone.attach();
    await refused(erases(carer, 'not this one'), 'wrong_state', { field: 'password' });
    assert.ok(phone.attached);
    assert.equal(named(await planOf(carer)).matches.count, 1);
    const { erased_at: at } = await erases(carer);
    assert.ok(Math.abs(at - Date.now() - 14 * DAY_MS) < 60_000);
    await until('the phone to be signed out', () => !phone.attached);
    assert.equal((await supporter.http.call('match.get', { match })).state, 'ended');
    assert.equal((await planOf(carer)).asked_at !== undefined, true);
    const again = await Device.signIn(town.server, carer.handle, PASSWORD);
    await again.http.call('account.erase_cancel');
    assert.equal((await planOf(again)).asked_at, undefined);
    await refused(again.http.call('account.erase_cancel'), 'wrong_state');
  });

  it('is for an administrator to do at her wish, and not for staff to do alone', async () => {
    const nora = await town.carer('Nora');
    await nora.attach();
    const asks = (who, person) =>
      who.http.call('person.erase', { person, reason: 'Her letter of 4 May.' });
    await refused(asks(town.cora, nora.person), 'denied');
    await refused(asks(nora, nora.person), 'denied');
    await refused(asks(town.ada, town.cora.person), 'wrong_state', { field: 'role' });
    await refused(erases(town.cora), 'wrong_state', { field: 'role' });
    await asks(town.ada, nora.person);
    await until('her to be signed out', () => !nora.attached);
  });

  it('is for none who administers only one of the areas that somebody is in', async () => {
    const olive = await town.carer('Olive');
    const sally = await town.invites(town.ada, 'Sally', 'administrator', 'South');
    town.server.kithctl('role', 'grant', olive.person, 'supporter', town.areas.South);
    const asks = (who) => who.http.call('person.erase',
      { person: olive.person, reason: 'Her letter of 4 May.' });
    await refused(asks(sally), 'denied');
    assert.equal((await planOf(olive)).asked_at, undefined);
    await asks(town.ada);
  });
});

/** All sealed bytes and hashes of somebody, and her wrapped keys, as hexadecimal digits. */
function sealedOf(server, person, inbox) {
  const id = numberOf(person);
  const of = (sql, file) => queryDatabase(server, sql.replaceAll('?', `${id}`), file).flat()
    .filter((value) => value !== null);
  return {
    rows: [
      'SELECT name_sealed FROM person WHERE id = ?',
      'SELECT handle_hash FROM account WHERE person = ?',
      'SELECT handle_sealed FROM account WHERE person = ?',
      'SELECT hex(password_hash) FROM account WHERE person = ?',
      'SELECT hash FROM session WHERE person = ?',
      'SELECT device_sealed FROM session WHERE person = ?',
      'SELECT values_sealed FROM profile_answer WHERE person = ?',
      'SELECT hash FROM blind_hash WHERE person = ?',
      'SELECT address_sealed FROM notify WHERE person = ?',
      'SELECT nickname_sealed FROM group_stay WHERE person = ?',
      'SELECT body_sealed FROM event WHERE author = ?',
      `SELECT body_sealed FROM event WHERE conversation = ${inbox}`,
      'SELECT hex(cid) FROM message_cid WHERE sender = ?',
    ].flatMap((sql) => of(sql)),
    keys: of('SELECT wrapped FROM dek WHERE person = ?', 'keys.db'),
  };
}

const inboxOf = (server, person) => queryDatabase(server,
  `SELECT CAST(inbox AS TEXT) FROM person WHERE id = ${numberOf(person)}`)[0][0];

const hitsOf = (server, forms) => filesIn(server.dataDir).flatMap(([name, bytes]) =>
  forms.filter((hex) => bytes.includes(Buffer.from(hex, 'hex'))).map((hex) => `${hex} in ${name}`));

const isDone = (server) => /event=erasure_done/.test(server.stderr);

/** The waiting time of whoever asked is over. */
function isDue(server) {
  alterDatabase(server, 'UPDATE timer SET due_utc_ms = 1 WHERE kind = \'erasure\'');
}

/** A town in which June has written much, and told all that can be told. */
async function writtenTown(options = {}) {
  const town = await Town.found({ options });
  const june = await town.carer('Canaryjune');
  const priya = await town.supporter('Priya');
  const ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
  await june.attach({ device: 'Canarydevice' });
  await priya.attach();
  const pair = await town.connects(june, priya);
  const group = await town.group('Grandparents', june, priya);
  await june.call('group.nickname', { conversation: group, nickname: 'Canarynick' });
  const hers = await june.sends('Canarytext of hers', pair);
  const { seq } = await june.sends('Canarybefore', group);
  await june.call('message.edit', { conversation: group, seq, text: 'Canaryedit' });
  await priya.sends('What Priya wrote', pair);
  await june.call('message.react', { conversation: pair, seq: hers.seq + 1, reaction: 'heart' })
    .catch(() => {});
  for (let n = 0; n < 250; n += 1) {
    await june.sends(`Canarynumber ${n}`, pair);
  }
  await june.call('consent.give', { what: 'special_category' });
  await june.call('profile.answer', { field: 'code_word', values: ['Canarycode'] });
  await june.call('blind.add', { kind: 'relative', name: 'Canaryrelative Hall',
    birth_year: 1987, postcode: 'CX1 9YZ' });
  await june.call('notify.set', { mail: true, address: 'canary@example.org' })
    .catch(() => {});
  const { concern } = await priya.call('concern.raise',
    { cid: cid(2), what: 'Canaryconcern: what June said.', person: june.person });
  await ruth.http.call('concern.triage', { concern, grade: 'same_day', reason: 'At school.' });
  await ruth.http.call('concern.own', { concern });
  return { town, june, priya, ruth, pair, group, concern, hers };
}

async function closes(ruth, concern) {
  await ruth.http.call('concern.close', { concern, outcome: 'no_action', reason: 'Nothing in it.',
    keep_until: Date.now() + 365 * DAY_MS, keep_reason: 'Policy.',
    review_at: Date.now() + 30 * DAY_MS });
}

/** June is erased while the server is killed so often; nothing of her is left in any file. */
async function isErased(kills) {
  const { town, june, priya, ruth, pair, concern, hers } = await writtenTown();
  const { server } = town;
  await closes(ruth, concern);
  await erases(june);
  await server.stop({ keep: true });
  const inbox = inboxOf(server, june.person);
  const sealed = sealedOf(server, june.person, inbox);
  assert.ok(sealed.rows.length > 260 && sealed.keys.length === 3, 'there is much of her');
  const before = new Set(hitsOf(server, [...sealed.rows, ...sealed.keys])
    .map((hit) => hit.split(' ')[0]));
  assert.equal(before.size, new Set([...sealed.rows, ...sealed.keys]).size, 'all is found');
  isDue(server);
  for (let n = 0; n < kills; n += 1) {
    await server.restart();
    await new Promise((resolve) => { setTimeout(resolve, 150 + n * 60); });
    await server.kill9();
  }
  await server.restart();
  await until('her to be erased', () => isDone(server), 20_000);
  assert.deepEqual(hitsOf(server, [...sealed.rows, ...sealed.keys]), [], 'while it runs');
  const reader = await Device.signIn(server, priya.handle, PASSWORD);
  const { events, people } = await reader.http.call('conversation.history',
    { conversation: pair, limit: 50, after: 0 });
  const text = JSON.stringify({ events, people });
  assert.ok(text.includes('What Priya wrote'), 'her friend still has her own half');
  assert.ok(!text.includes('Canary'), 'and nothing of June\'s');
  assert.ok(events.some((e) => e.seq === hers.seq), 'a gap is not left either');
  await refused(Device.signIn(server, june.handle, PASSWORD), 'unauthenticated');
  const lead = await Device.signIn(server, ruth.handle, PASSWORD);
  const { full } = await lead.http.call('concern.get', { concern });
  assert.ok(full.what.includes('Canaryconcern'), 'the record stays');
  assert.ok(full.entries.some((r) => r.text?.includes('Canaryjune')), 'with her name');
  await refused(reader.http.call('concern.get', { concern }), 'denied');
  const key = server.kithctl('audit', 'key').stdout.trim();
  await server.stop({ keep: true });
  server.kithctl('audit', 'verify', '--heads', path.join(server.dataDir, 'audit-heads'),
    '--key', key);
  assert.deepEqual(hitsOf(server, [...sealed.rows, ...sealed.keys]), [], 'and after');
  assert.ok(!server.stderr.includes('Canary') && !server.stderr.includes('canary'));
  await server.stop();
}

describe('what is left of somebody', () => {
  it('is nothing in any file', () => isErased(0));

  it('is nothing, however often the server is killed meanwhile', () => isErased(12));

  it('is her name in a record, also after going back to before she was erased', async () => {
    const backups = new Backups();
    const { town, june, ruth, concern } = await writtenTown(backups.options);
    const { server } = town;
    try {
      await closes(ruth, concern);
      const archives = backups.make(server);
      await erases(june);
      await server.stop({ keep: true });
      const { keys } = sealedOf(server, june.person, inboxOf(server, june.person));
      isDue(server);
      await server.restart();
      await until('her to be erased', () => isDone(server), 20_000);
      await server.stop({ keep: true });
      const { dataDir } = backups.restore(server, archives,
        { args: ['--ledger', backups.at('safety.ledger')] });
      fs.copyFileSync(path.join(server.dataDir, 'master.key'), path.join(dataDir, 'master.key'));
      kithctl(dataDir, ['restore', '--acknowledge']);
      removeDataDir(server.dataDir);
      server.dataDir = dataDir;
      const stderrBefore = server.stderr.length;
      await server.restart();
      const isDoneAgain = () => /event=erasure_done/.test(server.stderr.slice(stderrBefore));
      await until('her to be erased again', isDoneAgain, 20_000);
      assert.ok(keys.length > 0);
      assert.deepEqual(hitsOf(server, keys), []);
      const lead = await Device.signIn(server, ruth.handle, PASSWORD);
      const { full } = await lead.http.call('concern.get', { concern });
      assert.equal(full.entries.filter((r) =>
        r.text?.includes('Canaryjune left the service')).length, 1);
    } finally {
      await server.stop();
      backups.remove();
    }
  });

  it('is nothing that others read, whether a record keeps her words or not', async () => {
    const town = await Town.found();
    const { server, cora } = town;
    const [anna, bella, priya] = [await town.carer('Anna'), await town.carer('Bella'),
      await town.supporter('Priya')];
    const group = await town.group('Kettle', anna, bella, priya);
    for (const who of [anna, bella, priya]) {
      await who.attach();
    }
    await anna.sends('the red kettle', group);
    await bella.sends('the red kettle', group);
    await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    await cora.call('concern.raise', { cid: cid(7), what: 'She hit him.', person: anna.person });
    await erases(anna);
    await erases(bella);
    await server.stop({ keep: true });
    isDue(server);
    await server.restart();
    const again = await town.again(priya);
    const read = async () => (await again.http.call('conversation.history',
      { conversation: group, limit: 100 })).events.filter(({ kind }) => kind === 'message.sent');
    await until('their words to be gone', async () =>
      (await read()).every(({ data }) => data.removed), 20_000);
    const [first, second] = await read();
    assert.deepEqual(first.data, second.data);
    const { events } = await again.http.call('message.search',
      { conversation: group, words: 'kettle' });
    assert.deepEqual(events, []);
    await server.stop({ keep: true });
    await until('one to be kept', () => {
      const states = queryDatabase(server, 'SELECT state FROM erasure ORDER BY state').flat();
      return states.includes('erasing');
    });
    await server.stop();
  });

  it('is her words, sealed, for as long as a record needs them', async () => {
    const { town, june, ruth, concern } = await writtenTown();
    const { server } = town;
    await erases(june);
    await server.stop({ keep: true });
    const inbox = inboxOf(server, june.person);
    const sealed = sealedOf(server, june.person, inbox);
    isDue(server);
    await server.restart();
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
    await server.stop({ keep: true });
    const [[step, rest]] = queryDatabase(server, 'SELECT step, rest_until_utc_ms FROM erasure');
    assert.equal(step, 6, 'it waits before her words');
    assert.ok(rest > Date.now() + DAY_MS / 2);
    assert.equal(queryDatabase(server, 'SELECT wrapped FROM dek WHERE person = '
      + `${numberOf(june.person)}`, 'keys.db').length, 3);
    await server.restart();
    await closes(await Device.signIn(server, ruth.handle, PASSWORD), concern);
    await server.stop({ keep: true });
    alterDatabase(server, 'UPDATE erasure SET rest_until_utc_ms = 1');
    await server.restart();
    await until('her to be erased', () => isDone(server), 20_000);
    await server.stop({ keep: true });
    assert.deepEqual(hitsOf(server, [...sealed.rows, ...sealed.keys]), []);
    await server.stop();
  });
});
