// Something serious is said about a supporter who is the buddy of two carers. The lead pauses
// all in one step; both carers read the same words, which say nothing; she cannot write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from '../lib/http.js';
import { introduced } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { openTalk } from './browser.js';
import { details, goToRow, hears, openDesk, rowOf } from './desk-steps.js';
import { looksWell, openHouse } from './house.js';
import { openCard, openToday } from './today-steps.js';

const CARERS = ['mo', 'grace'];
const SAID = 'She asked me to lend her money and to tell nobody.';
const NEUTRAL = 'Priya is taking a break.';

let town;
let concern; // {concern, number}
const matches = new Map(); // carer → {match, conversation}
const house = openHouse({
  open: async () => {
    town = await Town.demo();
    return town.server;
  },
  ready: async () => {
    town.priya = await town.demoPerson('priya');
    town.ruth = await town.demoPerson('ruth');
    for (const handle of CARERS) {
      town[handle] = await town.demoPerson(handle);
      const match = await introduced(town[handle], town.priya, town.amara);
      const { conversation } = await town[handle].call('match.get', { match });
      matches.set(handle, { match, conversation });
    }
  },
  close: () => town?.close(),
});

test('the lead hears of it, takes it on and pauses both matches in one step', async () => {
  concern = await town.mo.call('concern.raise',
    { cid: 'said-of-priya', person: town.priya.person, what: SAID });
  const page = await house.as('ruth');
  await openDesk(page, 'Safety');
  await goToRow(page, concern.number);
  await page.keyboard.press('Enter');
  await details(page).getByText(SAID).waitFor();
  await page.getByRole('button', { name: 'How soon' }).click();
  await page.getByRole('form', { name: /How soon/ })
    .getByRole('button', { name: 'How soon' }).click();
  await hears(page, `${concern.number}: written down.`);
  await page.getByRole('button', { name: 'Take it on' }).click();
  await hears(page, `${concern.number} is yours.`);
  await page.getByRole('button', { name: 'It is an allegation' }).click();
  await page.getByText('every carer reads the same neutral words').waitFor();
  await looksWell(page, 'allegation-ask');
  await page.getByRole('button', { name: 'Yes, pause all their matches' }).click();
  await rowOf(page, concern.number).locator('xpath=ancestor::tr').getByText('Allegation').waitFor();
  await details(page).getByText('Allegation recorded').first().waitFor();
  await looksWell(page, 'allegation-record');
});

test('both carers read the same words, and nothing of the reason', async () => {
  const read = [];
  for (const handle of CARERS) {
    const page = await house.as(handle);
    await openToday(page);
    const card = await openCard(page, 'You and Priya');
    await card.getByText(NEUTRAL).waitFor();
    const today = await card.innerText();
    await looksWell(page, `allegation-today-${handle}`);
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await openTalk(page, 'Priya');
    const about = page.getByRole('region', { name: 'What you and Priya share' });
    await about.getByText(NEUTRAL).waitFor();
    await looksWell(page, `allegation-talk-${handle}`);
    read.push([today, await about.innerText()]);
  }
  assert.deepEqual(read[0], read[1]);
  assert.doesNotMatch(read.flat().join(' '), /allegation|concern|money|safeguarding|hold/i);
});

test('she cannot write to either of them, and the record keeps who did what', async () => {
  const page = await house.as('priya');
  for (const handle of CARERS) {
    const { conversation } = matches.get(handle);
    await refused(town.priya.sends('Are you there?', conversation), 'held');
  }
  const june = await town.demoPerson('june'); // connected with her without a match
  const { conversations } = await june.call('conversation.list');
  await refused(town.priya.sends('Are you there?',
    conversations.find((one) => one.kind === 'pair').id), 'held');
  await openTalk(page, 'Grace');
  await page.getByLabel(/^Write to/).fill('Have I done something?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('You are taking a break from each other here.').first().waitFor();
  await looksWell(page, 'allegation-supporter');
  assert.doesNotMatch(await page.locator('body').innerText(), /allegation|concern|Ruth/i);
  const { events } = await town.grace.call('conversation.history',
    { conversation: matches.get('grace').conversation });
  assert.ok(!events.some((event) => event.data?.text?.startsWith('Have I')));

  const { row, full } = await town.ruth.call('concern.get', { concern: concern.concern });
  assert.equal(full.what, SAID);
  assert.deepEqual(row.about.map((one) => [one.person, one.allegation]),
    [[town.priya.person, true]]);
  assert.ok(row.refer_by > Date.now(), 'by when the council is to know');
  assert.deepEqual(full.entries.map((entry) => entry.what),
    ['opened', 'triaged', 'owned', 'allegation']);
  await refused(town.priya.call('concern.get', { concern: concern.concern }), 'denied');
});
