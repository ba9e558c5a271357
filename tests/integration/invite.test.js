// Invitations: who may make them, for whom, and that each is used once.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Http, refused } from '../lib/http.js';
import { accept, inviteOf, PASSWORD, Town } from '../lib/people.js';

describe('invite', () => {
  let town;
  let tom;
  before(async () => {
    town = await Town.found();
    tom = await town.invites(town.cora, 'Tom', 'facilitator');
  });
  after(() => town.close());

  const make = (who, role, area, name = 'Newcomer') =>
    who.call('invite.create', { name, role, area: town.area(area) });

  it('gives a link with the secret in the fragment, good for fourteen days', async () => {
    const { link, expires_at: expires } = await make(town.cora, 'carer', 'North');
    assert.ok(link.startsWith(`${town.server.url}/#invite=`), link);
    const days = (expires - Date.now()) / 86_400_000;
    assert.ok(days > 13.9 && days < 14.1, `${days}`);
  });

  it('lets a coordinator invite carers, supporters and facilitators of her area only',
    async () => {
      for (const role of ['carer', 'supporter', 'facilitator']) {
        await make(town.cora, role, 'North');
      }
      for (const role of ['coordinator', 'safeguarding_lead', 'administrator']) {
        await refused(make(town.cora, role, 'North'), 'denied');
      }
      await refused(make(town.cora, 'carer', 'South'), 'denied');
      await refused(make(town.cora, 'carer', null), 'denied');
    });

  it('lets an administrator invite any role anywhere', async () => {
    await make(town.ada, 'coordinator', 'South');
    await make(town.ada, 'carer', 'South');
    await make(town.ada, 'safeguarding_lead', null);
    await make(town.ada, 'administrator', null);
  });

  it('lets nobody else invite', async () => {
    const june = await town.carer('June');
    for (const who of [june, tom]) {
      await refused(make(who, 'carer', 'North'), 'denied', { retry: 'no' });
    }
    const http = new Http(town.server.url);
    await refused(http.call('invite.create', { name: 'X', role: 'carer', area: 'a1' }),
      'unauthenticated');
    http.close();
  });

  it('answers an unknown area like a foreign one', async () => {
    const foreign = await make(town.cora, 'carer', 'South').catch((e) => e);
    const absent = await town.cora.call('invite.create',
      { name: 'X', role: 'carer', area: 'a0000000000000' }).catch((e) => e);
    assert.deepEqual(foreign.answer, absent.answer);
  });

  it('is used up by accepting, not by a failed try', async () => {
    const { link } = await make(town.cora, 'carer', 'North', 'Grace');
    const invite = inviteOf(link);
    const http = new Http(town.server.url);
    const attempt = (changes) => http.call('session.accept_invite',
      { invite, name: 'Grace', handle: 'grace', password: PASSWORD, ...changes },
      { wild: true });
    await refused(attempt({ password: 'short' }), 'bad_request');
    await refused(attempt({ handle: 'has space' }), 'bad_request');
    await refused(attempt({ name: '' }), 'bad_request');
    await refused(attempt({ name: 'bell\u0007' }), 'bad_request');
    await refused(attempt({ handle: 'tom' }), 'conflict');
    const { person } = await attempt({});
    assert.match(person, /^p[0-9a-z]{13}$/);
    assert.ok(http.cookie, 'accepting signs in');
    const again = new Http(town.server.url);
    const used = await again.call('session.accept_invite',
      { invite, name: 'Eve', handle: 'eve-1', password: PASSWORD }).catch((e) => e);
    const absent = await again.call('session.accept_invite',
      { invite: 'A'.repeat(invite.length), name: 'Eve', handle: 'eve-1', password: PASSWORD })
      .catch((e) => e);
    assert.equal(used.error, 'not_found', String(used));
    assert.deepEqual(used.answer, absent.answer, 'used up or never made: the same');
    http.close();
    again.close();
  });

  it('is accepted once even when many try at the same moment', async () => {
    const { link } = await make(town.cora, 'carer', 'North', 'Race');
    const tries = await Promise.allSettled(Array.from({ length: 6 }, (_, i) =>
      accept(town.server, link, 'Race', `race-${i}`)));
    assert.equal(tries.filter((t) => t.status === 'fulfilled').length, 1);
    tries.forEach((t) => t.value?.http.close());
  });

  it('takes an e-mail address as handle, whatever its case', async () => {
    const { link } = await make(town.cora, 'carer', 'North', 'Mail');
    const device = town.keep(await accept(town.server, link, 'Mail', 'Mail.Me@Example.org'));
    const http = new Http(town.server.url);
    const { person } = await http.call('session.start',
      { handle: 'mail.me@example.ORG', password: PASSWORD });
    assert.equal(person, device.person);
    http.close();
  });

  it('says what it is before anybody fills in a form', async () => {
    const { link } = await town.cora.call('invite.create',
      { name: 'Gwen', role: 'supporter', area: town.areas.North });
    const http = new Http(town.server.url);
    const look = (invite) => http.call('invite.look', { invite }, { wild: invite.length > 128 });
    assert.deepEqual(await look(inviteOf(link)), { state: 'open', name: 'Gwen', role: 'supporter' });
    assert.deepEqual(await look(inviteOf(link)), { state: 'open', name: 'Gwen', role: 'supporter' },
      'looking uses nothing up');
    town.keep(await accept(town.server, link, 'Gwen'));
    assert.deepEqual(await look(inviteOf(link)), { state: 'used' });
    await refused(look('never-was-one'), 'not_found');
    await refused(look('x'.repeat(129)), 'too_large', { field: 'invite' });
    http.close();
  });

  it('has a code to read out, good for a week, which opens what the link opens', async () => {
    const made = await make(town.cora, 'carer', 'North', 'Rose');
    const http = new Http(town.server.url);
    const look = (invite) => http.call('invite.look', { invite });
    const open = { state: 'open', name: 'Rose', role: 'carer' };
    const days = (made.code_expires_at - Date.now()) / 86_400_000;
    assert.ok(days > 6.9 && days < 7.1, `${days}`);
    assert.match(made.code, /^\d{4} \d{4} \d{4} \d{4}$/);
    const bare = made.code.replaceAll(' ', '');
    for (const typed of [made.code, bare, made.code.replaceAll(' ', '-'), ` ${made.code} `]) {
      assert.deepEqual(await look(typed), open, typed);
    }
    const wrong = bare.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    await refused(look(wrong), 'not_found');
    await refused(look(bare.slice(1)), 'not_found');
    const joined = await http.call('session.accept_invite',
      { invite: made.code, name: 'Rose', handle: 'rose', password: PASSWORD });
    assert.match(joined.person, /^p[0-9a-z]{13}$/);
    assert.deepEqual(await look(made.code), { state: 'used' });
    assert.deepEqual(await look(inviteOf(made.link)), { state: 'used' }, 'one use for both');
    await refused(http.call('session.accept_invite',
      { invite: bare, name: 'Eve', handle: 'eve-2', password: PASSWORD }), 'not_found');
    http.close();
  });

  it('lets one address try few codes', async () => {
    const few = await Town.found({ options: { 'sign-in-per-address': 8 } });
    const http = new Http(few.server.url);
    try {
      const tries = [];
      for (let i = 0; i < 10; i++) {
        tries.push(await http.call('invite.look', { invite: `4821 9930 1175 000${i}` })
          .catch((e) => e.error));
      }
      assert.equal(tries[0], 'not_found');
      assert.equal(tries.at(-1), 'rate_limited');
    } finally {
      http.close();
      await few.close();
    }
  });

  it('expires', async () => {
    const demo = await Town.demo();
    try {
      const { link, code } = await demo.amara.call('invite.create',
        { name: 'Late', role: 'carer', area: Object.keys(demo.amara.hello.areas)[0] });
      await demo.amara.detach();
      await demo.server.stop({ keep: true });
      demo.server.kithctl('clock', 'advance', '8d');
      await demo.server.restart();
      const http = new Http(demo.server.url);
      assert.deepEqual(await http.call('invite.look', { invite: code }), { state: 'expired' });
      const { state } = await http.call('invite.look', { invite: inviteOf(link) });
      assert.equal(state, 'open', 'a letter takes longer than a call');
      await demo.server.stop({ keep: true });
      demo.server.kithctl('clock', 'advance', '7d');
      await demo.server.restart();
      await refused(http.call('session.accept_invite',
        { invite: inviteOf(link), name: 'Late', handle: 'late-one', password: PASSWORD }),
      'expired');
      http.close();
    } finally {
      await demo.close();
    }
  });
});
