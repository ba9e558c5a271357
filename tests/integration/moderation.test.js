// report.*, cases.list, case.*, message.hide: what becomes of what people report.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const NO_REPORT = 'e0000000000001';
const NO_CASE = 'k0000000000001';
const CLAIM_MINUTES = 30;

/** The next that `device` is told of care. */
const told = (device, what) => device.hears('care.changed', { where: (e) => e.data.what === what });

/** `device` was not told of `what`: nothing of it lies among what she has heard. */
const untold = (device, what) => assert.ok(!device.heard.some(
  (e) => !e.taken && e.kind === 'care.changed' && e.data.what === what),
`${device.name} is not told of a ${what}`);

const reports = (device, conversation, seq, about = 'unkind', more = {}) =>
  device.call('report.raise', { cid: randomUUID(), conversation, seq, about, ...more });

/** The case about a message, as `desk` sees it. */
async function caseOf(desk, seq) {
  const { cases } = await desk.call('cases.list');
  for (const row of cases) {
    const it = await desk.call('case.get', { case: row.case });
    if (it.seq === seq) {
      return it;
    }
  }
  return assert.fail(`no case about ${seq}`);
}

const shown = async (device, conversation, seq) =>
  (await device.wholeHistory(conversation)).find((e) => e.seq === seq).data;

