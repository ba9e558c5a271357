// The great journey: Dorothy tells her story and waits; Amara screens, runs, sees why, swaps
// and sees the price, approves; Dorothy and Len say yes in two windows; they talk; two weeks
// later both are asked how it is going.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  isSent, noProblems, openBrowser, openServer, screenshot, signIn, windowOf, write,
} from './browser.js';
import {
  approves, asksSwapPrice, details, looksAtPair, rowOf, runsMatching, screens, swaps,
} from './desk-steps.js';
import { keepsFocus } from './keys.js';
import { button, goesTo, heading, saved } from './story-steps.js';
import { look, openCard, openToday } from './today-steps.js';

const ANSWERS = [
  ['Who are you to the child?', /^Grandparent, on the mother/],
  [/^How is it arranged/, /^Special guardianship/],
  ['Where are you now?', 'First year of the order or arrangement'],
  ['Do you care alone or as a couple?', 'Alone'],
  ['How old are you?', '65 to 74'],
  ['How is it safe for us to reach you?', 'A message here'],
  ['Which languages do you speak?', 'English'],
];
const TIMES = ['Monday evening', 'Wednesday evening', 'Thursday evening', 'Saturday morning'];
const TOPICS = ['Family time with parents and others', 'A parent in prison', 'Caring on my own'];

let server;
let browser;
let dorothy;
let len;
let amara;

before(async () => {
  server = await openServer();
  browser = await openBrowser();
  dorothy = await windowOf(browser, server, 'dorothy');
  len = await windowOf(browser, server, 'len');
  amara = await windowOf(browser, server, 'amara', { viewport: { width: 1280, height: 800 } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function ticks(page, question, labels) {
  await goesTo(page, question);
  for (const label of labels) {
    await page.getByLabel(label, { exact: typeof label === 'string' }).first().check();
  }
  await saved(page);
}

async function marksTopics(page) {
  await goesTo(page, 'What is part of your story?');
  for (const topic of TOPICS) {
    await button(page, topic).click();
    await page.getByLabel('It is so now').check();
  }
  await saved(page);
  await goesTo(page, 'Which three would you most like to talk about?');
  for (const topic of TOPICS) {
    await page.locator('.ranked-name', { hasText: topic }).click();
  }
  await saved(page);
}

test('Dorothy tells her story and asks for a buddy', async () => {
  await openToday(dorothy);
  await button(await openCard(dorothy, 'Would you like a buddy?'), 'My story').click();
  await heading(dorothy, 'My story');
  await button(dorothy, 'Start').click();
  for (const [question, label] of ANSWERS.slice(0, 3)) {
    await ticks(dorothy, question, [label]);
  }
  await marksTopics(dorothy);
  for (const [question, label] of ANSWERS.slice(3, 5)) {
    await ticks(dorothy, question, [label]);
  }
  await goesTo(dorothy, 'How would you like to talk?');
  await dorothy.locator('.ranked-name', { hasText: 'Phone' }).click();
  await dorothy.locator('.ranked-name', { hasText: 'Written messages here' }).click();
  await saved(dorothy);
  await ticks(dorothy, 'When could you talk in a usual week?', TIMES);
  for (const [question, label] of ANSWERS.slice(5)) {
    await ticks(dorothy, question, [label]);
  }
  await openToday(dorothy);
  await dorothy.getByLabel(/^Yes, you may use my answers/).check();
  await button(dorothy, 'Ask for a buddy').click();
  const card = await openCard(dorothy, 'Finding you a buddy');
  await card.getByText('We have your request.').waitFor();
  await keepsFocus(dorothy);
  await look(dorothy, 'journey-asked');
});

test('Amara screens her, and the honest card says where she stands', async () => {
  await screens(amara, 'Dorothy');
  const card = await openCard(dorothy, 'Finding you a buddy');
  await card.getByText('You are in the queue.').waitFor();
  await card.getByText('Amara looks after this for you.').waitFor();
  await card.getByText(/^We next bring people together on \w+day/).waitFor();
  await look(dorothy, 'journey-waiting');
});

test('Amara runs matching, sees why, swaps and sees the price, approves', async () => {
  await runsMatching(amara);
  await looksAtPair(amara, 'Dorothy with Len');
  await details(amara).getByText('They are the same to the child').waitFor();
  await screenshot(amara, 'journey-why');

  // Bev and Mo have each other's supporter instead: that costs points, and she says yes to it.
  const price = await asksSwapPrice(amara, 'Bev with Len', 'Mo with Priya');
  assert.match(price, /All together (lose|gain) \d+ points|All together stay the same/);
  await swaps(amara);
  for (const pair of ['Bev with Priya', 'Mo with Len', 'Dorothy with Len']) {
    await rowOf(amara, pair).first().waitFor();
  }
  await approves(amara, 'Dorothy with Len');
});

test('Dorothy and Len each say yes, and their conversation opens', async () => {
  await openToday(len);
  const hers = await openCard(dorothy, 'Meet Len');
  const his = await openCard(len, 'Meet Dorothy');
  await hers.locator('.shared li').first().waitFor(); // what they share, in words
  await look(dorothy, 'journey-offer');
  await look(len, 'journey-offer-len');
  await button(hers, 'Yes').click();
  await dorothy.getByText('As soon as Len says yes too').waitFor();
  await keepsFocus(dorothy);
  await button(his, 'Yes').click();
  await len.getByText('You both said yes. Your conversation is open.').waitFor();

  const match = await openCard(dorothy, 'You and Len');
  await button(match, 'Open the conversation with Len').click();
  await heading(dorothy, 'Len');
  await button(dorothy, 'What you and Len share').click();
  await look(dorothy, 'journey-talk');
  await write(dorothy, 'Hello Len, it is Dorothy.');
  await isSent(dorothy, 'Hello Len, it is Dorothy.');
  await button(await openCard(len, 'You and Dorothy'), 'Open the conversation with Dorothy').click();
  await len.getByText('Hello Len, it is Dorothy.').waitFor();
});

test('two weeks later both are asked how it is going', async () => {
  server.kithctl('clock', 'advance', '14d');
  for (const [page, handle, other] of [[dorothy, 'dorothy', 'Len'], [len, 'len', 'Dorothy']]) {
    await signIn(page, handle); // nobody stays signed in that long without coming back
    await openToday(page);
    const review = await openCard(page, `How is it going with ${other}?`);
    await review.getByText('You have known each other for two weeks.').waitFor();
    await look(page, `journey-review-${handle}`);
    await review.getByLabel('Mostly').check();
    await review.getByLabel('Go on as it is').check();
    await button(review, 'Send').click();
    await page.getByText('Thank you. Your coordinator reads it.').waitFor();
  }
  [dorothy, len, amara].forEach(noProblems);
});
