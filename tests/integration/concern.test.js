// concern.*, conduct.*, deputy.*, person.suspend: concerns from being raised to closed.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady } from '../lib/matching.js';
import { Town } from '../lib/people.js';

const DAY = 86400000;
const NOBODY = 'p0000000000001';
const NONE = 'n0000000000001';

let count = 0;
/** News of this concern. */
const about = (concern) => ({ where: (e) => e.data.what === 'concern' && e.data.id === concern });
const cid = () => `concern-test-${count += 1}`;

/** Ends of a record: kept for a year, looked at again in a month. */
const keeping = () => ({
  keep_until: Date.now() + 365 * DAY, keep_reason: 'Policy.', review_at: Date.now() + 30 * DAY,
});

describe('concerns', () => {
  let town;
  let june;
  let dev;
  let ruth;
  let rose;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    dev = await town.supporter('Dev');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    rose = await town.invites(town.ada, 'Rose', 'safeguarding_lead', null);
    for (const device of [june, dev, ruth, rose, town.cora, town.ada]) {
      await device.attach();
    }
  });
  after(() => town.close());

  const raise = async (params = {}, who = june) => {
    const { concern, number } = await who.call('concern.raise',
      { cid: cid(), what: 'He said: I am afraid.', ...params });
    assert.match(number, /^C-\d{5,10}$/);
    return concern;
  };
  const row = async (who, concern) => (await who.call('concern.get', { concern })).row;
  const state = async (concern) => (await row(ruth, concern)).state;
  const listed = async (who, concern, params = {}) => (await who.call('concerns.list', params))
    .concerns.some((c) => c.concern === concern);
  const owned = async (params = {}) => {
    const concern = await raise(params);
    await ruth.call('concern.triage', { concern, grade: 'same_day', reason: 'He is at school.' });
    await ruth.call('concern.own', { concern });
    return concern;
  };
  const heard = (who, concern) => who.heard.some((e) =>
    e.kind === 'care.changed' && e.data.id === concern);

  it('are raised in exact words, and whoever raised them learns only that', async () => {
    const words = { cid: cid(), what: 'She hit him.', grade: 'immediate', where: 'At school',
      happened_at: Date.now() - DAY };
    const first = await june.call('concern.raise', words);
    assert.deepEqual(await june.call('concern.raise', words), first);
    await refused(june.call('concern.raise', { ...words, what: 'Other.' }), 'cid_conflict');
    await refused(june.call('concern.raise', { ...words, cid: cid(), person: NOBODY }),
      'not_found');
    await ruth.hears('care.changed', about(first.concern));
    const { full, row: seen } = await ruth.call('concern.get', { concern: first.concern });
    assert.equal(full.what, 'She hit him.');
    assert.equal(full.where, 'At school');
    assert.equal(seen.asked, 'immediate');
    assert.deepEqual(seen.can, ['triage', 'record', 'allegation']);
    const mine = async () => (await june.call('concern.mine')).concerns
      .find((c) => c.concern === first.concern);
    assert.equal((await mine()).status, 'received');
    await refused(june.call('concern.get', { concern: first.concern }), 'denied');
    await ruth.call('concern.triage', { concern: first.concern, grade: 'same_day' });
    await june.hears('care.changed', about(first.concern));
    assert.deepEqual(Object.keys(await mine()).sort(),
      ['concern', 'number', 'raised_at', 'status']);
    assert.equal((await mine()).status, 'in_hand');
    assert.equal((await june.call('concern.mine')).concerns.length, 1);
    assert.deepEqual((await dev.call('concern.mine')).concerns, []);
  });

  it('keep the words of a message as they were', async () => {
    const conversation = await town.connects(june, dev);
    const { seq } = await dev.sends('Tell nobody of this.', conversation);
    await june.hears('message.sent', { text: 'Tell nobody of this.' });
    const concern = await raise({ conversation, seq, what: 'Dev asks me to keep quiet.' });
    await dev.call('message.remove', { conversation, seq });
    const { full, row: seen } = await ruth.call('concern.get', { concern });
    assert.deepEqual(full.message, { conversation, seq });
    const words = full.entries.find((e) => e.what === 'exact_words');
    assert.equal(words.text, 'Tell nobody of this.');
    assert.equal(words.whom, 'Dev');
    assert.deepEqual(seen.about.map((p) => [p.person, p.staff]), [[dev.person, true]]);
    await refused(town.cora.call('concern.raise',
      { cid: cid(), what: 'x', conversation, seq }), 'not_found');
    assert.ok(!heard(dev, concern));
  });

  it('never reach a lead whom they are about', async () => {
    const concern = await raise({ person: rose.person });
    await ruth.hears('care.changed', about(concern));
    for (const [name, params] of [
      ['concern.get', {}], ['concern.own', {}], ['concern.triage', { grade: 'low' }],
      ['concern.record', { cid: cid(), kind: 'fact', text: 'x' }],
      ['concern.refer', { cid: cid(), to: 'none', reason: 'x' }],
      ['concern.reply', { referral: 'f0000000000001', text: 'x' }],
      ['concern.monitor', { review_at: Date.now() + DAY }],
      ['concern.assign', { person: null, summary: 'x' }],
      ['concern.close', { outcome: 'unfounded', reason: 'x', ...keeping() }],
      ['concern.confirm_close', { agree: true }], ['concern.reopen', { reason: 'x' }],
      ['concern.allegation', { person: dev.person }], ['concern.keep', keeping()],
    ]) {
      await refused(rose.call(name, { concern, ...params }), 'not_found');
      await refused(ruth.call(name, { concern: NONE, ...params }), 'not_found');
    }
    assert.equal(await listed(ruth, concern), true);
    assert.equal(await listed(rose, concern), false);
    await refused(rose.call('concerns.list', { after: concern }), 'not_found');
    await ruth.call('concern.triage', { concern, grade: 'day' });
    assert.ok(!heard(rose, concern));
  });

  it('take their steps in order, each in the record', async () => {
    const concern = await raise();
    await refused(ruth.call('concern.own', { concern }), 'wrong_state');
    await ruth.call('concern.triage', { concern, grade: 'day' });
    await ruth.call('concern.own', { concern });
    await refused(ruth.call('concern.own', { concern }), 'conflict');
    const note = { cid: cid(), concern, kind: 'inference', text: 'He may be bullied.',
      whom: 'His teacher', happened_at: Date.now() };
    await ruth.call('concern.record', note);
    await ruth.call('concern.record', note);
    await refused(ruth.call('concern.record', { ...note, kind: 'fact' }), 'cid_conflict');
    const asked = { cid: cid(), concern, to: 'childrens_services', reason: 'Not safe at home.' };
    const { referral, reply_by: replyBy } = await ruth.call('concern.refer', asked);
    assert.ok(replyBy > Date.now());
    assert.equal((await ruth.call('concern.refer', asked)).referral, referral);
    await refused(ruth.call('concern.refer', { ...asked, to: 'police' }), 'cid_conflict');
    assert.equal(await state(concern), 'awaiting');
    await ruth.call('concern.reply', { concern, referral, text: 'They visit.' });
    await refused(ruth.call('concern.reply', { concern, referral, text: 'x' }), 'conflict');
    await ruth.call('concern.monitor', { concern, review_at: Date.now() + 7 * DAY });
    await refused(ruth.call('concern.monitor', { concern, review_at: 1 }), 'bad_request');
    assert.equal(await state(concern), 'monitoring');
    const end = { concern, outcome: 'referred', reason: 'They look after him.', ...keeping() };
    assert.deepEqual(await ruth.call('concern.close', end), { state: 'closed' });
    await refused(ruth.call('concern.close', end), 'wrong_state');
    assert.equal(await listed(ruth, concern), false);
    assert.equal(await listed(ruth, concern, { state: 'closed' }), true);
    const until = Date.now() + 900 * DAY;
    await ruth.call('concern.keep', { concern, ...keeping(), keep_until: until });
    const { full } = await ruth.call('concern.get', { concern });
    assert.equal(full.keep_until, until);
    assert.deepEqual(full.entries.map((e) => e.what), ['opened', 'triaged', 'owned', 'inference',
      'referred', 'replied', 'monitored', 'closed', 'kept']);
    assert.ok(full.entries.slice(1).every((e) => e.by.person === ruth.person));
    const { full: rest } = await ruth.call('concern.get', { concern, after: 7 });
    assert.equal(rest.entries.length, 2);
    await ruth.call('concern.reopen', { concern, reason: 'His sister said the same.' });
    await refused(ruth.call('concern.reopen', { concern, reason: 'x' }), 'wrong_state');
    await refused(ruth.call('concern.keep', { concern, ...keeping() }), 'wrong_state');
  });

  it('about somebody who helps are closed by two', async () => {
    const concern = await owned({ person: dev.person });
    const end = { concern, outcome: 'unfounded', reason: 'He was away.', ...keeping() };
    await refused(ruth.call('concern.confirm_close', { concern, agree: true }), 'wrong_state');
    assert.deepEqual(await ruth.call('concern.close', end), { state: 'closing' });
    await refused(ruth.call('concern.confirm_close', { concern, agree: true }), 'denied');
    await refused(rose.call('concern.confirm_close', { concern, agree: false }), 'bad_request');
    await rose.call('concern.confirm_close', { concern, agree: false, reason: 'Ask June.' });
    assert.equal(await state(concern), 'owned');
    await ruth.call('concern.close', end);
    assert.deepEqual(await rose.call('concern.confirm_close', { concern, agree: true }),
      { state: 'closed' });
  });

  it('show a coordinator the summary alone', async () => {
    const concern = await owned();
    await refused(town.cora.call('concern.get', { concern }), 'not_found');
    await refused(ruth.call('concern.assign',
      { concern, person: june.person, summary: 'x' }), 'not_found');
    await ruth.call('concern.assign',
      { concern, person: town.cora.person, summary: 'Please ring June.' });
    const seen = await town.cora.call('concern.get', { concern });
    assert.deepEqual(Object.keys(seen).sort(), ['row', 'summary']);
    assert.deepEqual(seen.row.about, []);
    assert.deepEqual(seen.row.can, ['record']);
    assert.equal(await listed(town.cora, concern), true);
    await refused(town.cora.call('concern.triage', { concern, grade: 'low' }), 'denied');
    await refused(town.cora.call('concern.own', { concern }), 'denied');
    await town.cora.call('concern.record',
      { cid: cid(), concern, kind: 'told', text: 'Rang June.', whom: 'June' });
  });

  it('name a deputy for those about the lead', async () => {
    const { deputy: nobody } = await town.ada.call('deputy.get');
    assert.equal(nobody, undefined);
    await refused(town.ada.call('deputy.set', { person: ruth.person }), 'wrong_state');
    await refused(town.ada.call('deputy.set', { person: NOBODY }), 'not_found');
    const before = await raise({ person: ruth.person });
    await refused(town.cora.call('concern.get', { concern: before }), 'not_found');
    // The lead whom it is about cannot hand it to somebody of hers.
    await ruth.call('deputy.set', { person: town.cora.person });
    await refused(town.cora.call('concern.get', { concern: before }), 'not_found');
    assert.equal('waiting' in await ruth.call('deputy.get'), false);
    await town.ada.call('deputy.set', { person: town.cora.person });
    const { deputy: herself } = await town.cora.call('deputy.get');
    assert.equal(herself.person, town.cora.person);
    const { deputy, waiting, appeals } = await town.ada.call('deputy.get');
    assert.equal(deputy.person, town.cora.person);
    assert.equal(waiting, 0); // Rose is a lead, too
    assert.equal(appeals, 0);
    assert.equal((await row(town.cora, before)).about[0].person, ruth.person);
    await town.cora.call('concern.triage', { concern: before, grade: 'day' });
    await ruth.call('deputy.set', { person: null });
    await town.cora.call('concern.own', { concern: before });
  });

  it('note conduct, which adds up', async () => {
    const note = { cid: cid(), person: dev.person, text: 'Late for a call.' };
    await town.cora.call('concern.note_conduct', note);
    await town.cora.call('concern.note_conduct', note);
    await refused(town.cora.call('concern.note_conduct', { ...note, text: 'x' }), 'cid_conflict');
    await refused(town.cora.call('concern.note_conduct', { ...note, cid: cid(), person: NOBODY }),
      'not_found');
    await refused(town.cora.call('concern.note_conduct',
      { ...note, cid: cid(), person: june.person }), 'wrong_state');
    const { notes, unreviewed, review_by: by } = await ruth.call('conduct.list');
    assert.deepEqual(notes.map((n) => [n.about.name, n.text, n.review]),
      [['Dev', 'Late for a call.', false]]);
    assert.equal(unreviewed, 1);
    assert.ok(by > Date.now());
    await refused(ruth.call('conduct.list', { after: NONE }), 'not_found');
    await refused(town.ada.call('conduct.list'), 'denied');
    await refused(ruth.call('conduct.review', { person: ruth.person, reason: 'x' }), 'not_found');
    await ruth.call('conduct.review', { person: dev.person, reason: 'Spoke with him.' });
    await refused(ruth.call('conduct.review', { person: dev.person, reason: 'x' }),
      'wrong_state');
    assert.equal((await ruth.call('conduct.list', { person: dev.person })).notes.length, 2);
  });

  it('suspend an account for a day, or until it is restored', async () => {
    const mo = await town.carer('Mo');
    const { person } = mo;
    const reason = 'Threats in the group.';
    await refused(town.cora.call('person.suspend', { person, reason, hours: 25 }), 'bad_request');
    await refused(town.cora.call('person.suspend', { person: ruth.person, reason }), 'denied');
    await refused(town.cora.call('person.suspend', { person: NOBODY, reason }), 'not_found');
    const { until } = await town.cora.call('person.suspend', { person, reason });
    assert.ok(until > Date.now() + 23 * 3600000);
    await refused(town.cora.call('person.suspend', { person, reason }), 'wrong_state');
    await refused(mo.http.call('concern.mine', {}), 'unauthenticated');
    await town.cora.call('person.restore', { person });
    await refused(town.cora.call('person.restore', { person }), 'wrong_state');
    assert.deepEqual(await ruth.call('person.suspend', { person, reason }), {});
    await refused(town.cora.call('person.restore', { person }), 'denied');
    await refused(town.ada.call('person.restore', { person: NOBODY }), 'not_found');
    await town.ada.call('person.restore', { person, reason: 'He is sorry.' });
    await town.again(mo);
  });
});

