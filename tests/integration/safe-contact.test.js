// When and how it is safe to reach her: mail keeps to it, whoever writes is not told, and
// staff see it when they say why.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { SmtpSink } from '../lib/smtp.js';
import { until } from '../lib/wait.js';

const DAY_MIN = 24 * 60;
const TWO_TICKS_MS = 2_500; // what is due is looked for each second
const WAYS = { phone: true, voicemail: false, texts: false, letters: false };

const twoTicks = () => new Promise((resolve) => { setTimeout(resolve, TWO_TICKS_MS); });

/** The minute of the day on a British wall. */
function clockOf(time) {
  const [hour, minute] = new Intl.DateTimeFormat('en-GB',
    { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .format(time).split(':').map(Number);
  return hour * 60 + minute;
}

describe('safe contact', () => {
  let town;
  let sink;
  let admin;
  let june;
  let priya;
  let pair;
  before(async () => {
    sink = await SmtpSink.open();
    town = await Town.demo({ options: { 'smtp-url': sink.url, 'smtp-from': 'desk@kith.test' } });
    admin = await town.demoPerson('admin');
    june = await town.demoPerson('june');
    priya = await town.demoPerson('priya');
    await june.attach();
    await priya.attach();
    pair = [...priya.conversations.values()]
      .find((c) => c.kind === 'pair' && june.conversations.has(c.id)).id;
  });
  after(async () => {
    await town.close();
    await sink.close();
  });

  const mailed = async () => (await admin.call('outbox.list')).ways[0];
  const fromNow = async (minutes) => {
    const { time } = await june.call('server.hello');
    return (clockOf(time) + minutes) % DAY_MIN;
  };

  it('is nothing at first, and then what she says', async () => {
    const nothing = { look: 'messages', disguise: false, phone: false, voicemail: false,
      texts: false, letters: false };
    assert.deepEqual(await june.call('account.safe_contact'),
      { contact: nothing, ask_again: false });
    const contact = { look: 'notes', disguise: true, ...WAYS, code_word: 'marmalade',
      not_told: 'Nobody at home.\nNor my brother.' };
    await june.call('account.set_safe_contact', contact);
    const said = await june.call('account.safe_contact');
    assert.deepEqual(said.contact, contact);
    assert.ok(said.said_at > 0);
    await refused(june.call('account.set_safe_contact', { ...contact, code_word: ' ' },
      { wild: true }), 'bad_request', { field: 'code_word' });
    await refused(june.http.call('account.set_safe_contact',
      { ...contact, code_word: 'x'.repeat(41) }, { wild: true }), 'too_large',
    { field: 'code_word' });
  });

  it('keeps mail to her safe hours, and its words say nothing', async () => {
    await june.call('notify.set', { mail: true, address: 'june@kith.test' });
    await june.call('account.set_safe_contact', { look: 'notes', disguise: true, ...WAYS,
      safe_from: await fromNow(120), safe_until: await fromNow(240), code_word: 'marmalade' });
    const told = [priya.heard.length, priya.signals.length];
    await priya.sends('I baked a cake', pair);
    await until('it to be looked through', async () =>
      (await admin.call('rules.list')).messages === 1);
    town.server.kithctl('clock', 'advance', '11m');
    town.server.kithctl('clock', 'advance', '60m');
    await twoTicks();
    assert.equal((await mailed()).sent + (await mailed()).waiting, 0);
    assert.equal(sink.letters.length, 0);
    town.server.kithctl('clock', 'advance', '55m');
    await until('the mail', () => sink.letters.length === 1);
    const [letter] = sink.letters;
    assert.equal(letter.subject, 'Something new');
    assert.doesNotMatch(letter.body, /message|kin|carer|http|Priya|cake/i);
    assert.ok(!letter.body.includes(town.server.url));
    const heard = JSON.stringify([priya.heard.slice(told[0]), priya.signals.slice(told[1])]);
    assert.doesNotMatch(heard, /safe|mail|hours/);
  });

  it('holds what could not be sent while it was safe', async () => {
    await june.leave();
    june = await town.demoPerson('june'); // she has looked: another mail may come
    sink.letters.length = 0;
    await june.call('account.set_safe_contact', { look: 'notes', disguise: false, ...WAYS,
      safe_from: await fromNow(8 * 60), safe_until: await fromNow(10 * 60) });
    sink.refusal = '451 later';
    await priya.sends('and ate it', pair);
    await until('it to be looked through', async () =>
      (await admin.call('rules.list')).messages === 2);
    town.server.kithctl('clock', 'advance', '11m');
    town.server.kithctl('clock', 'advance', '9h');
    await until('a try that failed', async () => (await mailed()).failure !== undefined);
    town.server.kithctl('clock', 'advance', '2h');
    sink.refusal = null;
    await twoTicks();
    assert.equal(sink.letters.length, 0, 'it is no longer safe');
    assert.equal((await mailed()).waiting, 1);
    town.server.kithctl('clock', 'advance', '22h');
    await until('the mail', () => sink.letters.length === 1);
    assert.equal(sink.letters[0].subject, 'You have a message');
  });

  it('is shown to her coordinator who says why, and to nobody else', async () => {
    await june.call('account.set_safe_contact', { look: 'weather', disguise: false, ...WAYS,
      code_word: 'marmalade' });
    const look = (who, params = { person: june.person, reason: 'I am about to ring her.' }) =>
      who.http.call('safe_contact.view', params);
    const { contact, ask_again: old } = await look(town.amara);
    assert.equal(contact.code_word, 'marmalade');
    assert.equal(old, false);
    await refused(town.amara.http.call('safe_contact.view', { person: june.person },
      { wild: true }), 'bad_request', { field: 'reason' });
    await refused(look(priya), 'denied');
    await refused(look(admin), 'denied');
    town.server.kithctl('clock', 'advance', '92d');
    const later = await town.demoPerson('amara');
    assert.equal((await look(later)).ask_again, true);
  });
});
