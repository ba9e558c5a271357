// Ten past two at night: somebody despairs in a conversation of two. It reaches her buddy as
// she wrote it, help stands beside it, and whoever is on call hears of it although no browser
// of hers is open, by a mail without any content.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { startServer } from '../lib/server.js';
import { SmtpSink } from '../lib/smtp.js';
import { until } from '../lib/wait.js';
import {
  assertAccessible, assertNoSideways, isSent, message, noProblems, openBrowser, openTalk,
  screenshot, windowOf, write,
} from './browser.js';
import { details, goToRow, hears, openDesk } from './desk-steps.js';

const CRY = 'I am going to kill myself tonight, I cannot do this any more';
const IDIOM = 'this job is killing me, ha';
const CRISIS = 'That sounds very hard';
const ADDRESS = 'ruth@kith.test';
const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;
const TEN_PAST_TWO_MIN = 2 * 60 + 10;

let sink;
let server;
let browser;
let ruth; // without a window, until she is called
const pages = [];

async function signedIn(handle) {
  const http = new Http(server.url);
  await http.call('session.start', { handle, password: DEMO_PASSWORD });
  return http;
}

/** It is ten past two by the server's clock, of the coming night. */
async function becomesNight() {
  const { time } = await ruth.call('server.hello');
  const now_min = Math.floor(time / MINUTE_MS) % DAY_MIN;
  const wait_min = (TEN_PAST_TWO_MIN - now_min + DAY_MIN) % DAY_MIN;
  if (wait_min > 0) {
    server.kithctl('clock', 'advance', `${wait_min}m`);
  }
  const { time: night } = await ruth.call('server.hello');
  assert.equal(new Date(night).toISOString().slice(11, 15), '02:1', 'at night');
}

async function as(handle) {
  const page = await windowOf(browser, server, handle);
  pages.push(page);
  return page;
}

async function looks(page, view) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await screenshot(page, `night-${view}-${width}`);
    await assertAccessible(page, `${view}, ${width}`);
    await assertNoSideways(page, `${view}, ${width}`);
  }
}

before(async () => {
  sink = await SmtpSink.open();
  server = await startServer({ demo: true, options: {
    'smtp-url': sink.url, 'smtp-from': 'desk@kith.test' } });
  browser = await openBrowser();
  ruth = await signedIn('ruth');
  await ruth.call('notify.set', { mail: false, address: ADDRESS });
  await becomesNight();
});

after(async () => {
  await browser?.close();
  ruth?.close();
  await server?.stop();
  await sink?.close();
});

afterEach(async () => {
  for (const page of pages.splice(0)) {
    noProblems(page);
    await page.context().close();
  }
});

test('despair reaches the buddy and whoever is on call, and a figure of speech nobody', async () => {
  assert.equal((await ruth.call('help.get')).on_call, true, 'the rota has somebody on call');
  const june = await as('june');
  const priya = await as('priya');
  await openTalk(priya, 'June');
  await openTalk(june, 'Priya');
  await write(june, IDIOM);
  await isSent(june, IDIOM);
  await write(june, CRY);
  await isSent(june, CRY);

  const card = message(june, CRY).getByRole('region', { name: CRISIS });
  await card.getByRole('link', { name: '116 123' }).waitFor();
  await card.getByText('Your message has gone out just as you wrote it.').waitFor();
  await card.scrollIntoViewIfNeeded();
  await looks(june, 'card');
  await message(priya, CRY).getByText(CRY, { exact: true }).waitFor();
  assert.equal(await message(priya, CRY).getByRole('region', { name: CRISIS }).count(), 0);

  await until('a mail to whoever is on call', () => sink.letters.length > 0);
  const [letter] = sink.letters;
  assert.deepEqual(letter.to, [ADDRESS]);
  for (const part of [letter.head, letter.body]) {
    assert.doesNotMatch(part, /kill|tonight|cannot|June|Priya|Samaritans/i, 'without content');
  }

  // The same scan has passed the other message before: nothing came of that one.
  assert.equal(await message(june, IDIOM).getByRole('region', { name: CRISIS }).count(), 0);
  const { waiting, alerts } = await ruth.call('alerts.list');
  assert.equal(waiting, 1);
  assert.ok(alerts[0].risks.includes('R1'));
  assert.equal(alerts[0].reached, true);
  assert.equal(sink.letters.length, 1);
});

test('she opens the desk, reads what was written and says that she looks after it', async () => {
  const page = await as('ruth');
  await openDesk(page, 'Reports');
  const calls = page.getByRole('alert', { name: 'Somebody may need you now' });
  await calls.getByText('called 1 time').waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /kill/, 'covered until she opens it');
  await looks(page, 'desk');

  const { cases } = await ruth.call('cases.list', { state: 'open' });
  const found = cases.find((one) => one.kind === 'risk' && one.risks.includes('R1'));
  await goToRow(page, found.number);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show what was said' }).click();
  await page.getByRole('button', { name: 'Show it now' }).click();
  await details(page).getByText(CRY).waitFor();
  await looks(page, 'case');

  await calls.getByRole('button', { name: 'I look after it' }).click();
  await hears(page, 'Noted: you look after it.');
  await calls.waitFor({ state: 'detached' });
  server.kithctl('clock', 'advance', '11m');
  const { ways } = await (await signedIn('admin')).call('outbox.list');
  assert.deepEqual(ways.filter((way) => way.way === 'mail').map((way) => [way.waiting, way.sent]),
    [[0, 1]], 'nobody is called again');
});
