// Every cell of protocol/access.json: each command by each role to whatever stands in each
// relation, in one small town over HTTP (and where a command knows nothing else, a socket).
// What somebody may not know of answers exactly like what is not there.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { MAKERS } from '../lib/access/makers.js';
import { cellsOf, readCommands, readTable } from '../lib/access/table.js';
import { THINGS } from '../lib/access/things.js';
import { build } from '../lib/access/town.js';
import { wordPlaces, wordsIn } from '../lib/access/words.js';
import { Refusal } from '../lib/http.js';
import { until } from '../lib/wait.js';

// Refused for how things stand now: access was given.
const FOR_STATE = ['wrong_state', 'conflict', 'gone', 'expired'];

// A concern is dealt with once it has a grade and an owner. Each cell of the last ones
// changes what the cells of others are about.
const FIRST = ['concern.own', 'concern.triage'];
const LAST = ['concern.close', 'concern.keep', 'concern.reopen', 'matching.adjust',
  'matching.run', 'request.close', 'request.withdraw', 'match.end', 'match.end_for_cause',
  'hold.place', 'hold.lift', 'no_contact.place', 'no_contact.lift', 'concern.allegation',
  'deputy.set', 'consent.withdraw', 'session.revoke', 'person.suspend', 'person.restore',
  'person.erase'];

// Commands that only ever find the state of the town in their way; each is done in a test of
// its own.
// Changing a password would sign everybody out: password.test.js does it, and
// erasure.test.js deletes accounts.
// The second step is set up, and reset, in second-factor.test.js.
const NEVER_DONE = ['account.erase', 'account.erase_cancel', 'account.passkey_add',
  'account.passkey_begin', 'account.passkey_remove', 'account.recovery_cancel',
  'account.second_factor_begin', 'account.second_factor_confirm',
  'account.second_factor_remove', 'account.set_password', 'area.neighbour',
  'concern.confirm_close', 'concern.destroy', 'cuppa.again', 'cuppa.approve', 'cuppa.end',
  'cuppa.take', 'cuppa.withdraw', 'match.answer', 'match.answer_for', 'match.rematch', 'meeting.end',
  'meeting.pass', 'meeting.turn', 'opening.end_silence', 'person.second_factor_reset',
  'report.add', 'request.pause', 'request.resume', 'request.screen', 'request.submit',
  'request.submit_for', 'request.withdraw'];

// Places for words into which nothing is said here; canary.test.js says much of it.
const NEVER_SAID = ['blind.add.house', 'blind.add_for.house', 'case.decide.text',
  'case.redecide.text', 'concern.confirm_close.reason', 'concern.record.whom',
  'conversation.join.nickname', 'group.accept.nickname', 'group.nickname.nickname', 'group.set.agreement',
  'match.answer.reason', 'match.answer_for.reason', 'meeting.change.access',
  'meeting.change.childcare', 'meeting.change.link', 'meeting.change.venue',
  'meeting.create.access', 'meeting.create.childcare', 'meeting.create.link',
  'meeting.create.venue', 'meeting.end.next', 'opening.ask.silent_reason'];

const table = readTable();
const commands = readCommands();
const names = Object.keys(commands)
  .sort((a, b) => FIRST.indexOf(b) - FIRST.indexOf(a) || LAST.indexOf(a) - LAST.indexOf(b));

describe('the table of permissions', () => {
  let town;
  const done = new Set();
  const said = new Map(); // where → texts
  const count = { cells: 0, allowed: 0, refused: 0 };
  before(async () => {
    town = await build();
  });
  after(async () => {
    console.log(`${count.cells} cells: ${names.length} commands; ${count.allowed} allowed, ` +
      `${count.refused} refused`);
    await town.close();
  });

  /** What a command answers: {word, answer}; the bucket for computing fills again. */
  const answerOf = (who, name, params) => until(`an answer to ${name}`, async () => {
    try {
      const result = await who.call(name, params, { wild: true });
      return { word: 'done', answer: result };
    } catch (error) {
      assert.ok(error instanceof Refusal, String(error));
      return error.error === 'rate_limited' ? null : { word: error.error, answer: error.answer };
    }
  });

  /** Tries a cell; undefined where nobody of that role can stand so. */
  const tries = async (name, { role, relation }) => {
    const cell = { town, role, relation, actor: town.actors[role] };
    const found = await THINGS[table.commands[name].on][relation](cell);
    if (found === undefined) {
      return undefined;
    }
    cell.actor = found?.as ?? cell.actor;
    cell.thing = found?.as ? found.thing : found;
    const params = await MAKERS[name](cell);
    for (const { where, text } of wordsIn(commands[name], params)) {
      said.set(where, (said.get(where) ?? new Set()).add(text));
    }
    const who = commands[name].via === 'ws' ? cell.actor : cell.actor.http;
    return answerOf(who, name, params);
  };

  const judge = (name, cell, { word, answer }, unknown) => {
    const text = `${name} by a ${cell.role}, ${cell.relation}: ${word}`;
    if (cell.outcome === 'allowed') {
      assert.ok(word === 'done' || FOR_STATE.includes(word), `${text}, not allowed`);
      count.allowed += 1;
      return;
    }
    assert.equal(word, cell.outcome, text);
    count.refused += 1;
    if (word === 'not_found' && unknown?.data.error === word) {
      assert.deepEqual(answer, unknown, `${text}, but not as what is not there`);
    }
  };

  it('knows parameters for every command', () => {
    assert.deepEqual(names.filter((name) => !MAKERS[name]), []);
    assert.deepEqual(names.filter((name) => !table.commands[name]), []);
  });

  for (const name of names) {
    it(name, async () => {
      // What is not there is asked for first: others must answer with the same words.
      const cells = cellsOf(table, commands[name])
        .sort((a, b) => (b.relation === 'absent') - (a.relation === 'absent'));
      const unknown = {};
      for (const cell of cells) {
        const got = await tries(name, cell);
        if (got === undefined) {
          continue;
        }
        if (cell.relation === 'absent') {
          unknown[cell.role] = got.answer;
        }
        judge(name, cell, got, unknown[cell.role]);
        count.cells += 1;
        if (got.word === 'done') {
          done.add(name);
        }
      }
    });
  }

  it('has each command done at least once', () => {
    assert.deepEqual(names.filter((name) => !done.has(name)).sort(), NEVER_DONE);
  });

  it('leaves nothing of what was said in clear, in no file and not in the log', () => {
    const { dataDir, stderr, stdout } = town.server;
    const places = [['log', Buffer.from(stderr + stdout)], ...fs.readdirSync(dataDir)
      .map((name) => path.join(dataDir, name)).filter((file) => fs.statSync(file).isFile())
      .map((file) => [path.basename(file), fs.readFileSync(file)])];
    assert.ok(places.some(([, bytes]) => bytes.includes(Object.keys(town.areas)[0])),
      'what is not sealed is found');
    const found = [...said].flatMap(([where, texts]) => [...texts].flatMap((text) => places
      .filter(([, bytes]) => bytes.includes(text))
      .map(([place]) => `${where}: ${text}: ${place}`)));
    assert.deepEqual(found, []);
    const all = names.flatMap((name) => wordPlaces(commands[name]));
    assert.deepEqual(all.filter((where) => !said.has(where)).sort(), NEVER_SAID);
  });
});
