// The coordinator's desk by keyboard alone: who waits, matching with the price of a change,
// calls written down. Two hundred people wait, and every state is looked at.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Device } from '../lib/client.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import {
  assertAccessible, assertNoSideways, countIs, noProblems, openBrowser, openServer, screenshot,
  windowOf,
} from './browser.js';
import {
  approves, asksSwapPrice, details, goToRow, hears, looksAtPair, openDesk, pairsOf, rowOf,
  runsMatching, screens, swaps,
} from './desk-steps.js';
import { focusIs, tabTo } from './keys.js';

const WAITING = 200;
const SLOW_FRAME_MS = 250; // what a hand on a scroll bar feels as a stop
const SCROLLS_MAX = 3;
const LOOKS = [
  { name: '360', viewport: { width: 360, height: 740 } },
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '360-dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: '1280-forced', viewport: { width: 1280, height: 800 }, forcedColors: 'active' },
  { name: 'zoom-400', viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' },
];
const WIDE = { viewport: { width: 1280, height: 800 } };

let server;
let browser;
let crowd; // a service of its own, where two hundred people wait
const pages = [];

async function fillWaiting(made) {
  const amara = await Device.signIn(made, 'amara', DEMO_PASSWORD);
  const { areas } = await amara.attach();
  const area = Object.keys(areas)[0];
  for (let i = 0; i < WAITING; i += 1) {
    const { person } = await amara.call('carer.enter', { name: `Carer ${i}`, area });
    await amara.call('request.refer', { person });
  }
}

before(async () => {
  server = await openServer();
  crowd = await openServer();
  browser = await openBrowser();
  await fillWaiting(crowd);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await crowd?.stop();
});

afterEach(async () => {
  for (const page of pages.splice(0)) {
    noProblems(page);
    await page.context().close();
  }
});

async function amaraAt(where, options = WIDE) {
  const page = await windowOf(browser, where, 'amara', options);
  pages.push(page);
  return page;
}

test('the list is walked and worked on by keyboard alone', async () => {
  const page = await amaraAt(server);
  await tabTo(page, /^Desk$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who is waiting' }).waitFor();
  const first = rowOf(page, '').first();
  await first.waitFor();
  const names = await page.locator('[data-row]').allTextContents();
  await tabTo(page, new RegExp(`^${names[0]}$`));
  await page.keyboard.press('ArrowDown');
  await focusIs(page, names[1]);
  await page.keyboard.press('End');
  await focusIs(page, names.at(-1));
  // The table is one stop: Tab leaves it.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+Tab');
  await focusIs(page, /^Keys for this table/);

  await tabTo(page, new RegExp(`^${names[0]}$`));
  await page.keyboard.press('u');
  await hears(page, /marked as urgent/);
  await focusIs(page, names[0]); // the focus stays with the person
  await page.keyboard.press('x');
  await focusIs(page, /^Why is it closed/);
  await page.keyboard.press('Escape');
  await focusIs(page, names[0]);
});

test('somebody without a smartphone is entered, tells her story and is put in the queue', async () => {
  const page = await amaraAt(server);
  await openDesk(page, 'Waiting');
  await page.getByRole('button', { name: 'Enter somebody without a smartphone' }).click();
  await page.getByLabel('Their name').fill('Winifred');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Winifred', level: 1 }).waitFor();
  await page.getByText('That you have looked at this is written down.').waitFor();

  await page.getByRole('button', { name: 'Put them in the queue' }).click();
  await page.getByText('Their consent to being matched comes first').waitFor();
  await page.getByRole('button', { name: 'Record consent' }).click();
  await page.getByRole('form', { name: 'Record consent' })
    .getByRole('button', { name: 'Save' }).click();
  await page.getByText('Agreed to being matched with a supporter, on the phone').waitFor();

  for (const [field, answer] of [
    ['Relationship to the child', 'Aunt'], ['How it is arranged', /^Special guardianship/],
    ['How far along', /./],
  ]) {
    await page.getByRole('button', { name: `Change: ${field}` }).click();
    await page.getByRole('radio', { name: answer }).first().check();
    await page.keyboard.press('Enter');
    await hears(page, `Saved: ${field}`);
  }
  await page.getByRole('button', { name: 'Change: What you have' }).click();
  await page.getByLabel('None of these').check();
  await page.getByRole('form', { name: /^What do you have/ })
    .getByRole('button', { name: 'Save' }).click();
  await hears(page, 'Saved: What you have');
  await page.getByRole('button', { name: 'Put them in the queue' }).click();
  await hears(page, 'Winifred is in the queue.');
  await openDesk(page, 'Waiting');
  await page.getByText('No smartphone').first().waitFor();
  await screens(page, 'Winifred');
});

test('what a change would cost is said before it is done, and a pair is offered', async () => {
  const page = await amaraAt(server);
  await runsMatching(page);
  await page.getByRole('heading', { name: 'Worst served' }).waitFor();
  const pairs = await pairsOf(page);
  assert.ok(pairs.length >= 2, `two pairs are proposed: ${pairs}`);
  assert.match(await rowOf(page, pairs[0]).locator('..').textContent(), /Worst served/,
    'the worst served stands first');
  await looksAtPair(page, pairs[0]);
  await details(page).getByText(/^\d+ of \d{3}$/).first().waitFor();
  await page.keyboard.press('Escape');

  const price = await asksSwapPrice(page, 'Bev with Len', 'Grace with Priya');
  assert.match(price, /People with somebody/);
  assert.match(price, /All together lose \d+ points/);
  await swaps(page);
  await rowOf(page, 'Bev with Priya').waitFor();
  await rowOf(page, 'Grace with Len').waitFor();
  await countIs(rowOf(page, 'Bev with Len'), 0);
  await page.getByText('Locked').first().waitFor();
  await approves(page, 'Bev with Priya');
  await rowOf(page, 'Bev with Priya').locator('xpath=ancestor::tr').getByText('Approved').waitFor();
});

test('a call is written down in a minute, with keys alone', async () => {
  const page = await amaraAt(server);
  await openDesk(page, 'Matches');
  const pairs = await pairsOf(page);
  await goToRow(page, pairs[0]);
  await page.keyboard.press('w');
  await page.getByLabel('They said').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await hears(page, 'The answer is written down.');
  await goToRow(page, pairs[0]);
  await page.keyboard.press('w');
  await page.getByLabel('They said').waitFor();
  await page.getByLabel('What they told you').focus();
  await page.keyboard.press('Enter');
  await page.getByText('Introduced, no hello yet').waitFor();
  await goToRow(page, pairs[0]);
  await page.keyboard.press('c');
  await focusIs(page, 'Minutes');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  await hears(page, 'The call is written down.');
  await details(page).getByText(/phone, 25 minutes, felt good/).waitFor();
});

/** The time between each two frames while the page scrolls from its top to its end. */
function scrollFrames(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const gaps = [];
    scrollTo(0, 0);
    const end = document.documentElement.scrollHeight;
    let last = performance.now();
    const step = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      scrollBy(0, 400);
      if (scrollY + innerHeight >= end - 1) {
        resolve(gaps);
      } else {
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  }));
}

