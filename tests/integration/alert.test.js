// Words of risk: the card of help, the case, and calling whoever is on call by mail (a
// real server on loopback) and by a command, with no browser of hers open.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { pager } from '../lib/pager.js';
import { Town } from '../lib/people.js';
import { newDataDir, removeDataDir } from '../lib/server.js';
import { SmtpSink } from '../lib/smtp.js';
import { until } from '../lib/wait.js';

const DESPAIR = 'I want to kill myself tonight';
const CALLED_MS = 60_000; // what is promised

const alertMails = (sink) => sink.letters.filter((l) => /on call/i.test(l.subject));

describe('words of risk', () => {
  let town;
  let sink;
  let folder;
  let page;
  let june;
  let priya;
  let grace;
  let hope;
  let pair;
  before(async () => {
    sink = await SmtpSink.open();
    folder = newDataDir();
    page = pager(folder);
    town = await Town.found({ options: {
      'smtp-url': sink.url, 'smtp-from': 'desk@kith.test', 'alert-command': page.program,
    } });
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    grace = await town.invites(town.ada, 'Grace', 'safeguarding_lead', null);
    hope = await town.invites(town.ada, 'Hope', 'safeguarding_lead', null);
    pair = await town.connects(june, priya);
    await grace.call('notify.set',
      { mail: false, address: 'grace@kith.test', phone: '+44 7700 900123' });
    await june.attach();
    await priya.attach();
  });
  after(async () => {
    await town.close();
    await sink.close();
    removeDataDir(folder);
  });

  it('say at start which ways there are', async () => {
    const { features } = await june.call('server.hello');
    assert.deepEqual(features, ['mail', 'on_call']);
    const ready = await (await fetch(`${town.server.url}/readyz`)).text();
    assert.match(ready, /^ready\nalerts by mail and command\n$/);
  });

  it('reach the buddy as they are, and call whoever is on call within a minute', async () => {
    const sent = performance.now();
    const { seq } = await june.sends(DESPAIR, pair);
    const heard = await priya.hears('message.sent', { text: DESPAIR });
    assert.equal(heard.seq, seq);
    const card = await june.hears('help.card');
    assert.deepEqual(card.data, { conversation: pair, seq, card: 'crisis' });
    await until('a mail and two calls',
      () => alertMails(sink).length === 1 && page.calls().length === 2);
    assert.ok(performance.now() - sent < CALLED_MS);
    const [mail] = alertMails(sink);
    assert.deepEqual(mail.to, ['grace@kith.test']);
    assert.match(mail.head, /^From: <desk@kith\.test>$/m);
    const call = page.calls().find((c) => c.includes('900123')).split('|');
    assert.equal(call[0], 'alert');
    assert.equal(call.at(-1), '0', 'it has no arguments, so nothing of anybody stands in one');
    for (const words of [mail.head, mail.body, ...page.calls()]) {
      assert.doesNotMatch(words, /kill|tonight|June|Priya/);
      assert.ok(!words.includes(june.person) && !words.includes(pair));
    }
  });

  it('stand on the desk of a lead, who acknowledges them for all to see', async () => {
    const { alerts, waiting, channels } = await grace.call('alerts.list');
    assert.equal(waiting, 1);
    assert.deepEqual(channels, { mail: true, command: true });
    assert.deepEqual(alerts[0].risks, ['R1']);
    assert.equal(alerts[0].reached, true);
    assert.ok(alerts[0].case && alerts[0].next_at > alerts[0].called_at);
    const looked = await grace.call('case.get', { case: alerts[0].case });
    assert.equal(looked.excerpt.find((e) => e.reported).text, DESPAIR);
    await hope.attach();
    await refused(june.call('alerts.list'), 'denied');
    await refused(grace.call('alert.acknowledge', { alert: 'l0000000000000' }), 'not_found');
    const done = await grace.call('alert.acknowledge', { alert: alerts[0].alert });
    assert.equal(done.acknowledged_by.name, 'Grace');
    await hope.hears('care.changed', { where: (e) => e.data.what === 'alert' });
    const again = await hope.call('alert.acknowledge', { alert: alerts[0].alert });
    assert.equal(again.acknowledged_by.name, 'Grace', 'who was first');
  });

  it('call once for all that one author cries while nobody has it', async () => {
    const mails = alertMails(sink).length;
    const CRIES = 8;
    for (let i = 0; i < CRIES; i += 1) {
      await june.sends(DESPAIR, pair);
    }
    const alert = await until('all of them in one alert', async () => {
      const { alerts: [first], waiting } = await grace.call('alerts.list');
      return waiting === 1 && first.messages === CRIES && first;
    });
    await until('the mail', () => alertMails(sink).length === mails + 1);
    assert.equal(alert.calls, 1);
    await refused(grace.call('alert.acknowledge', { alert: alert.alert, messages: CRIES - 1 }),
      'conflict');
    await grace.call('alert.acknowledge', { alert: alert.alert, messages: CRIES });
    assert.equal(alertMails(sink).length, mails + 1);
  });

  it('raise nothing where they are an idiom', async () => {
    const { waiting } = await grace.call('alerts.list');
    await june.sends('this job is killing me, ha', pair);
    const { seq } = await june.sends(DESPAIR, pair);
    await june.hears('help.card', { where: (e) => e.data.seq === seq });
    const { alerts, waiting: now } = await grace.call('alerts.list');
    assert.equal(now, waiting + 1);
    await grace.call('alert.acknowledge', { alert: alerts[0].alert });
  });

  it('are looked for again in what is edited', async () => {
    const { seq } = await june.sends('all is well here', pair);
    await june.call('message.edit', { conversation: pair, seq, text: DESPAIR });
    await june.hears('help.card', { where: (e) => e.data.seq === seq });
    const { alerts } = await grace.call('alerts.list');
    await grace.call('alert.acknowledge', { alert: alerts[0].alert });
  });

  it('are not needed where somebody who helps others calls a concern immediate', async () => {
    const mails = alertMails(sink).length;
    const { concern } = await priya.call('concern.raise', {
      cid: randomUUID(), what: 'He has locked her in again.', grade: 'immediate',
    });
    await until('the mail', () => alertMails(sink).length === mails + 1);
    const { alerts: [alert] } = await grace.call('alerts.list');
    assert.equal(alert.concern, concern);
    assert.equal(alert.case, undefined);
    assert.equal(alert.messages, undefined);
    assert.doesNotMatch(alertMails(sink).at(-1).body, /locked/);
    await grace.call('concern.triage', { concern, grade: 'immediate', reason: 'Now.' });
    await grace.call('alert.acknowledge', { alert: alert.alert });
    assert.equal((await grace.call('alerts.list')).waiting, 0);
    assert.equal(alertMails(sink).length, mails + 1);
  });

  it('are not needed either where a carer calls a concern immediate', async () => {
    const mails = alertMails(sink).length;
    const { concern } = await june.call('concern.raise', {
      cid: randomUUID(), what: 'He is at the door.', grade: 'immediate',
    });
    await until('the mail', () => alertMails(sink).length === mails + 1);
    const { alerts: [alert] } = await grace.call('alerts.list');
    assert.equal(alert.concern, concern);
    await grace.call('alert.acknowledge', { alert: alert.alert });
  });

  it('are tried out without leaving a trace', async () => {
    const before = await grace.call('rules.list');
    const tried = await grace.call('rules.test', { text: `é ${DESPAIR}` });
    assert.deepEqual(tried.risks, ['R1']);
    assert.equal(tried.alerts, true);
    assert.equal(tried.card, 'crisis');
    const [hit] = tried.found;
    assert.equal(hit.mode, 'on');
    assert.ok(hit.start >= 0 && hit.end > hit.start && hit.end <= DESPAIR.length + 2);
    const after = await grace.call('rules.list');
    assert.deepEqual(after, before);
    await refused(june.call('rules.test', { text: DESPAIR }), 'denied');
  });

  it('count for the rules, which are judged by whoever looks', async () => {
    const listed = await grace.call('alerts.list');
    const alerts = listed.alerts.filter((one) => one.case);
    const judged = await grace.call('rules.judge', { case: alerts[0].case, right: false });
    assert.ok(judged.rules.length > 0 && judged.rules.every((r) => !r.right));
    const rows = async () => {
      const all = [];
      let page = await grace.call('rules.list');
      for (all.push(...page.rules); page.next;) {
        page = await grace.call('rules.list', { after: page.next });
        all.push(...page.rules);
      }
      return { all, page };
    };
    const { all, page: figures } = await rows();
    const row = all.find((r) => r.rule === judged.rules[0].rule);
    assert.equal(row.wrong, 1);
    assert.equal(row.precision_percent, 0);
    assert.ok(row.hits > 0 && row.per_10000 > 0);
    assert.ok(figures.messages > 0 && figures.alerts > 0 && figures.alerts_per_10000 > 0);
    await refused(priya.call('rules.judge', { case: alerts[0].case, right: true }), 'denied');
    await refused(grace.call('rules.judge', { case: 'k0000000000000', right: true }),
      'not_found');
    await grace.call('rules.mode', { rule: row.rule, mode: 'count', reason: 'Too often wrong.' });
    const { all: counted } = await rows();
    assert.equal(counted.find((r) => r.rule === row.rule).mode, 'count');
    await grace.call('rules.mode', { rule: row.rule, mode: 'on', reason: 'Mended.' });
    await refused(grace.call('rules.mode', { rule: 'R1.nothing', mode: 'on', reason: 'To try.' }),
      'not_found');
  });

  it('leave nothing of themselves in log, outbox or pages', () => {
    assert.doesNotMatch(town.server.stderr, /kill myself/);
    assert.doesNotMatch(town.server.stderr, /kith\.test|900123/);
  });
});

