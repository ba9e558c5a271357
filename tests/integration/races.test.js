// Attaching at the very moment at which one's memberships or the session change. Each
// race runs many short rounds; whatever the order, the client must end with the truth.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Closed } from '../lib/client.js';
import { Refusal, refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const ROUNDS = Number(process.env.KITH_RACE_ROUNDS ?? 30);
const ROUNDS_PER_GROUP = 30; // nobody comes and goes in one group without end

describe('races of attach', () => {
  let town;
  let june;
  let mo;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Moira');
    await town.cora.attach();
    await mo.attach();
  });
  after(() => town.close());

  const rounds = async (members, play) => {
    let group;
    for (let i = 0; i < ROUNDS; i += 1) {
      group = i % ROUNDS_PER_GROUP ? group : await town.group(`Race ${i}`, mo, ...members);
      const device = await june.another();
      device.name = `June in round ${i}`;
      await play(device, i, group);
      await device.leave();
    }
  };

  /** The two at once, the second one a little later each round. */
  const together = (i, one, other) => Promise.all([one(), (async () => {
    for (let k = 0; k < i % 10; k += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return other();
  })()]);

  it('against joining: she hears everything from her own joining on', async () => {
    await rounds([], async (device, i, group) => {
      await together(i, () => device.attach(),
        () => june.http.call('conversation.join', { conversation: group, accept: 1 }));
      const { seq } = await mo.sends(`joined ${i}`, group);
      await device.reaches(group, seq);
      const events = [...device.stream(group).events.values()];
      const c = device.conversations.get(group);
      const first = c ? c.head + 1 : (await device.overview(group)).floor;
      if (!c || c.head < seq - 2) {
        const joined = events.find((e) => e.kind === 'member.joined');
        assert.ok(joined || c, 'begins with her own joining');
      }
      assert.ok(events.length >= 1 && events[0].seq <= Math.max(first, seq));
      await june.http.call('conversation.leave', { conversation: group });
    });
  });

  it('against leaving: she hears nothing of what comes after', async () => {
    await rounds([june], async (device, i, group) => {
      await together(i, () => device.attach(),
        () => june.http.call('conversation.leave', { conversation: group }));
      await mo.sends(`without June ${i}`, group);
      await device.call('conversation.list'); // a reply after the event would have come
      assert.ok(!device.heard.some((e) => e.data?.text === `without June ${i}`));
      await june.http.call('conversation.join', { conversation: group, accept: 1 });
      const { seq } = await mo.sends(`with June ${i}`, group);
      await device.hears('message.sent', { text: `with June ${i}` });
      assert.ok(device.stream(group).last >= seq);
    });
  });

  it('against removal by staff: nothing of it any more', async () => {
    await rounds([june], async (device, i, group) => {
      const { epoch, floor } = await june.overview(group);
      await together(i, () => device.attach({ resume: { [group]: [epoch, floor - 1] } }),
        () => town.cora.call('conversation.remove',
          { conversation: group, person: june.person }));
      await mo.sends(`behind her back ${i}`, group);
      await device.call('conversation.list');
      assert.ok(!device.heard.some((e) => e.data?.text === `behind her back ${i}`));
      assert.equal(await device.overview(group), null);
      device.streams.delete(group);
      await town.cora.call('conversation.add', { conversation: group, person: june.person });
      await device.hears('membership.began', { where: (e) => e.data.conversation === group });
      await mo.sends(`in front of her ${i}`, group);
      await device.hears('message.sent', { text: `in front of her ${i}` });
    });
  });

  it('against revocation: the socket never stays', async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const phone = await town.again(june);
      const { sessions } = await phone.http.call('session.list');
      const { id: session } = sessions.find((s) => s.current);
      const attach = () => phone.attach().then(() => 'attached', (error) => {
        assert.ok(error instanceof Refusal || error instanceof Closed, String(error));
        return 'refused';
      });
      const [outcome] = await together(i, attach,
        () => june.http.call('session.revoke', { session }));
      const start = performance.now();
      if (outcome === 'attached') {
        assert.equal((await phone.isClosed(2_000)).code, 4500);
        assert.ok(performance.now() - start < 1_000, 'within a second');
      } else if (phone.attached) {
        await refused(phone.call('conversation.list'), 'unauthenticated');
      }
      await phone.detach();
      phone.http.close();
      town.devices.pop();
    }
  });

  it('against writing: neither a hole nor a repeat', async () => {
    const group = await town.group('Writing', mo, june);
    let writing = true;
    const chatter = (async () => {
      for (let i = 0; writing; i += 1) {
        await mo.sends(`on and on ${i}`, group);
      }
    })();
    await rounds([], async (device) => {
      const { epoch, head } = await june.overview(group);
      await device.attach({ resume: { [group]: [epoch, head] } });
      await device.reaches(group, head + 10);
      assert.equal(device.stream(group).repeated, 0);
      assert.equal(device.heard.find((e) => e.conversation === group).seq, head + 1);
    });
    writing = false;
    await chatter;
  });
});