/** A machine that does something else may stop once: what stops each time is the page. */
async function scrollsSmoothly(page, width) {
  let longest = Infinity;
  for (let at = 0; at < SCROLLS_MAX && longest >= SLOW_FRAME_MS; at += 1) {
    const frames = (await scrollFrames(page)).sort((a, b) => a - b);
    longest = frames.at(-1);
    const middle = frames[Math.floor(frames.length / 2)];
    console.log(`# ${width} px: ${frames.length} frames, middle ${middle.toFixed(1)} ms, ` +
      `longest ${longest.toFixed(1)} ms`);
  }
  assert.ok(longest < SLOW_FRAME_MS, `${width}: longest frame ${longest} ms`);
}

test('two hundred waiting people scroll without a stop', async () => {
  for (const width of [360, 1280]) {
    const page = await amaraAt(crowd, { viewport: { width, height: 800 } });
    await openDesk(page, 'Waiting');
    await rowOf(page, 'Carer 199').waitFor();
    await page.locator('[data-row]').nth(WAITING - 1).waitFor();
    await scrollsSmoothly(page, width);
  }
});

async function look(page, view, name) {
  await page.evaluate(() => scrollTo(0, 0));
  await screenshot(page, `${view}-${name}`);
  await assertAccessible(page, `${view}, ${name}`);
  await assertNoSideways(page, `${view}, ${name}`);
}

async function openFirst(page, letter) {
  const row = page.locator('[data-row][tabindex="0"]').first();
  await row.waitFor();
  await row.focus();
  await page.keyboard.press(letter);
}

for (const { name, ...options } of LOOKS) {
  test(`every page of the desk is accessible and fits: ${name}`, async () => {
    const page = await amaraAt(server, options);
    await openDesk(page, 'Waiting');
    await openFirst(page, 'e');
    await page.getByLabel('They agree to').waitFor();
    await look(page, 'desk-waiting', name);
    await page.getByText('Keys for this table').click();
    await page.getByRole('button', { name: 'Refer a carer' }).click();
    await look(page, 'desk-refer', name);
    await openDesk(page, 'Matching');
    await openFirst(page, 'Enter');
    await details(page).getByText('Why these two').waitFor();
    await look(page, 'desk-matching', name);
    await openDesk(page, 'Supporters');
    await openFirst(page, 'r');
    await page.getByLabel('Trained on').waitFor();
    await look(page, 'desk-supporters', name);
    await openDesk(page, 'Matches');
    await openFirst(page, 'Enter');
    await details(page).getByText('Introduced').first().waitFor();
    await details(page).getByRole('button', { name: /^See the page of/ }).waitFor();
    await look(page, 'desk-matches', name);
    await openDesk(page, 'Figures');
    await page.getByRole('table').first().waitFor();
    await look(page, 'desk-report', name);
    await openDesk(page, 'Supporters');
    await openFirst(page, 'Enter');
    await page.getByRole('button', { name: 'See their story' }).click();
    await page.getByRole('heading', { name: 'Consents' }).waitFor();
    await look(page, 'desk-story', name);
  });
}