/** The demo organisation, whose clock can be moved, with mail and a command. */
async function demoTown(options) {
  const town = await Town.demo({ options: { 'smtp-from': 'desk@kith.test', ...options } });
  const june = await town.demoPerson('june');
  const priya = await town.demoPerson('priya');
  await june.attach();
  await priya.attach();
  const mine = [...priya.conversations.values()].filter((c) => c.kind === 'pair');
  const pair = mine.find((c) => june.conversations.has(c.id)).id;
  return { town, june, priya, pair };
}

describe('an alert that nobody acknowledges', () => {
  let town;
  let june;
  let pair;
  let sink;
  let folder;
  let page;
  before(async () => {
    sink = await SmtpSink.open();
    folder = newDataDir();
    page = pager(folder);
    ({ town, june, pair } = await demoTown(
      { 'smtp-url': sink.url, 'alert-command': page.program }));
  });
  after(async () => {
    await town.close();
    await sink.close();
    removeDataDir(folder);
  });

  it('calls again after ten minutes, until somebody has it', async () => {
    const ruth = await town.demoPerson('ruth');
    await ruth.call('notify.set', { mail: false, address: 'ruth@kith.test' });
    assert.equal((await ruth.call('alerts.list')).waiting, 0, 'the story calls nobody');
    await june.sends(DESPAIR, pair);
    await until('the first calls',
      () => page.calls().length === 1 && alertMails(sink).length === 1);
    town.server.kithctl('clock', 'advance', '11m');
    await until('the second calls',
      () => page.calls().length === 2 && alertMails(sink).length === 2);
    assert.match(page.calls().at(-1), /^alert_again\|/);
    const { alerts: [alert] } = await ruth.call('alerts.list');
    assert.equal(alert.calls, 2);
    await ruth.call('alert.acknowledge', { alert: alert.alert });
    town.server.kithctl('clock', 'advance', '11m');
    const admin = await town.demoPerson('admin');
    const { ways } = await admin.call('outbox.list');
    assert.deepEqual(ways.map((w) => [w.way, w.configured, w.waiting, w.sent]),
      [['mail', true, 0, 2], ['command', true, 0, 2]]);
    assert.equal((await ruth.call('alerts.list')).alerts[0].calls, 2);
  });
});