describe('what people report', () => {
  let town;
  let group;
  let june;
  let len;
  let mo;
  let dot;
  let fay;
  let gus;
  let lea;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    len = await town.carer('Len');
    mo = await town.carer('Mo');
    dot = await town.carer('Dot');
    fay = await town.invites(town.ada, 'Fay', 'facilitator');
    gus = await town.invites(town.ada, 'Gus', 'facilitator');
    lea = await town.invites(town.ada, 'Lea', 'safeguarding_lead', null);
    group = await town.group('Thursdays', june, len, mo, dot, fay, gus);
    for (const who of [june, len, mo, dot, fay, gus, lea, town.cora]) {
      await who.attach();
    }
  });
  after(() => town.close());

  it('goes from two reports to a hidden message, an appeal, and a second look', async () => {
    const { seq } = await len.sends('go home, you lot', group);
    const first = await reports(mo, group, seq, 'hate', { note: 'It is not the first time.' });
    assert.equal(first.who, 'facilitator');
    assert.equal(first.look_by, undefined, 'no rota, no promise');
    assert.deepEqual(first.may_block, { person: len.person, name: 'Len' });
    await told(fay, 'case');
    await told(gus, 'case');
    await told(town.cora, 'case');
    assert.equal((await reports(mo, group, seq, 'hate')).report, first.report);
    await reports(dot, group, seq, 'not_sure');
    await told(fay, 'case');

    const { cases } = await fay.call('cases.list', { state: 'open' });
    assert.equal(cases.length, 1);
    assert.equal(cases[0].reports, 2);
    assert.deepEqual(cases[0].about.sort(), ['hate', 'not_sure']);
    assert.equal(cases[0].title, 'Thursdays');
    const id = cases[0].case;

    gus.heard.length = 0;
    await fay.call('case.claim', { case: id });
    await told(gus, 'case');
    await refused(gus.call('case.claim', { case: id }), 'conflict');
    const seen = await fay.call('case.get', { case: id });
    assert.equal(seen.excerpt.at(-1).text, 'go home, you lot');
    assert.deepEqual(seen.can.sort(), ['ask', 'decide', 'pass_on', 'release']);
    const whole = JSON.stringify([cases, seen]);
    assert.ok(!whole.includes(mo.person) && !whole.includes(dot.person), 'never who reported');

    await refused(gus.call('case.decide', { case: id, decision: 'none' }), 'conflict');
    await refused(fay.call('case.decide', { case: id, decision: 'hidden', rule: 'no such' }),
      'bad_request', { field: 'rule' });
    const { appeal_until: until } = await fay.call('case.decide',
      { case: id, decision: 'hidden', rule: 'line.1.2', text: 'Speak to people, not about them.' });
    assert.ok(until > Date.now());
    await june.hears('message.hidden', { where: (e) => e.data.ref === seq });
    assert.equal((await shown(june, group, seq)).removed, true);

    await told(len, 'decision');
    untold(len, 'case');
    await told(mo, 'report');
    const [decision] = (await len.call('report.list')).decisions;
    assert.equal(decision.excerpt, 'go home, you lot');
    assert.equal(decision.decision, 'hidden');
    assert.equal(decision.text, 'Speak to people, not about them.');
    assert.match(decision.rule_text, /listen first/);
    assert.ok(decision.mine_to_appeal);
    const [receipt] = (await mo.call('report.list')).reports;
    assert.equal(receipt.state, 'decided');
    assert.equal(receipt.outcome, 'hidden');
    assert.equal(receipt.text, undefined, 'the words are for the author');

    await refused(june.call('case.appeal', { case: id, text: 'for him' }), 'not_found');
    await len.call('case.appeal', { case: id, text: 'I was quoting somebody.' });
    await refused(len.call('case.appeal', { case: id, text: 'again' }), 'wrong_state');
    await refused(fay.call('case.redecide', { case: id, decision: 'none' }), 'denied');
    await refused(fay.call('message.unhide', { conversation: group, seq, reason: 'I was hasty' }),
      'wrong_state');
    const { cases: appealed } = await town.cora.call('cases.list', { state: 'appealed' });
    assert.equal(appealed[0].case, id);
    assert.equal((await town.cora.call('case.redecide',
      { case: id, decision: 'none', text: 'It was a quotation.' })).appeal, 'changed');
    const restored = await june.hears('message.restored', { where: (e) => e.data.ref === seq });
    assert.equal(restored.data.text, 'go home, you lot');
    assert.equal((await shown(june, group, seq)).text, 'go home, you lot');
    assert.equal((await len.call('report.list')).decisions[0].appeal, 'changed');
    const [own] = (await mo.call('report.list')).reports;
    assert.equal(own.outcome, 'none');
    assert.equal(own.appeal, undefined, 'whose appeal it was is not for the other side');
    assert.ok(own.mine_to_appeal);
  });

  it('keeps what was said, whatever its author does afterwards', async () => {
    await june.sends('does anybody know a good dentist?', group);
    const { seq } = await len.sends('ask somebody who cares', group);
    await mo.sends('that was not kind', group);
    await reports(dot, group, seq);
    await len.call('message.edit', { conversation: group, seq, text: 'the one in Mill Road' });
    await len.call('message.remove', { conversation: group, seq });
    const { excerpt, case: row } = await caseOf(fay, seq);
    const reported = excerpt.filter((line) => line.reported);
    assert.deepEqual(reported.map((line) => line.text), ['ask somebody who cares']);
    assert.equal(excerpt.find((line) => line.seq === seq - 1).text,
      'does anybody know a good dentist?');
    await gus.call('case.claim', { case: row.case });
    await gus.call('case.release', { case: row.case });
    await refused(gus.call('case.release', { case: row.case }), 'wrong_state');
    await refused(gus.call('case.decide', { case: row.case, decision: 'none' }), 'wrong_state');
  });

  it('is asked about, answered and passed on', async () => {
    const { seq } = await len.sends('you would say that', group);
    const { report } = await reports(dot, group, seq);
    const { case: { case: id } } = await caseOf(fay, seq);
    await fay.call('case.claim', { case: id });
    await fay.call('case.ask', { case: id, text: 'Has this happened before?' });
    const asked = (await dot.call('report.list')).reports.find((r) => r.report === report);
    assert.equal(asked.state, 'question');
    assert.equal(asked.question, 'Has this happened before?');
    await refused(mo.call('report.add', { report, text: 'yes' }), 'not_found');
    await refused(dot.call('report.add', { report: NO_REPORT, text: 'yes' }), 'not_found');
    await dot.call('report.add', { report, text: 'Twice last week.' });
    const { history } = await fay.call('case.get', { case: id });
    const answer = history.find((step) => step.what === 'answered');
    assert.equal(answer.text, 'Twice last week.');
    assert.equal(answer.by, undefined);
    await fay.call('case.pass_on', { case: id, to: 'safeguarding_lead' });
    await refused(fay.call('case.get', { case: id }), 'not_found');
    await refused(town.cora.call('case.get', { case: id }), 'not_found');
    await lea.call('case.claim', { case: id });
    const { concern } = await lea.call('case.decide',
      { case: id, decision: 'concern', text: 'To be looked at more closely.' });
    assert.ok(concern);
    assert.equal((await dot.call('report.list')).reports.find((r) => r.report === report).outcome,
      'passed_on');
    await refused(dot.call('report.add', { report, text: 'and' }), 'wrong_state');
  });

  it('is nobody\'s who has a part in it', async () => {
    const { seq } = await fay.sends('be quiet now', group);
    await reports(june, group, seq);
    const { case: { case: id } } = await caseOf(gus, seq);
    assert.ok(!(await fay.call('cases.list')).cases.some((row) => row.case === id));
    const text = 'no';
    const part = [['case.get', {}], ['case.claim', {}], ['case.release', {}],
      ['case.pass_on', { to: 'coordinator' }], ['case.ask', { text }],
      ['case.decide', { decision: 'none' }], ['case.redecide', { decision: 'none' }],
      ['case.appeal', { text }]];
    for (const [name, more] of part) {
      await refused(fay.call(name, { case: id, ...more }), 'not_found');
    }
    const place = { conversation: group, seq, reason: text };
    await refused(fay.call('message.hide', place), 'denied');
    await refused(fay.call('message.unhide', place), 'not_found');
    await refused(june.call('case.get', { case: id }), 'denied');
    await refused(gus.call('case.get', { case: NO_CASE }), 'not_found');
    await refused(fay.call('report.raise',
      { cid: randomUUID(), conversation: group, seq, about: 'rules' }), 'denied');

    await reports(gus, group, seq);
    await refused(gus.call('case.get', { case: id }), 'not_found');
    const { case: row } = await caseOf(town.cora, seq);
    assert.equal(row.lane, 'pair', 'both facilitators have a part in it');
  });

  it('may be hidden at once, with a reason that its author reads', async () => {
    const { seq } = await len.sends('her name is Ann Example', group);
    await refused(june.call('message.hide', { conversation: group, seq, reason: 'a name' }),
      'denied');
    await fay.call('message.hide', { conversation: group, seq, reason: 'A full name.' });
    await june.hears('message.hidden', { where: (e) => e.data.ref === seq });
    const { decisions } = await len.call('report.list');
    assert.equal(decisions[0].text, 'A full name.');
    await refused(gus.call('message.hide', { conversation: group, seq, reason: 'again' }), 'gone');
    await gus.call('message.unhide', { conversation: group, seq, reason: 'Her own book.' });
    await june.hears('message.restored', { where: (e) => e.data.ref === seq });
    await refused(gus.call('message.unhide', { conversation: group, seq, reason: 'again' }),
      'wrong_state');
  });

  it('lets somebody rest from writing for a while', async () => {
    const { seq } = await dot.sends('I shall say it again and again', group);
    await reports(june, group, seq, 'rules');
    const { case: { case: id } } = await caseOf(fay, seq);
    await fay.call('case.claim', { case: id });
    const rest = { case: id, decision: 'restricted', text: 'Until tomorrow.' };
    await refused(fay.call('case.decide', { ...rest, until: 1 }), 'bad_request',
      { field: 'until' });
    const until = Date.now() + 86_400_000;
    await fay.call('case.decide', { ...rest, until });
    await refused(dot.sends('and again', group), 'wrong_state', { field: 'muted' });
    assert.equal((await dot.call('report.list')).decisions[0].until, until);
    await dot.call('case.appeal', { case: id, text: 'Once was enough.' });
    await town.cora.call('case.redecide', { case: id, decision: 'none' });
    await dot.sends('thank you', group);
  });

  it('hides by itself what three households report while nobody is there', async () => {
    const { seq } = await len.sends('words that nobody should read', group);
    for (const who of [june, mo]) {
      await reports(who, group, seq, 'hate');
    }
    assert.equal((await shown(june, group, seq)).text, 'words that nobody should read');
    await reports(dot, group, seq, 'hate');
    await june.hears('message.hidden', { where: (e) => e.data.ref === seq });
    const { case: { case: id, state } } = await caseOf(fay, seq);
    assert.equal(state, 'queued');
    await fay.call('case.claim', { case: id });
    await fay.call('case.decide', { case: id, decision: 'removed', rule: 'line.1.2' });
    await len.hears('membership.ended');
    assert.equal((await shown(june, group, seq)).removed, true);
    await refused(len.sends('let me in', group), 'not_found');
    assert.equal((await len.call('report.list')).decisions[0].decision, 'removed');
  });

  it('is a profile, too, of somebody whom one has met', async () => {
    const profile = (who, person, about) =>
      who.call('report.raise', { cid: randomUUID(), person, about });
    const { who, may_block: block } = await profile(june, mo.person, 'spam');
    assert.equal(who, 'coordinator');
    assert.equal(block.person, mo.person);
    const far = await town.invites(town.ada, 'Far', 'carer', 'South');
    await refused(profile(june, far.person, 'spam'), 'not_found');
    await refused(profile(june, june.person, 'spam'), 'denied');
    const { cases } = await town.cora.call('cases.list');
    const row = cases.find((c) => c.kind === 'profile');
    await town.cora.call('case.claim', { case: row.case });
    await refused(town.cora.call('case.decide', { case: row.case, decision: 'hidden' }),
      'wrong_state', { field: 'decision' });
    const { excerpt } = await town.cora.call('case.get', { case: row.case });
    assert.deepEqual(excerpt.map((line) => line.text), ['Mo']);
  });

  it('is read a page at a time where much was said', async () => {
    const long = 'x'.repeat(3900);
    let seq = 0;
    for (let i = 0; i < 12; i += 1) {
      ({ seq } = await (i % 2 ? june : mo).sends(`${i} ${long}`, group));
    }
    await reports(dot, group, seq - 1);
    const { case: { case: id }, excerpt, next } = await caseOf(fay, seq - 1);
    assert.ok(next, 'there is more');
    const lines = [...excerpt];
    for (let from = next; from;) {
      const page = await fay.call('case.get', { case: id, after: from });
      lines.push(...page.excerpt);
      from = page.next;
    }
    assert.equal(lines.filter((line) => line.reported).length, 1);
    assert.deepEqual(lines.map((line) => line.line), lines.map((_, i) => i + 1));
  });
});

