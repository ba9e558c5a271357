// Nothing that anybody wrote or looked for, no name, handle, password, address, number or token
// stands in the clear in any file of the data folder, in the log or in what kithd prints.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { queryDatabase } from '../lib/database.js';
import { filesIn } from '../lib/files.js';
import { SoftPasskey } from '../lib/passkey.js';
import { accept, inviteOf, PASSWORD, Town } from '../lib/people.js';
import { SmtpSink } from '../lib/smtp.js';

function grep(words, haystacks) {
  const hits = [];
  for (const [name, bytes] of haystacks) {
    for (const word of words) {
      for (const form of [word, Buffer.from(word).toString('base64').slice(0, -3),
        Buffer.from(word).toString('hex')]) {
        if (bytes.includes(form)) {
          hits.push(`${word} in ${name}`);
        }
      }
    }
  }
  return hits;
}

/** `words` in no file while the server runs, none after it, not in its log nor on its stdout. */
async function isNowhere(server, words) {
  const running = grep(words, filesIn(server.dataDir));
  assert.ok(grep(['Testshire'], filesIn(server.dataDir)).length > 0, 'what is not sealed is found');
  await server.stop({ keep: true });
  const stopped = grep(words, filesIn(server.dataDir));
  const said = grep(words,
    [['log', Buffer.from(server.stderr)], ['stdout', Buffer.from(server.stdout)]]);
  assert.deepEqual({ running, stopped, said }, { running: [], stopped: [], said: [] });
}

