// concerns.over, concern.keep, concern.destroy: records whose time to keep is over, who may
// destroy them, and what is left of one in any file.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { queryDatabase, readDatabase, touchDatabase } from '../lib/database.js';
import { refused } from '../lib/http.js';
import { PASSWORD, Town } from '../lib/people.js';
import { setUp } from '../lib/totp.js';
import { until } from '../lib/wait.js';

const DAY = 86_400_000;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const REASON = 'The year of our policy is over.';

/** What the audit log says was done to a record, and whether a second person agreed. */
const auditOf = (server, action, concern) => readDatabase(server.dataDir, 'SELECT group_concat('
  + 'outcome || (coalesce(approver, 0) <> 0)) FROM audit WHERE outcome <> \'denied\' AND '
  + `action = '${action}' AND object = ${numberOf(concern)}`);

let count = 0;
const cid = () => `concern-end-test-${count += 1}`;

/** The number that an id of the protocol stands for, as SQL writes it. */
const numberOf = (id) => [...id.slice(1)]
  .reduce((value, digit) => value * 32n + BigInt(ALPHABET.indexOf(digit)), 0n);

const keeping = () => ({ keep_until: Date.now() + 365 * DAY, keep_reason: 'Policy: one year.',
  review_at: Date.now() + 30 * DAY });

const destroys = (who, concern, more = {}) => who.http.call('concern.destroy',
  { concern, reason: REASON, password: PASSWORD, ...more });

const overOf = async (who) => (await who.http.call('concerns.over')).records;
const overFor = async (who, concern) => (await overOf(who))
  .find(({ row }) => row.concern === concern);

/** A concern that `by` raised, which the lead closed, and a second where one is needed. */
async function closed({ by, lead, second }, params = {}) {
  const { concern } = await by.http.call('concern.raise',
    { cid: cid(), what: 'He said: I am afraid.', ...params });
  await lead.http.call('concern.triage', { concern, grade: 'same_day', reason: 'At school.' });
  await lead.http.call('concern.own', { concern });
  await lead.http.call('concern.record', { cid: cid(), concern, kind: 'fact',
    text: 'His teacher rang.', whom: 'Mrs Hall' });
  await lead.http.call('concern.refer', { cid: cid(), concern, to: 'police', reason: 'Danger.' });
  const { state } = await lead.http.call('concern.close', { concern, outcome: 'unfounded',
    reason: 'He was away.', ...keeping() });
  if (state === 'closing') {
    await second.http.call('concern.confirm_close', { concern, agree: true });
  }
  return concern;
}

/** Its time to keep was over yesterday. */
const isOver = (server, concern) => touchDatabase(server, 'UPDATE concern SET keep_until_utc_ms '
  + `= ${Date.now() - DAY} WHERE id = ${numberOf(concern)}`);

describe('records whose time is over', () => {
  let town;
  let june;
  let dev;
  let ruth;
  let rose;
  let cast;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    dev = await town.supporter('Dev');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    rose = await town.invites(town.ada, 'Rose', 'safeguarding_lead', null);
    cast = { by: june, lead: ruth, second: rose };
  });
  after(() => town.close());

  it('are listed for a lead, who keeps them longer for a reason', async () => {
    const concern = await closed(cast);
    assert.equal(await overFor(ruth, concern), undefined);
    await refused(destroys(ruth, concern), 'wrong_state');
    isOver(town.server, concern);
    const record = await overFor(ruth, concern);
    assert.equal(record.keep_reason, 'Policy: one year.');
    assert.equal(record.outcome, 'unfounded');
    assert.ok(record.keep_until < Date.now() && record.review_at > Date.now());
    assert.deepEqual(record.row.can, ['reopen', 'keep', 'destroy']);
    for (const nobody of [town.cora, town.ada]) {
      assert.deepEqual(await overOf(nobody), []);
      await refused(destroys(nobody, concern), 'not_found');
      await refused(nobody.http.call('concerns.over', { after: concern }), 'not_found');
    }
    for (const nobody of [june, dev]) {
      await refused(nobody.http.call('concerns.over'), 'denied');
      await refused(destroys(nobody, concern), 'denied');
    }
    assert.deepEqual((await ruth.http.call('concerns.over', { after: concern })).records, []);
    await ruth.http.call('concern.keep', { concern, ...keeping(), keep_reason: 'His sister.' });
    assert.equal(await overFor(ruth, concern), undefined);
    const { full } = await ruth.http.call('concern.get', { concern });
    assert.equal(full.keep_reason, 'His sister.');
    assert.equal(auditOf(town.server, 'concern.keep', concern), 'done0');
  });

  it('are destroyed by a lead who shows that it is her', async () => {
    const concern = await closed(cast);
    isOver(town.server, concern);
    await refused(destroys(ruth, concern, { password: 'not this one' }), 'wrong_state',
      { field: 'password' });
    const { codes } = await setUp(ruth.http, PASSWORD);
    await refused(destroys(ruth, concern), 'step_up', { field: 'code' });
    assert.deepEqual(await destroys(ruth, concern, { code: codes[0] }), { destroyed: true });
    assert.equal(await overFor(ruth, concern), undefined);
    await refused(ruth.http.call('concern.get', { concern }), 'not_found');
    await refused(destroys(rose, concern), 'not_found');
    const mine = (await june.http.call('concern.mine')).concerns;
    assert.ok(!mine.some((one) => one.concern === concern));
    ruth.codes = codes.slice(1);
  });

  it('are destroyed by two where somebody who helps others is in them', async () => {
    const concern = await closed(cast, { person: dev.person });
    isOver(town.server, concern);
    const code = () => ({ code: ruth.codes.shift() });
    assert.deepEqual(await destroys(ruth, concern, code()), { destroyed: false });
    await refused(destroys(ruth, concern, code()), 'denied');
    const { row, asked_by: asked, asked_at: at } = await overFor(rose, concern);
    assert.equal(asked.name, 'Ruth');
    assert.ok(at > Date.now() - 60_000);
    assert.ok(row.can.includes('destroy'));
    assert.ok(!(await overFor(ruth, concern)).row.can.includes('destroy'));
    const { full } = await rose.http.call('concern.get', { concern });
    assert.ok(full.entries.at(-1).text.endsWith(REASON), 'the second reads why');
    await rose.http.call('concern.keep', { concern, ...keeping() });
    isOver(town.server, concern);
    assert.equal((await overFor(rose, concern)).asked_by, undefined);
    assert.deepEqual(await destroys(rose, concern), { destroyed: false });
    assert.deepEqual(await destroys(ruth, concern, code()), { destroyed: true });
    await refused(rose.http.call('concern.get', { concern }), 'not_found');
    assert.equal(auditOf(town.server, 'concern.destroy', concern), 'asked0,asked0,done1');
  });

  it('are not seen by a lead whom they are about', async () => {
    const concern = await closed({ ...cast, second: town.cora }, { person: rose.person })
      .catch(() => null);
    const { concerns } = await ruth.http.call('concerns.list');
    const id = concern ?? concerns.find((one) => one.about
      .some(({ person }) => person === rose.person)).concern;
    touchDatabase(town.server, 'UPDATE concern SET state = \'closed\', keep_until_utc_ms = 1 '
      + `WHERE id = ${numberOf(id)}`);
    assert.ok(await overFor(ruth, id));
    assert.equal(await overFor(rose, id), undefined);
    await refused(destroys(rose, id), 'not_found');
    await refused(rose.http.call('concerns.over', { after: id }), 'not_found');
  });
});