describe('time', () => {
  let town;
  let group;
  let june;
  let fay;
  let gus;
  before(async () => {
    town = await Town.demo();
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    town.cora = town.amara;
    june = await town.invites(town.amara, 'Iris', 'carer');
    fay = await town.invites(town.amara, 'Floyd', 'facilitator');
    gus = await town.invites(town.amara, 'Gustav', 'facilitator');
    group = await town.group('Tuesdays', june, fay, gus);
    for (const who of [june, fay, gus]) {
      await who.attach();
    }
  });
  after(() => town.close());

  it('ends a claim after half an hour, and an appeal\'s chance after two weeks', async () => {
    const { seq } = await june.sends('nonsense', group);
    await reports(town.amara, group, seq, 'unkind');
    const { case: { case: id } } = await caseOf(fay, seq);
    await told(gus, 'case'); // that it was reported
    await fay.call('case.claim', { case: id });
    await told(gus, 'case');
    town.server.kithctl('clock', 'advance', `${CLAIM_MINUTES + 1}m`);
    await told(gus, 'case');
    const { case: row, history } = await gus.call('case.get', { case: id });
    assert.equal(row.state, 'queued');
    assert.equal(history.at(-1).what, 'lapsed');
    await gus.call('case.claim', { case: id });
    await gus.call('case.decide', { case: id, decision: 'talk' });
    await told(june, 'decision');
    town.server.kithctl('clock', 'advance', '15d'); // ends every session, too
    const later = await town.again(june);
    await refused(later.call('case.appeal', { case: id, text: 'late' }), 'wrong_state');
    const desk = await town.again(gus);
    const { cases } = await until('the case is closed', async () => {
      const found = await desk.call('cases.list', { state: 'closed' });
      return found.cases.length > 0 && found;
    });
    assert.equal(cases[0].case, id);
  });
});
