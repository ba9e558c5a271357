// Looking for words in a conversation of 100,000 messages, as a client does: a slice at a
// time, until the last.

import fs from 'node:fs';
import { withServer } from '../server.js';

const MESSAGES = 100_000;
const CROWD = { people: 50, groups: 1, pairs: 0, messages: MESSAGES };
const NOBODY_WROTE = 'xylophone';
const TIMES = 5; // the first finds less in memory than the others

/** The first person's token and conversation. */
function someone(people) {
  const [token, , conversation] = fs.readFileSync(people, 'utf8').split('\n')[0].split('\t');
  return { token, conversation: conversation.split(',')[0] };
}

async function call(server, token, method, params) {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/rpc`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Kith': '1', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) {
    throw new Error(`${method}: ${JSON.stringify(error)}`);
  }
  return result;
}

/** Seconds for all, milliseconds of the longest slice. */
async function searchOnce(server, { token, conversation }) {
  const begin = performance.now();
  let before;
  let looked = 0;
  let longest = 0;
  do {
    const asked = performance.now();
    const page = await call(server, token, 'message.search',
      { conversation, words: NOBODY_WROTE, ...(before ? { before } : {}) });
    longest = Math.max(longest, performance.now() - asked);
    looked += page.looked;
    before = page.next;
  } while (before);
  return { seconds: (performance.now() - begin) / 1_000, longest, looked };
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function run(peer) {
  return withServer(peer, { crowd: CROWD }, async (server) => {
    const who = someone(server.people);
    const runs = [];
    for (let i = 0; i < TIMES; i += 1) {
      runs.push(await searchOnce(server, who));
    }
    const faults = runs.some(({ looked }) => looked < MESSAGES) ? ['not all looked at'] : [];
    return { values: {
      first: runs[0].seconds,
      seconds: median(runs.map(({ seconds }) => seconds)),
      'slice ms': Math.max(...runs.map(({ longest }) => longest)),
    }, faults, lines: runs };
  });
}

export const search = {
  search: {
    seconds: 20,
    peers: ['kith'],
    rows: [['first', '100,000 messages looked through for a word, the first time [s]', 2, '< 1'],
      ['seconds', '  again [s]', 2],
      ['slice ms', '  the longest slice [ms]', 1, '< 50']],
    run,
  },
};
