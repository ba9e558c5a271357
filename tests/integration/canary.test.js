// Nothing that anybody wrote, no name, handle, password or token stands in the clear in
// any file of the data folder or in the log.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { accept, inviteOf, Town } from '../lib/people.js';

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

const files = (dataDir) => fs.readdirSync(dataDir)
  .filter((name) => fs.statSync(path.join(dataDir, name)).isFile())
  .map((name) => [name, fs.readFileSync(path.join(dataDir, name))]);

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
    const running = grep(words, files(server.dataDir));
    await server.stop({ keep: true });
    const stopped = grep(words, files(server.dataDir));
    const logged = grep(words, [['log', Buffer.from(server.stderr)]]);
    assert.deepEqual({ running, stopped, logged }, { running: [], stopped: [], logged: [] });
    assert.ok(!/127\.0\.0\.1/.test(server.stderr.replaceAll(/listen\S*/g, '')), 'no addresses');
    await server.restart();
    const { events } = await june.history(group);
    assert.ok(JSON.stringify(events).includes('Canaryedit'), 'and still it can be read');
    const { answers } = await june.http.call('profile.get');
    assert.ok(JSON.stringify(answers).includes('Canarycode'), 'and so can what she told');
    await town.close();
  });
});
