// The table of permissions, protocol/access.json: its cells, and what is wrong with it.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../traffic.js';

export const ROLES = ['carer', 'supporter', 'facilitator', 'coordinator', 'safeguarding_lead',
  'administrator'];

const FOLDER = path.join(ROOT, 'protocol');
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** The table as it stands. */
export const readTable = () => readJson(path.join(FOLDER, 'access.json'));

/** The commands that need a permission, by name: not those for anyone, nor operators'. */
export function readCommands() {
  const files = fs.readdirSync(path.join(FOLDER, 'commands')).filter((f) => f.endsWith('.json'));
  const all = files.map((f) => readJson(path.join(FOLDER, 'commands', f)));
  return Object.fromEntries(all.filter(({ roles }) => !['anyone', 'operator'].includes(roles))
    .map((one) => [one.name, one]));
}

const mayCall = ({ roles }, role) => !Array.isArray(roles) || roles.includes(role);

/** The outcome that the table names for a cell, or what follows where it names none. */
function expected(row, definition, role, relation) {
  const named = Object.entries(row[role] ?? row.anyone ?? {})
    .find(([, relations]) => relations.includes(relation));
  return named?.[0] ?? (mayCall(definition, role) ? 'not_found' : 'denied');
}

/** Every cell of a command: {role, relation, outcome}. */
export function cellsOf(table, definition) {
  const row = table.commands[definition.name];
  return ROLES.flatMap((role) => Object.keys(table.objects[row.on]).map((relation) => (
    { role, relation, outcome: expected(row, definition, role, relation) })));
}

function rowFaults(table, definition) {
  const { name } = definition;
  const row = table.commands[name];
  if (!row) {
    return [`${name} has no row`];
  }
  if (!table.objects[row.on]) {
    return [`${name} is on ${row.on}, which is no kind of object`];
  }
  const faults = [];
  for (const [role, outcomes] of Object.entries(row).filter(([key]) => key !== 'on')) {
    if (role === 'anyone' ? Array.isArray(definition.roles) : !ROLES.includes(role)) {
      faults.push(`${name}: ${role} does not fit its roles`);
    } else if (role !== 'anyone' && !mayCall(definition, role)) {
      faults.push(`${name}: a ${role} may not call it`);
    }
    const relations = Object.values(outcomes).flat();
    faults.push(...Object.keys(outcomes).filter((one) => !table.outcomes[one])
      .map((one) => `${name}: ${one} is no outcome`));
    faults.push(...relations.filter((one, at) => !table.objects[row.on][one] ||
      relations.indexOf(one) !== at).map((one) => `${name}: ${one} is no relation, or named twice`));
  }
  const roles = Array.isArray(definition.roles) ? definition.roles : ['anyone'];
  faults.push(...roles.filter((role) => role !== 'anyone' && !row[role])
    .map((role) => `${name}: nothing is said of a ${role}, who may call it`));
  return faults;
}

/** Whether the table lets `role` do this action in any of the cells that make it up. */
function isAllowed(table, commands, by, role) {
  return Object.entries(by).some(([name, relations]) => relations.some((relation) => (
    expected(table.commands[name], commands[name], role, relation) === 'allowed')));
}

function actionFaults(table, commands, { action, policy, by, differs = {} }) {
  const missing = Object.keys(by).filter((name) => !table.commands[name] || !commands[name]);
  if (missing.length) {
    return missing.map((name) => `${action}: there is no ${name}`);
  }
  const unknown = Object.entries(by).flatMap(([name, relations]) => relations
    .filter((one) => !table.objects[table.commands[name].on][one])
    .map((one) => `${action}: ${name} knows no ${one}`));
  const wrong = ROLES.filter((role) => {
    const agrees = (policy[role] !== 'no') === isAllowed(table, commands, by, role);
    return agrees === (role in differs);
  });
  return [...unknown, ...wrong.map((role) => (role in differs
    ? `${action}: a ${role} no longer differs from the policy`
    : `${action}: the commands do not do as the policy says of a ${role}`))];
}

/** What is wrong with the table, in words; none where it is whole. */
export function faultsOf(table, commands) {
  const strange = Object.keys(table.commands).filter((name) => !commands[name])
    .map((name) => `there is no command ${name}`);
  const rows = Object.values(commands).flatMap((one) => rowFaults(table, one));
  return [...strange, ...rows, ...(rows.length || strange.length ? [] : table.actions
    .flatMap((action) => actionFaults(table, commands, action)))];
}
