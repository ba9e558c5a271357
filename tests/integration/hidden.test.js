// What one may not see answers byte for byte like what does not exist, for every command
// that takes an id. Only the id that was sent may differ, so answers are compared after
// replacing it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Town } from '../lib/people.js';

describe('hidden', () => {
  let town;
  let outsider;
  let former;
  let ids;
  before(async () => {
    town = await Town.found({ options: { 'typing-interval-ms': 0 } });
    const june = await town.carer('June');
    const priya = await town.supporter('Priya');
    outsider = await town.invites(
      await town.invites(town.ada, 'Sol', 'coordinator', 'South'), 'Otto', 'carer', 'South');
    former = await town.carer('Former');
    const pair = await town.connects(june, priya);
    const group = await town.group('Secret', june, priya, former);
    await town.cora.call('conversation.remove', { conversation: group, person: former.person });
    const { seq } = await june.sends('nobody else sees this', group);
    const { sessions } = await june.call('session.list');
    const inbox = (await june.call('conversation.list')).conversations
      .find((c) => c.kind === 'inbox').id;
    ids = { pair, group, inbox, seq, person: june.person, session: sessions[0].id };
    await outsider.attach();
    await former.attach();
  });
  after(() => town.close());

  const ABSENT = { c: 'c0000000000000', p: 'p0000000000000', s: 's0000000000000' };
  const commands = [
    ['conversation.history', (c) => ({ conversation: c })],
    ['conversation.history', (c) => ({ conversation: c, after: 0, limit: 3 })],
    ['conversation.history', (c) => ({ conversation: c, around: 2 })],
    ['conversation.members', (c) => ({ conversation: c })],
    ['conversation.add', (c) => ({ conversation: c, person: 'p0000000000000' })],
    ['conversation.remove', (c) => ({ conversation: c, person: 'p0000000000000' })],
    ['conversation.join', (c) => ({ conversation: c })],
    ['conversation.leave', (c) => ({ conversation: c })],
    ['conversation.mark', (c) => ({ conversation: c, read: 1 })],
    ['conversation.typing', (c) => ({ conversation: c, on: true })],
    ['message.send', (c) => ({ conversation: c, cid: 'probe', text: 'probe' })],
    ['message.edit', (c) => ({ conversation: c, seq: ids.seq, text: 'probe' })],
    ['message.remove', (c) => ({ conversation: c, seq: ids.seq })],
    ['message.react', (c) => ({ conversation: c, seq: ids.seq, reaction: 'heart' })],
  ];

  const answer = async (who, method, params) => {
    const reply = await who.call(method, params).then(
      (result) => ({ result }), (error) => error.answer ?? { failure: String(error) });
    return JSON.stringify(reply).replaceAll(/after_ms":\d+/g, 'after_ms":0');
  };

  for (const kind of ['pair', 'group', 'inbox']) {
    it(`a ${kind} of others`, async () => {
      for (const who of [outsider, former]) {
        for (const [method, params] of commands) {
          const foreign = await answer(who, method, params(ids[kind]));
          const absent = await answer(who, method, params(ABSENT.c));
          assert.equal(foreign, absent, `${who.name}: ${method}`);
          assert.match(absent, /not_found|denied|rate_limited/, `${who.name}: ${method}`);
          const odd = await answer(who, method, params('no such thing'));
          assert.equal(odd, absent, `${who.name}: ${method} with an id of another shape`);
        }
      }
    });
  }

  it('a person one has nothing to do with, a session of another', async () => {
    for (const [method, name, real, absent] of [
      ['person.block', 'person', ids.person, ABSENT.p],
      ['person.unblock', 'person', ids.person, ABSENT.p],
      ['session.revoke', 'session', ids.session, ABSENT.s],
    ]) {
      assert.equal(await answer(outsider, method, { [name]: real }),
        await answer(outsider, method, { [name]: absent }), method);
    }
  });

  it('a conversation of another area, to its coordinator', async () => {
    const sol = town.devices.find((d) => d.name === 'Sol');
    for (const method of ['conversation.add', 'conversation.remove']) {
      const person = outsider.person;
      assert.equal(await answer(sol, method, { conversation: ids.group, person }),
        await answer(sol, method, { conversation: ABSENT.c, person }), method);
    }
  });

  it('an administrator reads no content', async () => {
    for (const kind of ['pair', 'group', 'inbox']) {
      assert.equal(await answer(town.ada, 'conversation.history', { conversation: ids[kind] }),
        await answer(town.ada, 'conversation.history', { conversation: ABSENT.c }));
    }
  });
});
