// What a password must be, and changing one's own.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Http, refused } from '../lib/http.js';
import { accept, inviteOf, PASSWORD, Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const NEXT = 'mug carpet friday';

describe('a password', () => {
  let town;
  before(async () => { town = await Town.found(); });
  after(() => town.server.stop());

  const link = async () => (await town.cora.http.call('invite.create',
    { name: 'Nora', role: 'carer', area: town.areas.North })).link;
  const join = async (password) => new Http(town.server.url).call('session.accept_invite',
    { invite: inviteOf(await link()), name: 'Nora', handle: 'nora1962', password });

  for (const password of ['password', 'Password1!', 'qwertyuiop', 'liverpool1', 'iloveyou',
    'letmein123', '11111111', 'nora1962', 'Nora1962!', 'kinship1']) {
    it(`is not "${password}"`, async () => {
      await refused(join(password), 'bad_request', { field: 'password' });
    });
  }

  it('is three words, in any script, with spaces', async () => {
    for (const [i, password] of ['mug carpet friday', 'Oma liebt Zwetschgen', 'żaba śpi głośno',
      'नदी शांत बहती'].entries()) {
      const made = await accept(town.server, await link(), 'Nora', `nora-${i}`)
        .catch((cause) => cause);
      assert.ok(made instanceof Device, String(made));
      await made.http.call('account.set_password',
        { password: PASSWORD, new_password: password });
    }
  });

  it('is changed by whoever knows it, and all other devices are signed out', async () => {
    const june = await town.carer('June');
    await june.attach();
    const phone = await Device.signIn(town.server, june.handle, PASSWORD);
    await phone.attach();
    const change = (who, password, new_password) =>
      who.http.call('account.set_password', { password, new_password });
    await refused(change(june, 'not this one', NEXT), 'wrong_state', { field: 'password' });
    await refused(change(june, PASSWORD, 'liverpool1'), 'bad_request',
      { field: 'new_password' });
    await refused(change(june, PASSWORD, 'june1234'), 'bad_request', { field: 'new_password' });
    assert.ok(phone.attached, 'nothing happened yet');
    await change(june, PASSWORD, NEXT);
    await until('the phone to be signed out', () => !phone.attached);
    assert.ok(june.attached);
    await refused(phone.http.call('session.list', {}), 'unauthenticated');
    await refused(Device.signIn(town.server, june.handle, PASSWORD), 'unauthenticated');
    const again = await Device.signIn(town.server, june.handle, NEXT);
    await again.attach();
  });

  it('cannot be tried out with a session that somebody left open', async () => {
    const strict = await Town.found({ options: { 'sign-in-known-device': 3 } });
    try {
      const mo = await strict.carer('Moira');
      const tries = [];
      for (let i = 0; i < 6; i += 1) {
        tries.push(await mo.http.call('account.set_password',
          { password: `guess number ${i}`, new_password: NEXT }).catch((cause) => cause.error));
      }
      assert.ok(tries.includes('rate_limited'), String(tries));
    } finally {
      await strict.server.stop();
    }
  });
});
