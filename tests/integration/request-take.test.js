// request.take: a coordinator makes herself the named person of a request.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const NOBODY = 'q0000000000001';

describe('the named person of a request', () => {
  let town;
  let june;
  let second;
  let request;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    second = await town.invites(town.ada, 'Cleo', 'coordinator', 'North');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    const referred = await town.cora.call('request.refer', { person: june.person });
    request = referred.request;
    await town.cora.call('request.take', { request });
  });
  after(() => town.close());

  const named = async () => (await june.call('matching.today')).request.coordinator;

  it('is whoever takes it, and the carer sees who that is', async () => {
    assert.equal(await named(), 'Cora');
    await second.call('request.take', { request });
    assert.equal(await named(), 'Cleo');
    await town.cora.call('request.take', { request });
    assert.equal(await named(), 'Cora');
  });

  it('is a coordinator of its area', async () => {
    await refused(town.sol.call('request.take', { request }), 'not_found');
    await refused(town.cora.call('request.take', { request: NOBODY }), 'not_found');
    await refused(june.call('request.take', { request }), 'denied');
    assert.equal(await named(), 'Cora');
  });

  it('is nobody who works on the case', async () => {
    await town.cora.call('case.add', { carer: june.person, person: second.person, part: 'worker' });
    await refused(second.call('request.take', { request }), 'not_found');
    assert.equal(await named(), 'Cora');
  });

  it('is not taken over once the request is closed', async () => {
    await town.cora.call('request.close', { request, reason: 'Moved away.' });
    await refused(town.cora.call('request.take', { request }), 'wrong_state');
  });
});
