// The table of permissions is whole and does as the policy says.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { faultsOf, readCommands, readTable } from '../lib/access/table.js';

const commands = readCommands();

/** What is wrong with the table once `change` has been at it. */
function faultsAfter(change) {
  const table = readTable();
  change(table);
  return faultsOf(table, commands);
}

it('has a row for every command, agrees with its roles, and with the policy', () => {
  assert.deepEqual(faultsOf(readTable(), commands), []);
});

it('is refused where it is not whole', () => {
  const wrong = {
    'a missing row': (t) => { delete t.commands['hold.place']; },
    'a row of nothing': (t) => { t.commands['tea.brew'] = { on: 'none', anyone: {} }; },
    'a role that may not call it': (t) => { t.commands['hold.lift'].carer = {}; },
    'a role left out': (t) => { delete t.commands['hold.lift'].safeguarding_lead; },
    'an unknown relation': (t) => {
      t.commands['hold.lift'].safeguarding_lead.allowed.push('next_door');
    },
    'an unknown outcome': (t) => {
      t.commands['hold.lift'].safeguarding_lead.maybe = ['self'];
    },
    'more than the policy allows': (t) => {
      t.commands['case.redecide'].coordinator = { allowed: ['decided_by_self'] };
    },
    'less than the policy allows': (t) => {
      t.commands['case.redecide'].coordinator = {};
    },
    'a difference that is none': (t) => {
      t.actions[0].differs = { carer: 'no longer' };
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    assert.notDeepEqual(faultsAfter(change), [], name);
  }
});
