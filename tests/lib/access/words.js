// What people say in the parameters of a command: texts that are kept sealed, if at all.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../traffic.js';

const PROTOCOL = path.join(ROOT, 'protocol');
const LEAST_CHARS = 7; // shorter ones stand in a file by chance

// Names of things that everybody may know, and what is no word but proves who somebody is.
const NO_WORDS = ['types/field_name.json', 'types/risk_rule_id.json', 'types/care_rule.json'];
const PROOF = /\.(code|credential|authenticator_data|client_data|signature)$/;

const types = new Map();

function resolve(schema) {
  if (!schema.$ref) {
    return schema;
  }
  if (!types.has(schema.$ref)) {
    types.set(schema.$ref,
      JSON.parse(fs.readFileSync(path.join(PROTOCOL, schema.$ref), 'utf8')).schema);
  }
  return { ...types.get(schema.$ref), ref: schema.$ref };
}

/** Where a command takes words: ['case.ask.text', …], and what `params` says there. */
function* placesOf(where, asked, value) {
  const schema = resolve(asked);
  if (schema.type === 'object') {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      yield* placesOf(`${where}.${name}`, inner, value?.[name]);
    }
  } else if (schema.type === 'array') {
    for (const one of value?.length ? value : [undefined]) {
      yield* placesOf(where, schema.items, one);
    }
  } else if (['prose', 'line'].includes(schema.format) && !schema.enum &&
    !NO_WORDS.includes(schema.ref) && !PROOF.test(where)) {
    yield { where, text: value };
  }
}

/** The places in which `definition` takes words. */
export const wordPlaces = ({ name, params }) =>
  [...placesOf(name, params)].map(({ where }) => where);

/** What is said in such places, as far as it is long enough to be looked for. */
export const wordsIn = ({ name, params: schema }, params) =>
  [...placesOf(name, schema, params)].filter(({ text }) => text?.length >= LEAST_CHARS);
