// What is never stored: typing. (Read signals are in conversation.test.js.)

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('signals', () => {
  let town;
  let june;
  let priya;
  let pair;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    pair = await town.connects(june, priya);
    await june.attach();
    await priya.attach();
  });
  after(() => town.close());

  it('tells the others, not oneself, that somebody is typing', async () => {
    assert.deepEqual(await june.call('conversation.typing', { conversation: pair, on: true }), {});
    const signal = await priya.senses('typing');
    assert.deepEqual(signal,
      { type: 'typing', conversation: pair, person: june.person, on: true });
    await june.sends('done typing', pair);
    await june.hears('message.sent', { text: 'done typing' });
    assert.ok(!june.signals.some((s) => s.type === 'typing'));
  });

  it('limits typing to one in three seconds', async () => {
    const mo = await town.carer('Moira');
    const group = await town.group('Types', mo, june);
    await mo.attach();
    const outcomes = [];
    for (let i = 0; i < 4; i += 1) {
      outcomes.push(await mo.call('conversation.typing', { conversation: group, on: true })
        .catch((e) => e));
    }
    const refusal = outcomes.find((o) => o.error);
    assert.equal(refusal?.error, 'rate_limited', JSON.stringify(outcomes));
    assert.ok(refusal.data.after_ms > 0 && refusal.data.after_ms <= 3_000);
  });

  it('is refused to outsiders and never stored', async () => {
    const outsider = await town.carer('Outsider');
    await outsider.attach();
    await refused(outsider.call('conversation.typing', { conversation: pair, on: true }),
      'not_found');
    const all = await june.wholeHistory(pair);
    assert.ok(!all.some((e) => /typing/.test(e.kind)));
  });
});