const files = (dataDir) => fs.readdirSync(dataDir)
  .filter((name) => fs.statSync(path.join(dataDir, name)).isFile())
  .map((name) => [name, fs.readFileSync(path.join(dataDir, name))]);

const hitsOf = (server, forms) => files(server.dataDir).flatMap(([name, bytes]) =>
  forms.filter((hex) => bytes.includes(Buffer.from(hex, 'hex'))).map((hex) => `${hex} in ${name}`));

/** All sealed bytes of a record, and its wrapped keys, as hexadecimal digits. */
function sealedOf(server, concern) {
  const of = (sql, file) => queryDatabase(server,
    sql.replaceAll('?', `${numberOf(concern)}`), file).flat().filter((value) => value !== null);
  return [
    ...of('SELECT what_sealed FROM concern WHERE id = ?'),
    ...of('SELECT keep_reason_sealed FROM concern WHERE id = ?'),
    ...of('SELECT text_sealed FROM concern_entry WHERE concern = ?'),
    ...of('SELECT whom_sealed FROM concern_entry WHERE concern = ?'),
    ...of('SELECT wrapped FROM dek WHERE conversation = ? AND person = 0', 'keys.db'),
  ];
}

/** A record is destroyed while the server is killed so often; nothing of it is in any file. */
async function isDestroyed(kills) {
  const town = await Town.found();
  const { server } = town;
  const june = await town.carer('June');
  const ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
  const concern = await closed({ by: june, lead: ruth });
  const other = await closed({ by: june, lead: ruth });
  for (let n = 0; n < 120; n += 1) {
    touchDatabase(server, `INSERT INTO concern_entry SELECT concern, ${100 + n}, kind, at_utc_ms, `
      + 'by_person, \'\', text_sealed, text_version, whom_sealed, whom_version, happened_utc_ms, '
      + 'grade, outcome, referral, person FROM concern_entry '
      + `WHERE concern = ${numberOf(concern)} AND kind = 'fact' AND n < 100`);
  }
  isOver(server, concern);
  await server.stop({ keep: true });
  const sealed = sealedOf(server, concern);
  assert.ok(sealed.length > 100 && hitsOf(server, sealed).length > 0, 'there is much of it');
  await server.restart();
  const lead = await Device.signIn(server, ruth.handle, PASSWORD);
  await destroys(lead, concern);
  for (let n = 0; n < kills; n += 1) {
    await server.kill9();
    await server.restart();
    await new Promise((resolve) => { setTimeout(resolve, 50 + n * 130); });
  }
  await until('it to be destroyed', () => readDatabase(server.dataDir,
    'SELECT count(*) FROM concern_end') === '0', 20_000);
  assert.deepEqual(hitsOf(server, sealed), [], 'while it runs');
  const again = await Device.signIn(server, ruth.handle, PASSWORD);
  assert.equal((await again.http.call('concern.get', { concern: other })).full.what,
    'He said: I am afraid.', 'others stay');
  await refused(again.http.call('concern.get', { concern }), 'not_found');
  const key = server.kithctl('audit', 'key').stdout.trim();
  await server.stop({ keep: true });
  server.kithctl('audit', 'verify', '--heads', path.join(server.dataDir, 'audit-heads'),
    '--key', key);
  server.kithctl('check');
  assert.deepEqual(hitsOf(server, sealed), [], 'and after');
  for (const table of ['concern_entry', 'concern_referral', 'concern_person']) {
    assert.deepEqual(queryDatabase(server, `SELECT count(*) FROM ${table} WHERE concern = `
      + `${numberOf(concern)}`), [[0]]);
  }
  assert.deepEqual(queryDatabase(server, 'SELECT outcome FROM audit WHERE action = '
    + `'concern.destroy' AND object = ${numberOf(concern)}`), [['done']]);
  await server.stop();
}

describe('what is left of a record', () => {
  it('is nothing in any file', () => isDestroyed(0));

  it('is nothing, however often the server is killed meanwhile', () => isDestroyed(8));
});
