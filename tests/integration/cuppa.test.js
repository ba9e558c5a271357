// cuppa.*: a one-off half-hour with whichever supporter is free and fits.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, isReady, today, told } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const NOBODY = 'u0000000000001';

describe('a half-hour', () => {
  let town;
  let june;
  let priya;
  let pat;
  before(async () => {
    town = await Town.demo();
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    june = await town.invites(town.amara, 'Iris', 'carer');
    priya = await town.invites(town.amara, 'Fay', 'supporter');
    pat = await town.invites(town.amara, 'Pat', 'supporter');
    for (const who of [june, priya, pat]) {
      await who.attach();
    }
  });
  after(() => town.close());

  const shown = async (who, cuppa) => (await today(who)).cuppas.find((c) => c.cuppa === cuppa);

  it('needs consent and somebody who is ready', async () => {
    await refused(june.call('cuppa.ask'), 'wrong_state', { field: 'consent' });
    await refused(priya.call('cuppa.ask'), 'denied');
    await agrees(june);
    const { cuppa } = await june.call('cuppa.ask');
    await refused(june.call('cuppa.ask'), 'conflict');
    await refused(priya.call('cuppa.take', { cuppa }), 'not_found');
    assert.equal(await shown(priya, cuppa), undefined, 'not one who is not ready');
    await june.call('cuppa.withdraw', { cuppa });
    await refused(june.call('cuppa.withdraw', { cuppa }), 'wrong_state');
    await refused(pat.call('cuppa.end', { cuppa }), 'not_found');
  });

  it('is taken by one and opens a conversation of the two', async () => {
    await isReady(priya, town.amara);
    await isReady(pat, town.amara);
    const { cuppa } = await june.call('cuppa.ask');
    await told(priya, 'cuppa');
    assert.equal((await shown(priya, cuppa)).name, undefined, 'nobody is named before');
    const takers = await Promise.allSettled([priya, pat]
      .map((who) => who.call('cuppa.take', { cuppa })));
    assert.deepEqual(takers.map((t) => t.status).sort(), ['fulfilled', 'rejected']);
    const won = takers[0].status === 'fulfilled' ? priya : pat;
    const lost = won === priya ? pat : priya;
    const { conversation } = takers.find((t) => t.status === 'fulfilled').value;
    await refused(lost.call('cuppa.take', { cuppa }), 'conflict');
    await june.hears('membership.began', { where: (e) => e.data.conversation === conversation });
    await june.sends('have you got the kettle on?', conversation);
    await won.hears('message.sent', { text: 'have you got the kettle on?' });
    await refused(june.call('cuppa.withdraw', { cuppa }), 'wrong_state');
    await refused(lost.call('cuppa.again', { cuppa, again: true }), 'not_found');
    await won.call('cuppa.end', { cuppa });
    await june.hears('membership.ended');
    await refused(june.call('cuppa.end', { cuppa }), 'wrong_state');
    const { events } = await june.call('conversation.history', { conversation, limit: 10 });
    assert.ok(events.some((e) => e.data?.text === 'have you got the kettle on?'), 'still readable');
  });

  it('ends by itself after a day', async () => {
    const { cuppa } = await june.call('cuppa.ask');
    const { conversation } = await priya.call('cuppa.take', { cuppa });
    town.server.kithctl('clock', 'advance', '25h');
    await june.hears('membership.ended', { where: (e) => e.data.conversation === conversation });
    assert.equal((await shown(june, cuppa)).state, 'ended');
  });

  it('that nobody takes is over after two days', async () => {
    const { cuppa } = await june.call('cuppa.ask');
    town.server.kithctl('clock', 'advance', '2d');
    await until('it is over', async () => (await shown(june, cuppa)).state === 'expired');
    await told(june, 'cuppa');
    await refused(priya.call('cuppa.take', { cuppa }), 'wrong_state');
    await refused(priya.call('cuppa.again', { cuppa, again: true }), 'not_found');
    await refused(june.call('cuppa.again', { cuppa, again: true }), 'wrong_state');
  });

  it('becomes an offer only where both would, and a coordinator has looked', async () => {
    const { cuppa } = await june.call('cuppa.ask');
    await priya.call('cuppa.take', { cuppa });
    await june.call('cuppa.again', { cuppa, again: true });
    assert.equal((await shown(june, cuppa)).both_again, false);
    await refused(town.amara.call('cuppa.approve', { cuppa }), 'wrong_state');
    await priya.call('cuppa.again', { cuppa, again: true });
    assert.equal((await shown(june, cuppa)).both_again, true);
    assert.deepEqual((await today(priya)).offers, [], 'nothing is offered unseen');
    assert.equal((await today(june)).request.state, 'consent_given', 'nobody has looked');

    const { people: waiting } = await town.amara.call('matching.waiting');
    const hers = waiting.find((one) => one.person === june.person);
    assert.deepEqual(hers.wished, [{ cuppa, person: priya.person, name: 'Fay' }]);
    await refused(priya.call('cuppa.approve', { cuppa }), 'denied');
    await refused(town.amara.call('cuppa.approve', { cuppa: NOBODY }), 'not_found');
    await refused(town.amara.call('cuppa.approve', { cuppa }), 'wrong_state', { field: 'request' });
    await town.amara.call('request.screen', { request: hers.request });
    const { match } = await town.amara.call('cuppa.approve', { cuppa });
    assert.equal((await shown(june, cuppa)).state, 'matched');
    const [offer] = (await today(priya)).offers;
    assert.equal(offer.match, match);
    assert.equal(offer.name, 'Iris');
    assert.ok(offer.shared.length > 0);
    await refused(town.amara.call('cuppa.approve', { cuppa }), 'wrong_state');
    await priya.call('match.answer', { match, answer: 'yes' });
    await june.call('match.answer', { match, answer: 'yes' });
    const second = await june.call('cuppa.ask');
    await refused(priya.call('cuppa.take', second), 'wrong_state');
    await june.call('cuppa.withdraw', second);
  });
});
