// profile.*, consent.*, carer.enter: what people tell about themselves, and who sees it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const NOBODY = 'p0000000000001';

describe('a profile', () => {
  let town;
  let june;
  let priya;
  let ruth;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
  });
  after(() => town.close());

  const answerOf = async (who, field) => (await who.call('profile.get')).answers
    .find((a) => a.field === field);

  it('begins empty', async () => {
    const fresh = await town.carer('Fresh');
    assert.deepEqual(await fresh.call('profile.get'),
      { fields_version: 1, answers: [], consents: [], private_checks: [] });
  });

  it('keeps what is answered, at once and until it is answered anew', async () => {
    await june.call('profile.answer', { field: 'relationship', values: ['maternal_grandparent'] });
    assert.deepEqual(await answerOf(june, 'relationship'),
      { field: 'relationship', values: ['maternal_grandparent'], shown: true });
    await june.call('profile.answer',
      { field: 'relationship', values: ['aunt'], shown: false });
    assert.deepEqual(await answerOf(june, 'relationship'),
      { field: 'relationship', values: ['aunt'], shown: false });
    await june.call('profile.answer', { field: 'relationship', values: ['prefer_not'] });
    assert.deepEqual(await answerOf(june, 'relationship'),
      { field: 'relationship', values: ['prefer_not'], shown: false }, 'stays as hidden as it was');
    await june.call('profile.answer', { field: 'relationship', values: [] });
    assert.deepEqual((await answerOf(june, 'relationship')).values, []);
  });

  it('takes marks, ranks and texts', async () => {
    await june.call('profile.answer', { field: 'topics', values: ['prison:now', 'money:want'] });
    await june.call('profile.answer', { field: 'top_three', values: ['prison', 'money'] });
    await june.call('profile.answer', { field: 'must_not_know', values: ['My «sister» – ☂'] });
    assert.deepEqual((await answerOf(june, 'topics')).values, ['prison:now', 'money:want']);
    assert.deepEqual((await answerOf(june, 'top_three')).values, ['prison', 'money']);
    assert.deepEqual((await answerOf(june, 'must_not_know')).values, ['My «sister» – ☂']);
  });

  it('never shows a buddy what is for coordinators', async () => {
    await june.call('profile.answer', { field: 'code_word', values: ['bluebell'], shown: true });
    assert.equal((await answerOf(june, 'code_word')).shown, false);
  });

  it('refuses fields and values that there are not', async () => {
    const tries = [
      ['shoe_size', ['42'], 'field'], ['relationship', ['wizard'], 'values'],
      ['relationship', ['aunt', 'aunt'], 'values'], ['topics', ['prison'], 'values'],
      ['topics', ['prison:later'], 'values'], ['topics', ['prison:now', 'prison:now'], 'values'],
      ['top_three', ['prison', 'prison'], 'values'],
      ['top_three', ['prison', 'money', 'court', 'work'], 'values'],
      ['relationship', ['aunt', 'prefer_not'], 'values'],
      ['supporter_topics', ['prison:happy'], 'field'],
    ];
    for (const [field, values, at] of tries) {
      await refused(june.call('profile.answer', { field, values }), 'bad_request',
        { field: at });
    }
    await refused(priya.call('profile.answer', { field: 'code_word', values: ['x'] }),
      'bad_request', { field: 'field' });
  });

  it('refuses over-long texts and lists', async () => {
    const call = (params) => june.call('profile.answer', params, { wild: true });
    await call({ field: 'must_not_know', values: ['x'.repeat(400)] });
    await refused(call({ field: 'must_not_know', values: ['x'.repeat(401)] }), 'too_large',
      { field: 'values' });
    await refused(call({ field: 'code_word', values: ['x'.repeat(41)] }), 'too_large',
      { field: 'values' });
    await refused(call({ field: 'topics', values: Array(65).fill('prison:now') }), 'too_large',
      { field: 'values' });
    await refused(call({ field: 'x'.repeat(65), values: [] }), 'too_large', { field: 'field' });
    await refused(call({ field: 'must_not_know', values: ['two\nlines'] }), 'bad_request',
      { field: 'values' });
    await refused(call({ field: 'must_not_know', values: [7] }), 'bad_request',
      { field: 'values' });
  });

  it('asks for a consent of its own before special categories', async () => {
    const told = { field: 'faith', values: ['muslim'] };
    const call = () => june.call('profile.answer', told);
    await refused(call(), 'wrong_state', { field: 'field' });
    await june.call('profile.answer', { field: 'faith', values: [] }); // nothing told
    await june.call('consent.give', { what: 'special_category' });
    await call();
    assert.equal((await answerOf(june, 'faith')).shown, false, 'hidden until she says otherwise');
    assert.deepEqual((await june.call('profile.get')).consents
      .map(({ what, how }) => ({ what, how })), [{ what: 'special_category', how: 'self' }]);
    await june.call('consent.withdraw', { what: 'special_category' });
    assert.equal(await answerOf(june, 'faith'), undefined, 'deleted with the consent');
    assert.ok(await answerOf(june, 'topics'), 'and nothing else');
    await refused(call(), 'wrong_state');
    await june.call('consent.withdraw', { what: 'special_category' });
  });

  it('is viewed by a coordinator of the area and by the lead, by nobody else', async () => {
    const view = await town.cora.call('profile.view', { person: june.person });
    assert.equal(view.name, 'June');
    assert.equal(view.role, 'carer');
    assert.deepEqual(view.areas, [town.areas.North]);
    assert.ok(view.answers.some((a) => a.field === 'code_word'));
    assert.ok(!('private_checks' in view));
    assert.deepEqual((await ruth.call('profile.view',
      { person: june.person, reason: 'A worried teacher rang.' })).answers, view.answers);
    await refused(town.sol.call('profile.view', { person: june.person }), 'not_found');
    await refused(town.cora.call('profile.view', { person: NOBODY }), 'not_found');
    await refused(town.cora.call('profile.view', { person: 'x'.repeat(65) }, { wild: true }),
      'too_large', { field: 'person' });
    await refused(town.cora.call('profile.view', { person: town.cora.person }), 'not_found');
    for (const who of [june, priya, town.ada]) {
      await refused(who.call('profile.view', { person: june.person }), 'denied');
    }
  });

  it('is opened to a lead only for a reason, unless she coordinates the area', async () => {
    const { person } = june;
    await refused(ruth.call('profile.view', { person }), 'bad_request', { field: 'reason' });
    await refused(ruth.call('profile.view', { person, reason: '' }, { wild: true }),
      'bad_request', { field: 'reason' });
    await refused(ruth.call('profile.view', { person, reason: 'x'.repeat(401) }, { wild: true }),
      'too_large', { field: 'reason' });
    await refused(ruth.call('profile.view', { person: NOBODY, reason: 'Why not' }), 'not_found');
    town.server.kithctl('role', 'grant', ruth.handle, 'coordinator', 'North');
    assert.equal((await ruth.call('profile.view', { person })).name, 'June');
    town.server.kithctl('role', 'revoke', ruth.handle, 'coordinator', 'North');
    await refused(ruth.call('profile.view', { person }), 'bad_request', { field: 'reason' });
  });

  it('is not for whoever works on the case', async () => {
    const cass = await town.invites(town.ada, 'Cass', 'coordinator');
    const carer = await town.carer('Bea');
    await cass.call('profile.view', { person: carer.person });
    const member = { carer: carer.person, person: cass.person };
    await town.cora.call('case.add', { ...member, part: 'assessor' });
    await refused(cass.call('profile.view', { person: carer.person }), 'not_found');
    await refused(cass.call('profile.answer_for',
      { person: carer.person, field: 'relationship', values: ['aunt'] }), 'not_found');
    await refused(cass.call('consent.record',
      { person: carer.person, what: 'matching', how: 'phone', given: true }), 'not_found');
    await refused(cass.call('blind.add_for', { person: carer.person, kind: 'relative',
      name: 'Mary Ann', birth_year: 1987 }), 'not_found');
    const view = await town.cora.call('profile.view', { person: carer.person });
    assert.deepEqual(view.case_people, [{ person: cass.person, name: 'Cass', part: 'assessor' }]);
    await town.cora.call('case.remove', member);
    await cass.call('profile.view', { person: carer.person });
  });

  it('is told to a coordinator by somebody who has no account', async () => {
    const { person } = await town.cora.call('carer.enter',
      { name: 'Dorothy', area: town.areas.North });
    await town.cora.call('profile.answer_for',
      { person, field: 'arrangement', values: ['sgo'] });
    await refused(town.cora.call('profile.answer_for',
      { person, field: 'faith', values: ['none'] }), 'wrong_state', { field: 'field' });
    for (const what of ['matching', 'special_category']) {
      await town.cora.call('consent.record', { person, what, how: 'phone', given: true });
    }
    await town.cora.call('profile.answer_for', { person, field: 'faith', values: ['none'] });
    const view = await town.cora.call('profile.view', { person });
    assert.equal(view.name, 'Dorothy');
    assert.deepEqual(view.answers.map((a) => a.field), ['arrangement', 'faith']);
    assert.deepEqual(view.consents.map(({ what, how }) => [what, how]),
      [['matching', 'phone'], ['special_category', 'phone']]);
    await town.cora.call('consent.record',
      { person, what: 'special_category', how: 'letter', given: false });
    assert.deepEqual((await town.cora.call('profile.view', { person })).answers
      .map((a) => a.field), ['arrangement']);
    const { people } = await town.cora.call('people.list', { role: 'carer' });
    assert.ok(people.some((p) => p.id === person), 'in the same list as everybody');
  });

  it('enters nobody elsewhere, and records nothing for people of elsewhere', async () => {
    const { cora } = town;
    await refused(cora.call('carer.enter', { name: 'X', area: town.areas.South }), 'not_found');
    await refused(cora.call('carer.enter', { name: 'X', area: 'a0000000000001' }), 'not_found');
    await refused(cora.call('carer.enter', { name: 'x'.repeat(81), area: town.areas.North },
      { wild: true }), 'too_large', { field: 'name' });
    const { person } = await town.sol.call('carer.enter',
      { name: 'Len', area: town.areas.South, supporter: true });
    assert.equal((await town.sol.call('profile.view', { person })).role, 'supporter');
    const consent = { what: 'matching', how: 'phone', given: true };
    for (const id of [person, NOBODY]) {
      await refused(cora.call('profile.answer_for',
        { person: id, field: 'relationship', values: ['aunt'] }), 'not_found');
      await refused(cora.call('consent.record', { person: id, ...consent }), 'not_found');
    }
    await refused(cora.call('consent.record', { person: june.person, ...consent, how: 'self' }),
      'bad_request', { field: 'how' });
  });

  it('takes five thousand answers at once, and talk goes on meanwhile', async () => {
    const crowd = [];
    for (let i = 0; i < 10; i += 1) {
      const carer = await town.carer(`Crowd ${i}`.replace(' ', '-'));
      await carer.attach();
      crowd.push(carer);
    }
    await june.attach();
    await priya.attach();
    const talk = await town.connects(june, priya);
    const marks = ['now', 'been', 'want', 'not'];
    let asked = 0;
    const one = async (carer) => { // some at a time, fewer than a connection may have
      for (let i = 0; i < 500 / 5; i += 1) {
        asked += 5;
        await Promise.all(Array.from({ length: 5 }, (_, n) => carer.call('profile.answer',
          { field: 'topics', values: [`prison:${marks[(i + n) % 4]}`, `money:${marks[i % 4]}`] })));
      }
    };
    const all = Promise.all(crowd.map(one));
    let done = false;
    all.finally(() => { done = true; }).catch(() => {});
    let said = 0;
    do {
      await june.sends(`still here ${said}`, talk);
      said += 1;
    } while (!done);
    await all;
    assert.equal(asked, 5000);
    assert.ok(said > 1, `${said} messages meanwhile`);
    for (const carer of crowd) {
      const { answers } = await carer.call('profile.get');
      assert.equal(answers.length, 1);
      assert.match(answers[0].values.join(), /^prison:\w+,money:\w+$/);
    }
  });
});