describe('a mail that there is a message', () => {
  let town;
  let sink;
  let june;
  let priya;
  let pair;
  before(async () => {
    sink = await SmtpSink.open();
    ({ town, june, priya, pair } = await demoTown({ 'smtp-url': sink.url }));
  });
  after(async () => {
    await town.close();
    await sink.close();
  });

  it('comes to whoever asked for it, once, and says nothing else', async () => {
    const admin = await town.demoPerson('admin');
    for (const address of ['no address', '-x@kith.test', 'a`id`@kith.test', 'a"b@kith.test']) {
      await refused(june.call('notify.set', { mail: true, address }),
        'bad_request', { field: 'address' });
    }
    assert.deepEqual(await june.call('notify.get'), { mail: false, can_mail: true });
    const wish = { mail: true, address: 'june@kith.test' };
    await june.call('notify.set', wish);
    assert.deepEqual(await june.call('notify.get'), { ...wish, can_mail: true });
    await priya.sends('I baked a cake', pair);
    await priya.sends('and ate it', pair);
    await until('both to be looked through', async () =>
      (await admin.call('rules.list')).messages === 2);
    assert.equal(sink.letters.length, 0);
    town.server.kithctl('clock', 'advance', '11m');
    await until('the mail', () => sink.letters.length === 1);
    const [letter] = sink.letters;
    assert.equal(letter.subject, 'You have a message');
    assert.deepEqual(letter.to, ['june@kith.test']);
    assert.doesNotMatch(letter.body, /cake|Priya|June/);
    assert.ok(letter.body.includes(town.server.url));
  });
});

