// The matrix: every command of the protocol by every role and by nobody at all, made from
// the definitions themselves, so that a new command is in it from its first day.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Refusal, refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { ROOT } from '../lib/traffic.js';

const FOLDER = path.join(ROOT, 'protocol/commands');
const definitions = fs.readdirSync(FOLDER).filter((f) => f.endsWith('.json'))
  .map((f) => JSON.parse(fs.readFileSync(path.join(FOLDER, f), 'utf8')));
const forPeople = definitions.filter((d) => d.via !== 'admin');
const forOperators = definitions.filter((d) => d.via === 'admin');
const signedIn = forPeople.filter((d) => d.roles !== 'anyone');

const ROLES = {
  carer: 'North', supporter: 'North', facilitator: 'North', coordinator: 'North',
  safeguarding_lead: null, administrator: null,
};

describe('every command', () => {
  let town;
  let stranger;
  const people = {};
  before(async () => {
    town = await Town.found();
    for (const [role, area] of Object.entries(ROLES)) {
      people[role] = await town.invites(town.ada, `A-${role}`.replaceAll('_', '-'), role, area);
      await people[role].attach();
    }
    stranger = new Device(town.server, { name: 'a stranger' });
    await stranger.connect();
  });
  after(async () => {
    await stranger.leave();
    await town.close();
  });

  /** The outcome of a command over `way`: 'ok' or the word of the refusal. */
  const outcome = async (who, { name }, params, way) => {
    const caller = way === 'http' ? who.http : who;
    return caller.call(name, params, { wild: true }).then(() => 'ok', (error) => {
      assert.ok(error instanceof Refusal, String(error));
      return error.error ?? error.code;
    });
  };
  const ways = ({ via }) => (via === 'both' ? ['http', 'ws'] : [via]);
  const sample = ({ examples }) => examples[0].params;

  it('is refused without a session where it needs one', async () => {
    for (const definition of signedIn) {
      for (const way of ways(definition)) {
        assert.equal(await outcome(stranger, definition, sample(definition), way),
          'unauthenticated', `${definition.name} over ${way}`);
      }
    }
  });

  for (const role of Object.keys(ROLES)) {
    it(`by a ${role}: as its definition says`, async () => {
      for (const definition of signedIn) {
        if (definition.name === 'session.end') {
          continue; // tried in session.test.js; here it would end the test's own session
        }
        const may = !Array.isArray(definition.roles) || definition.roles.includes(role);
        for (const way of ways(definition)) {
          const word = await outcome(people[role], definition, sample(definition), way);
          const text = `${definition.name} over ${way}: ${word}`;
          assert.ok(['ok', ...definition.errors, 'rate_limited', 'denied'].includes(word), text);
          if (!may) {
            assert.ok(['denied', 'not_found'].includes(word), text);
          } else if (!definition.errors.includes('denied')) {
            assert.notEqual(word, 'denied', text);
          }
        }
      }
    });
  }

  it('refuses a member that it does not know', async () => {
    for (const definition of forPeople) {
      for (const way of ways(definition)) {
        const who = definition.name === 'session.attach' ? stranger : people.carer;
        const refusal = await refused((way === 'http' ? who.http : who).call(definition.name,
          { ...sample(definition), colour: 'green' }, { wild: true }), 'bad_request');
        assert.equal(refusal.data.field, 'colour', `${definition.name} over ${way}`);
      }
    }
  });

  it('refuses each missing and each overlong member', async () => {
    for (const definition of forPeople) {
      const [way] = ways(definition);
      const who = definition.name === 'session.attach' ? stranger : people.carer;
      const call = (params) => (way === 'http' ? who.http : who)
        .call(definition.name, params, { wild: true });
      for (const field of definition.params.required) {
        const { [field]: _, ...rest } = sample(definition);
        await refused(call(rest), 'bad_request', { field });
      }
      for (const [field, value] of Object.entries(sample(definition))) {
        const wrong = typeof value === 'string' ? 'x'.repeat(13_000) : 'not of this type';
        await refused(call({ ...sample(definition), [field]: wrong }),
          ['too_large', 'bad_request'], { field });
      }
    }
  });

  it('of operators is unknown to everybody who is not on the machine', async () => {
    for (const { name, examples } of forOperators) {
      for (const way of ['http', 'ws']) {
        const word = await outcome(people.administrator, { name }, examples[0].params, way);
        assert.ok([-32601, 'bad_request'].includes(word), `${name} over ${way}: ${word}`);
      }
    }
    const bogus = await people.administrator.call('operator.bogus', {}, { wild: true })
      .catch((e) => e.answer);
    const real = await people.administrator.call('operator.suspend',
      { person: people.carer.person }, { wild: true }).catch((e) => e.answer);
    assert.deepEqual(real, bogus, 'and looks like what does not exist');
  });
});
