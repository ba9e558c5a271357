// Holds every recorded frame and body against the protocol's JSON Schema, and fails when
// a command, an event, a signal or an error of the protocol was never seen.
//   node check-traffic.js [traffic folder]

import Ajv from 'ajv';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, TRAFFIC_DIR } from './traffic.js';

const GEN = process.env.KITH_GEN ?? path.join(ROOT, 'build/gen');
const SHOWN_MAX = 20;

/** What no core command can cause yet, each with its reason. */
export const EXEMPT = {
  'event conversation.changed': 'no command changes a title yet',
  'error internal': 'a fault of the server',
  'error cursor_ahead': 'attach answers with resync instead',
  'error epoch_changed': 'attach answers with resync instead',
};

const schema = JSON.parse(fs.readFileSync(path.join(GEN, 'protocol.schema.json'), 'utf8'));
const index = JSON.parse(fs.readFileSync(path.join(GEN, 'protocol.index.json'), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: false });
ajv.addSchema(schema, 'kith');

const seen = new Set();
const problems = [];
let lines = 0;

function problem(text, body) {
  problems.push(`${text}: ${JSON.stringify(body).slice(0, 400)}`);
}

function check(name, body) {
  const validate = ajv.getSchema(`kith#/definitions/${name}`);
  if (!validate) {
    problem(`no schema ${name}`, body);
  } else if (!validate(body)) {
    const [first] = validate.errors;
    problem(`${name}${first.instancePath} ${first.message}`, body);
  }
}

function checkRequest(line, asked) {
  const { body, wild, via, conn } = line;
  if (body?.method === 'heartbeat') {
    return check('frame.heartbeat', body);
  }
  if (body && typeof body === 'object' && 'id' in body) {
    asked.set(`${via} ${conn} ${body.id}`, body.method);
  }
  if (!wild) {
    check(`request.${body.method}`, body);
  }
  return undefined;
}

function checkReply(line, asked) {
  const { body, via, conn } = line;
  const method = asked.get(`${via} ${conn} ${body.id}`);
  if (!body.error) {
    seen.add(`command ${method}`);
    return check(`reply.${method}`, body);
  }
  check('frame.failure', body);
  const word = body.error.data?.error;
  if (word) {
    seen.add(`error ${word}`);
    const declared = index.commands[method]?.errors;
    if (declared && !declared.includes(word)) {
      problem(`${method} answered ${word}, which it does not declare`, body);
    }
    seen.add(`refusal ${method} ${word}`);
  }
  return undefined;
}

function checkPush({ body }) {
  check(`frame.${body.method}`, body);
  if (body.method === 'events') {
    body.params.streams.forEach(({ events }) =>
      events.forEach((e) => seen.add(`event ${e.kind}`)));
  } else if (body.method === 'signal') {
    seen.add(`signal ${body.params.type}`);
  }
}

function checkFile(file) {
  const asked = new Map();
  for (const text of fs.readFileSync(file, 'utf8').split('\n')) {
    if (text === '') {
      continue;
    }
    const line = JSON.parse(text);
    lines += 1;
    if (line.dir === 'out') {
      checkRequest(line, asked);
    } else if (line.body.method) {
      checkPush(line);
    } else {
      checkReply(line, asked);
    }
  }
}

const folder = process.argv[2] ?? TRAFFIC_DIR;
for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
  checkFile(path.join(folder, name));
}

const wanted = [
  ...Object.keys(index.commands).map((n) => `command ${n}`),
  ...Object.keys(schema.definitions).filter((n) => n.startsWith('event.'))
    .map((n) => `event ${n.slice('event.'.length)}`),
  ...Object.keys(schema.definitions).filter((n) => n.startsWith('signal.'))
    .map((n) => `signal ${n.slice('signal.'.length)}`),
  ...schema.definitions.error.properties.data.properties.error.enum.map((n) => `error ${n}`),
];
const missing = wanted.filter((w) => !seen.has(w) && !(w in EXEMPT));
const needless = Object.keys(EXEMPT).filter((w) => seen.has(w) || !wanted.includes(w));
const pairs = Object.entries(index.commands).flatMap(([method, { errors }]) =>
  errors.map((e) => `refusal ${method} ${e}`));

missing.forEach((w) => console.log(`never seen: ${w}`));
needless.forEach((w) => console.log(`exempt without need: ${w}`));
problems.slice(0, SHOWN_MAX).forEach((p) => console.log(p));
if (problems.length > SHOWN_MAX) {
  console.log(`and ${problems.length - SHOWN_MAX} more`);
}
console.log(`${lines} messages, ${pairs.filter((p) => seen.has(p)).length} of ${pairs.length} ` +
  'declared refusals of single commands seen');
const failed = missing.length + needless.length + problems.length + (lines === 0 ? 1 : 0);
console.log(`${wanted.length - missing.length} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
