// match.*, review.answer, call.log: the life of a match, told by two people.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady, offered, today, told } from '../lib/matching.js';
import { Town } from '../lib/people.js';

const NOBODY = 'm0000000000001';

describe('a match', () => {
  let town;
  let ruth;
  let fay;
  let count = 0;
  before(async () => {
    town = await Town.demo({ options: { 'session-idle-days': 365, 'session-absolute-days': 365 } });
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    ruth = await town.demoPerson('ruth');
    fay = await town.invites(town.amara, 'Fay', 'supporter');
    await fay.attach();
    await isReady(fay, town.amara, 20);
  });
  after(() => town.close());

  /** A carer of her own for each story. */
  const carer = async () => {
    count += 1;
    const iris = await town.invites(town.amara, `Iris-${count}`, 'carer');
    await iris.attach();
    await agrees(iris);
    return iris;
  };
  const own = async (who, match) => {
    const { offers, matches } = await today(who);
    return [...offers, ...matches].find((m) => m.match === match);
  };
  const view = (match) => town.amara.call('match.view', { match });
  const forward = (by) => town.server.kithctl('clock', 'advance', by);

  it('is offered to both, each with a card of her own', async () => {
    const iris = await carer();
    const { match } = await offered(iris, fay, town.amara);
    const offer = await iris.call('match.get', { match });
    assert.equal(offer.i_am, 'carer');
    assert.equal(offer.name, 'Fay');
    assert.deepEqual(offer.next, ['answer']);
    assert.ok(offer.shared.length >= 1 && offer.shared.length <= 3);
    await refused(ruth.call('match.get', { match }), 'denied');
    const stranger = await carer();
    await refused(stranger.call('match.get', { match }), 'not_found');
    await refused(stranger.call('match.answer', { match, answer: 'yes' }), 'not_found');
    await iris.call('match.answer', { match, answer: 'ask' });
    assert.equal((await own(iris, match)).mine, 'ask');
    assert.equal((await own(fay, match)).mine, 'none', 'what the other said stays hers');
    await refused(iris.call('match.end', { match, planned: false }), 'wrong_state');
    await refused(fay.call('match.ask_change', { match }), 'wrong_state');
    await refused(fay.call('match.pause', { match }), 'wrong_state');
    await refused(fay.call('match.resume', { match }), 'wrong_state');
    await refused(fay.call('call.log',
      { match, at: 1, mode: 'phone', minutes: 5, feel: 'good' }), 'wrong_state');
    await refused(iris.call('match.rematch', { match }), 'wrong_state');
    await town.amara.call('match.answer_for', { match, side: 'carer', answer: 'ask',
      reason: 'Asked on the phone how often.' });
    await fay.call('match.answer', { match, answer: 'no', reason: 'Too much on just now.' });
    assert.equal((await own(iris, match)).state, 'not_this_time');
    assert.equal((await own(iris, match)).mine, 'ask');
    await refused(iris.call('match.answer', { match, answer: 'yes' }), 'wrong_state');
    assert.equal((await today(iris)).request.state, 'waiting');
    const reasons = (await view(match)).reasons.map(({ by, reason }) => [by, reason]);
    assert.deepEqual(new Map(reasons), new Map([
      [iris.person, 'Asked on the phone how often.'], [fay.person, 'Too much on just now.'],
    ]), 'of each her own');
  });

  it('opens a conversation where both say yes at the same moment', async () => {
    const iris = await carer();
    const match = await introduced(iris, fay, town.amara);
    const { conversation, state } = await own(iris, match);
    assert.equal(state, 'introduced');
    await iris.sends('hello Fay', conversation);
    await fay.hears('message.sent', { text: 'hello Fay' });
    assert.equal((await own(fay, match)).state, 'active');
    const listed = await town.amara.call('matches.list', { state: 'active' });
    assert.ok(listed.matches.some((m) => m.match === match && m.last_contact_at > 0));
    assert.ok((await ruth.call('matches.list')).matches.length > 0);
    await refused(town.amara.call('matches.list', { area: 'a0000000000001' }), 'not_found');
    await refused(town.amara.call('match.view', { match: NOBODY }), 'not_found');
  });

  it('is answered by a coordinator for somebody without a phone', async () => {
    const iris = await carer();
    const { match } = await offered(iris, fay, town.amara);
    const yes = { match, side: 'carer', answer: 'yes' };
    await town.amara.call('match.answer_for', yes);
    await fay.call('match.answer', { match, answer: 'yes' });
    assert.equal((await own(iris, match)).state, 'introduced');
    await refused(town.amara.call('match.answer_for', yes), 'wrong_state');
    await refused(town.amara.call('match.answer_for', { ...yes, match: NOBODY }), 'not_found');
  });

  it('that nobody answers is over after five days, with one reminder', async () => {
    const iris = await carer();
    const { match } = await offered(iris, fay, town.amara);
    await fay.call('match.answer', { match, answer: 'yes' });
    iris.heard.length = 0;
    forward('3d');
    await told(iris, 'offer');
    assert.equal((await own(iris, match)).state, 'offered');
    forward('2d');
    await told(iris, 'offer');
    assert.equal((await own(iris, match)).state, 'not_this_time');
  });

  it('asks both how it goes after two weeks', async () => {
    const iris = await carer();
    const match = await introduced(iris, fay, town.amara);
    iris.heard.length = 0;
    forward('14d');
    await told(iris, 'review');
    const mine = (await today(iris)).reviews.find((r) => r.match === match);
    assert.equal(mine.part, 'day_14');
    await refused(fay.call('review.answer', { review: mine.review, wish: 'go_on' }), 'not_found');
    const answer = { review: mine.review, like_me: 5, wish: 'go_on', note: 'She knows.' };
    await iris.call('review.answer', answer);
    await refused(iris.call('review.answer', answer), 'wrong_state');
    const seen = await view(match);
    assert.equal(seen.state, 'continuing');
    assert.deepEqual(seen.reviews.filter((r) => r.note).map((r) => r.note), ['She knows.']);
    assert.equal((await own(fay, match)).prompt, 'say_hello', 'she has not written');
    const { time } = await fay.call('server.hello');
    await fay.call('call.log', { match, at: time, mode: 'phone', minutes: 20, feel: 'good' });
    assert.equal((await own(fay, match)).prompt, undefined);
    await refused(fay.call('call.log',
      { match, at: time + 86_400_000, mode: 'phone', minutes: 20, feel: 'good' }), 'bad_request',
    { field: 'at' });
    await refused(iris.call('call.log',
      { match, at: time, mode: 'phone', minutes: 20, feel: 'good' }), 'denied');
    await refused(fay.call('call.log',
      { match: NOBODY, at: time, mode: 'phone', minutes: 20, feel: 'good' }), 'not_found');
  });

  it('is paused, goes on, and is ended with two weeks for a goodbye', async () => {
    const iris = await carer();
    const match = await introduced(iris, fay, town.amara);
    const since = (await today(iris)).request.waiting_since;
    await iris.call('match.ask_change', { match, reason: 'Different hours.' });
    assert.equal((await own(fay, match)).state, 'introduced', 'as before');
    await iris.call('match.pause', { match });
    assert.equal((await own(fay, match)).state, 'on_hold');
    assert.ok(!(await own(fay, match)).next.includes('resume'), 'not hers to take back');
    await refused(fay.call('match.resume', { match }), 'wrong_state');
    await fay.call('match.pause', { match });
    assert.equal((await iris.call('match.resume', { match })).state, 'on_hold');
    assert.equal((await fay.call('match.resume', { match })).state, 'introduced');
    await iris.call('match.end', { match, planned: true });
    const { conversation } = await own(fay, match);
    iris.heard.length = 0;
    forward('14d');
    await iris.hears('membership.ended', { where: (e) => e.data.conversation === conversation });
    assert.deepEqual((await own(iris, match)).next, ['rematch']);
    await refused(fay.call('match.rematch', { match }), 'denied');
    await iris.call('match.rematch', { match });
    await refused(iris.call('match.rematch', { match }), 'conflict');
    const { request } = await today(iris);
    assert.equal(request.state, 'waiting');
    assert.equal(request.waiting_since, since, 'the old place');
    for (const name of ['match.end', 'match.pause', 'match.resume', 'match.ask_change',
      'match.rematch']) {
      await refused(iris.call(name, name === 'match.end' ? { match: NOBODY, planned: true }
        : { match: NOBODY }), 'not_found');
    }
  });

  it('rests under a hold, in words that tell nobody why', async () => {
    const iris = await carer();
    const match = await introduced(iris, fay, town.amara);
    const { conversation } = await own(iris, match);
    await town.amara.call('hold.place', { person: iris.person });
    assert.equal((await own(fay, match)).state, 'on_hold');
    await refused(fay.sends('are you there?', conversation), 'held');
    await refused(fay.call('match.resume', { match }), 'wrong_state');
    await refused(town.amara.call('match.resume', { match }), 'held');
    await ruth.call('hold.lift', { person: iris.person });
    await refused(fay.call('match.resume', { match }), 'wrong_state');
    await town.amara.call('match.resume', { match });
    await fay.sends('there you are', conversation);
  });

  it('is ended for a cause by staff, closed to both', async () => {
    const iris = await carer();
    const match = await introduced(iris, fay, town.amara);
    const { conversation } = await own(iris, match);
    const cause = { match, reason: 'Breach of the agreement.' };
    await refused(iris.call('match.end_for_cause', cause), 'denied');
    await refused(ruth.call('match.end_for_cause', { ...cause, match: NOBODY }), 'not_found');
    assert.equal((await ruth.call('match.end_for_cause', cause)).state, 'ended_for_cause');
    await refused(ruth.call('match.end_for_cause', cause), 'wrong_state');
    assert.equal((await own(iris, match)).state, 'ended');
    await refused(iris.call('conversation.history', { conversation, limit: 5 }), 'not_found');
  });

  it('lets staff know when a request has waited a week', async () => {
    const iris = await carer();
    await iris.call('request.submit');
    await told(iris, 'request');
    town.amara.heard.length = 0;
    forward('7d');
    await told(town.amara, 'desk');
    await told(iris, 'request');
  });
});