describe('an allegation', () => {
  let town;
  let ruth;
  before(async () => {
    town = await Town.demo();
    ruth = await town.demoPerson('ruth');
  });
  after(() => town.close());

  it('holds whom it is about, and every carer hears the same neutral words', async () => {
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    const fay = await town.invites(town.amara, 'Fay', 'supporter');
    await fay.attach();
    await isReady(fay, town.amara);
    const carers = [];
    for (const name of ['Iris', 'Hazel']) {
      const carer = await town.invites(town.amara, name, 'carer');
      await carer.attach();
      await agrees(carer);
      carers.push([carer, await introduced(carer, fay, town.amara)]);
    }
    const [[iris]] = carers;
    const { concern } = await iris.call('concern.raise',
      { cid: 'alleged', what: 'She shouted at him.', person: fay.person });
    await ruth.call('concern.triage', { concern, grade: 'same_day' });
    await refused(ruth.call('concern.allegation', { concern, person: iris.person }),
      'wrong_state');
    const { refer_by: by } = await ruth.call('concern.allegation',
      { concern, person: fay.person });
    assert.ok(by > Date.now());
    const seen = await Promise.all(carers.map(async ([carer, match]) => {
      const { state, next, name } = await carer.call('match.get', { match });
      return { state, next, name };
    }));
    assert.equal(seen[0].state, 'on_hold');
    assert.deepEqual(seen[0], seen[1]);
    assert.equal(fay.heard.some((e) => e.kind === 'care.changed'), false);
    assert.equal((await ruth.call('concern.get', { concern })).row.refer_by, by);
  });

  it('waits for nobody for ever: who looks after it is told again', async () => {
    const june = await town.demoPerson('june');
    await ruth.attach();
    const { concern } = await june.call('concern.raise', { cid: 'waits', what: 'He is alone.' });
    await ruth.hears('care.changed', about(concern));
    town.server.kithctl('clock', 'advance', '5h');
    await ruth.hears('care.changed', about(concern));
  });
});