describe('a mail server that fails', () => {
  let town;
  let sink;
  let june;
  let pair;
  before(async () => {
    sink = await SmtpSink.open();
    sink.refusal = '451 later';
    ({ town, june, pair } = await demoTown(
      { 'smtp-url': sink.url, 'alert-mail-to': 'call@kith.test' }));
  });
  after(async () => {
    await town.close();
    await sink.close();
  });

  it('is tried again, shown to staff, and survives kill -9', async () => {
    const admin = await town.demoPerson('admin');
    const ruth = await town.demoPerson('ruth');
    await june.sends(DESPAIR, pair);
    await until('a first try that failed', async () => {
      const { ways: [mail] } = await admin.call('outbox.list');
      return mail.failure === 'refused' && mail.waiting > 0;
    });
    assert.equal((await ruth.call('alerts.list')).alerts[0].reached, false);
    await town.server.kill9();
    sink.refusal = null;
    await town.server.restart();
    town.server.kithctl('clock', 'advance', '1m');
    await until('the mail', () => sink.letters.length >= 1);
    assert.deepEqual(sink.letters[0].to, ['call@kith.test']);
    await until('the desk to know', async () =>
      (await ruth.call('alerts.list')).alerts[0].reached);
    assert.equal(new Set(sink.letters.map((l) => l.id)).size, 1);
  });
});

describe('kill -9 while messages are looked through', () => {
  const KILLS = 5;
  const CRIES = 10; // before each of them
  const ALL = KILLS * CRIES;
  let town;
  before(async () => { town = await Town.found(); });
  after(() => town.close());

  it('skips no message and tells of none twice', async () => {
    const june = await town.carer('June');
    const grace = await town.invites(town.ada, 'Grace', 'safeguarding_lead', null);
    const pair = await town.connects(june, await town.supporter('Priya'));
    await june.attach();
    // One alert, which every cry joins until somebody has it.
    const counts = async () => [(await grace.call('alerts.list')).alerts[0]?.messages ?? 0,
      (await grace.call('rules.list')).messages];
    const unheard = [];
    for (let i = 0; i < KILLS; i += 1) {
      for (let j = 0; j < 2 * CRIES; j += 1) {
        await june.sends(j % 2 ? DESPAIR : 'good morning to you', pair);
      }
      await town.server.kill9();
      await town.server.restart();
      unheard.push(2 * CRIES * (i + 1) - (await counts())[1]);
      await june.leave();
      await june.attach({ resume: true });
    }
    assert.ok(unheard.some((count) => count > 0), `never killed on the way: ${unheard}`);
    await until('everything to be looked through', async () => (await counts())[1] === 2 * ALL);
    assert.equal((await counts())[0], ALL);
    assert.equal((await grace.call('alerts.list')).waiting, 1);
    const { cases } = await grace.call('cases.list');
    assert.equal(new Set(cases.map((c) => c.case)).size, ALL, 'a case for each');
    await june.leave();
    await june.attach({ resume: true });
    await until('a card for each', () =>
      june.heard.filter((e) => e.kind === 'help.card').length === ALL);
  });
});

describe('a server without a way to call', () => {
  it('says so', async () => {
    const town = await Town.found();
    const { features } = await town.ada.call('server.hello');
    assert.deepEqual(features, []);
    const ready = await (await fetch(`${town.server.url}/readyz`)).text();
    assert.equal(ready, 'ready\nno way to alert anybody is set up\n');
    const grace = await town.invites(town.ada, 'Grace', 'safeguarding_lead', null);
    const { channels } = await grace.call('alerts.list');
    assert.deepEqual(channels, { mail: false, command: false });
    assert.equal((await grace.call('notify.get')).can_mail, false);
    await town.close();
  });
});