describe('canary', () => {
  it('is found neither in the databases nor in the log', async () => {
    const town = await Town.found({ args: ['--log-level', 'debug'] });
    const { server } = town;
    const { link } = await town.cora.call('invite.create',
      { name: 'Canaryname', role: 'carer', area: town.areas.North });
    const june = town.keep(await accept(server, link, 'Canaryname', 'canaryhandle@example.org'));
    const group = await town.group('Canarytitle', june);
    await june.attach({ device: 'Canarydevice' });
    const { seq } = await june.sends('Canarytext that she wrote', group);
    await june.call('message.edit', { conversation: group, seq, text: 'Canaryedit of it' });
    await june.call('consent.give', { what: 'special_category' });
    for (const [field, value] of [['code_word', 'Canarycode'], ['must_not_know', 'Canarysister'],
      ['relationship', 'great_grandparent'], ['ethnicity', 'mixed_other']]) {
      await june.call('profile.answer', { field, values: [value] });
    }
    await june.call('blind.add', { kind: 'relative', name: 'Canaryrelative Hall',
      birth_year: 1987, postcode: 'CX1 9YZ' });
    await june.call('blind.add', { kind: 'household', postcode: 'CX1 9YZ',
      house: 'Canaryhouse' });
    await june.call('blind.add', { kind: 'employer', name: 'Canaryemployer Ltd' });
    await town.cora.call('profile.view', { person: june.person });
    const gone = await june.sends('Canaryremoved at once', group);
    await june.call('message.remove', { conversation: group, seq: gone.seq });
    await june.call('person.block', { person: town.cora.person });
    await june.history(group);
    await june.call('message.send', { conversation: group, cid: 'odd', text: '' }, { wild: true })
      .catch(() => {});
    await june.rawAnswer('{"Canaryjunk').catch(() => {});
    await june.http.call('session.start', { handle: 'canaryhandle@example.org',
      password: 'Canarypassword' }).catch(() => {});
    const { ticket } = await june.http.call('session.ticket');
    const words = ['Canaryname', 'canaryhandle', 'Canarytitle', 'Canarydevice', 'Canarytext',
      'Canaryedit', 'Canaryremoved', 'Canarypassword', 'Canaryjunk', 'seven slow swans',
      'Canarycode', 'Canarysister', 'great_grandparent', 'mixed_other', 'Canaryrelative',
      'canaryrelative', 'CX1 9YZ', 'cx19yz', 'Canaryhouse', 'canaryhouse', 'Canaryemployer',
      'canaryemployer',
      june.http.cookie.split('=')[1], inviteOf(link), ticket];
    await isNowhere(server, words);
    assert.ok(!/127\.0\.0\.1/.test(server.stderr.replaceAll(/listen\S*/g, '')), 'no addresses');
    await server.restart();
    const { events } = await june.history(group);
    assert.ok(JSON.stringify(events).includes('Canaryedit'), 'and still it can be read');
    const { answers } = await june.http.call('profile.get');
    assert.ok(JSON.stringify(answers).includes('Canarycode'), 'and so can what she told');
    await town.close();
  });

  it('is not what was looked for', async (t) => {
    const town = await Town.found({ args: ['--log-level', 'debug'] });
    const { server } = town;
    t.after(() => server.stop());
    const june = await town.carer('June');
    const group = await town.group('Kettle', june);
    await june.attach();
    await june.sends('what she wrote', group);
    for (const params of [{ words: 'Canarysought Élan' }, { words: 'canarywhole', whole: true },
      { words: 'Canarybefore', before: 3 }]) {
      assert.deepEqual((await june.call('message.search', { conversation: group, ...params }))
        .events, []);
      await june.http.call('message.search', { conversation: group, ...params });
    }
    // Refused, too: for its form, its place, its rate.
    await june.call('message.search', { conversation: group, words: 'Canary refused'.repeat(99) },
      { wild: true }).catch(() => {});
    await town.cora.http.call('message.search',
      { conversation: group, words: 'Canaryelsewhere' }).catch(() => {});
    await Promise.all(Array.from({ length: 4 }, () => june.http.call('message.search',
      { conversation: group, words: 'Canarybusy' }).catch(() => {})));
    const words = ['Canary', 'canary', 'Élan', 'elan'];
    await isNowhere(server, words);
    // A word that lies there sealed would not be found by looking for it.
    assert.deepEqual(queryDatabase(server,
      'SELECT seq FROM audit WHERE action = \'message.search\' AND reason_hash IS NOT NULL'), []);
  });

  it('is not a text that was edited or removed, sealed as it was', async (t) => {
    const town = await Town.found();
    const { server } = town;
    t.after(() => server.stop());
    const june = await town.carer('June');
    const group = await town.group('Kettle', june);
    await june.attach();
    for (const text of ['Canarykept', 'Canaryedited', 'Canaryremoved']) {
      await june.sends(text, group);
    }
    const sent = (await june.history(group)).events.filter(({ kind }) => kind === 'message.sent');
    await server.stop({ keep: true });
    const sealed = sent.map(({ seq }) => queryDatabase(server,
      'SELECT body_sealed FROM event WHERE body_sealed IS NOT NULL AND kind = 1 ' +
      `AND seq = ${seq}`)[0][0]);
    const lies = () => sealed.map((hex) => filesIn(server.dataDir)
      .some(([, bytes]) => bytes.includes(Buffer.from(hex, 'hex'))));
    assert.deepEqual(lies(), [true, true, true]);
    await server.restart();
    await june.attach();
    await june.call('message.edit', { conversation: group, seq: sent[1].seq, text: 'other' });
    await june.call('message.remove', { conversation: group, seq: sent[2].seq });
    await server.stop({ keep: true });
    assert.deepEqual(lies(), [true, false, false]);
  });

  it('is nothing of what keeps her safe, of how she is reached, of groups', async (t) => {
    const sink = await SmtpSink.open();
    t.after(() => sink.close());
    const town = await Town.found({ args: ['--log-level', 'debug'],
      options: { 'smtp-url': sink.url, 'smtp-from': 'desk@kith.test' } });
    const { server, cora } = town;
    t.after(() => server.stop());
    const ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    const [june, priya] = [await town.carer('June'), await town.supporter('Priya')];
    const group = await town.group('Kettle', june, priya);
    for (const who of [june, priya, ruth, cora]) {
      await who.attach({ device: `Canarydevice-${who.name}` });
    }
    const reason = 'Canaryreason of staff';
    await june.call('account.set_safe_contact', { look: 'notes', disguise: true, phone: true,
      voicemail: false, texts: false, letters: false, code_word: 'Canarycode',
      not_told: 'Canarybrother\nCanaryneighbour' });
    await cora.call('safe_contact.view', { person: june.person, reason });
    const phone = new SoftPasskey(server.origin);
    await june.http.call('account.passkey_add', phone.make(await june.http.call(
      'account.passkey_begin', { password: PASSWORD }), { name: 'Canarypasskey' }));
    await june.call('notify.set', { mail: true, address: 'canarymail@kith.test' });
    await ruth.call('notify.set', { mail: false, phone: '+44 1632 960773' });
    await june.call('group.nickname', { conversation: group, nickname: 'Canarynick' });
    await cora.call('group.set', { conversation: group, theme: 'Canarytheme' });
    const { meeting } = await cora.call('meeting.create', { conversation: group, minutes: 60,
      at: Date.now() + 3_600_000, mode: 'venue', venue: 'Canaryvenue', access: 'Canaryramp',
      childcare: 'Canaryplay' });
    await june.call('meeting.book', { meeting, coming: true, needs: 'Canaryneeds a chair' });
    const soon = { conversation: group, minutes: 60, at: Date.now() + 1_800_000 };
    await cora.call('meeting.create', { ...soon, mode: 'online', link: 'https://canary.example' });
    const { meeting: here } = await cora.call('meeting.create', { ...soon, mode: 'here' });
    await cora.call('meeting.begin', { meeting: here });
    await cora.call('meeting.end', { meeting: here, next: 'Canarynext, on Thursday.' });
    const { seq } = await priya.sends('Canarycovered', group, { cover: 'Canarycover' });
    const { report } = await june.call('report.raise', { cid: randomUUID(), conversation: group,
      seq, about: 'unkind', note: 'Canaryreport' });
    assert.ok(report);
    const { concern } = await priya.call('concern.raise', { cid: randomUUID(), person: june.person,
      what: 'Canaryconcern, in her words', where: 'Canaryschool' });
    await ruth.call('concern.triage', { concern, grade: 'same_day', reason });
    await ruth.call('concern.own', { concern });
    await ruth.call('concern.record', { concern, cid: randomUUID(), kind: 'fact',
      text: 'Canaryfact', whom: 'Canaryteacher' });
    const pair = await town.connects(june, priya);
    const { seq: said } = await june.sends('Canarypair', pair);
    await ruth.call('opening.ask', { cid: randomUUID(), conversation: pair, why: 'danger', reason,
      silent_reason: 'Canarysilence', from_seq: said, until_seq: said });
    await town.ada.http.call('person.suspend', { person: priya.person, reason });
    sink.letters.length = 0;
    await cora.sends('Canarywaits for her', group);
    const { contact } = await june.call('account.safe_contact');
    assert.equal(contact.code_word, 'Canarycode', 'she said it');
    await isNowhere(server, ['Canary', 'canary', '960773', '+441632960773', 'kith.test\0']);
  });
});
