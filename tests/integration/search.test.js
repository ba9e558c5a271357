// Looking for words in one's own conversations, through the protocol.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('search', () => {
  let town;
  let june;
  let priya;
  let mo;
  let group;

  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    mo = await town.carer('Moira');
    group = await town.group('Kettle', june, priya);
    await Promise.all([june, priya, mo].map((who) => who.attach()));
    for (const text of ['Zoë settled at school', 'the café on Monday?', 'SCHOOL again']) {
      await june.sends(text, group);
    }
  });
  after(() => town.server.stop());

  const find = (who, params) => who.call('message.search', { conversation: group, ...params });
  const textsOf = (page) => page.events.map((event) => event.data.text);

  it('finds words whatever their case and accents, newest first', async () => {
    const page = await find(priya, { words: 'school' });
    assert.deepEqual(textsOf(page), ['SCHOOL again', 'Zoë settled at school']);
    assert.equal(page.people[june.person].name, 'June');
    assert.equal(page.next, undefined);
    assert.ok(page.looked >= 3);
    assert.deepEqual(textsOf(await find(priya, { words: 'ZOE School' })),
      ['Zoë settled at school']);
    assert.deepEqual(textsOf(await find(june, { words: 'cafe' })), ['the café on Monday?']);
    assert.deepEqual(textsOf(await find(june, { words: 'mon', whole: true })), []);
    assert.deepEqual(textsOf(await find(june, { words: 'monday', whole: true })),
      ['the café on Monday?']);
    assert.deepEqual(textsOf(await june.http.call('message.search',
      { conversation: group, words: 'again' })), ['SCHOOL again']);
  });

  it('goes on below a place', async () => {
    const [newest] = (await find(june, { words: 'school' })).events;
    assert.deepEqual(textsOf(await find(june, { words: 'school', before: newest.seq })),
      ['Zoë settled at school']);
  });

  it('finds nothing in what is somebody else\'s', async () => {
    await refused(find(mo, { words: 'school' }), 'not_found');
  });

  it('refuses what has nothing to look for', async () => {
    await refused(june.call('message.search', { conversation: group, words: '   ' },
      { wild: true }), 'bad_request', { field: 'words' });
    await refused(find(june, { words: 'a b c d e f g h i' }), 'bad_request', { field: 'words' });
    await refused(june.call('message.search', { conversation: group, words: 'x'.repeat(101) },
      { wild: true }), 'too_large', { field: 'words' });
  });

  it('lets nobody search twice at once, and keeps nobody waiting for it', async () => {
    const lines = Array.from({ length: 8 }, () => find(june, { words: 'school' })
      .then((page) => page.events.length, (refusal) => refusal.data?.error ?? refusal.error));
    const answers = await Promise.all(lines);
    assert.ok(answers.every((answer) => answer === 2 || answer === 'busy'), String(answers));
    assert.ok(answers.includes(2));
  });
});
