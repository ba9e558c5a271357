// Ten past two at night: somebody despairs in a conversation of two. It reaches her buddy as
// she wrote it, help stands beside it, and whoever is on call hears of it although no browser
// of hers is open, by a mail without any content.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../lib/server.js';
import { SmtpSink } from '../lib/smtp.js';
import { until } from '../lib/wait.js';
import { isSent, message, openTalk, write } from './browser.js';
import { details, goToRow, hears, openDesk } from './desk-steps.js';
import { looksWell, openHouse } from './house.js';

const CRY = 'I am going to kill myself tonight, I cannot do this any more';
const IDIOM = 'this job is killing me, ha';
const CRISIS = 'That sounds very hard';
const ADDRESS = 'ruth@kith.test';
const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;
const TEN_PAST_TWO_MIN = 2 * 60 + 10;

let sink;
let ruth; // without a window, until she is called
const house = openHouse({
  open: async () => {
    sink = await SmtpSink.open();
    return startServer({ demo: true, options: {
      'smtp-url': sink.url, 'smtp-from': 'desk@kith.test' } });
  },
  ready: async () => {
    ruth = await house.person('ruth');
    await ruth.call('notify.set', { mail: false, address: ADDRESS });
    await becomesNight();
  },
  close: () => sink?.close(),
});

/** It is ten past two by the server's clock, of the coming night. */
async function becomesNight() {
  const { time } = await ruth.call('server.hello');
  const now_min = Math.floor(time / MINUTE_MS) % DAY_MIN;
  const wait_min = (TEN_PAST_TWO_MIN - now_min + DAY_MIN) % DAY_MIN;
  if (wait_min > 0) {
    house.server.kithctl('clock', 'advance', `${wait_min}m`);
  }
  const { time: night } = await ruth.call('server.hello');
  assert.equal(new Date(night).toISOString().slice(11, 15), '02:1', 'at night');
}

test('despair reaches the buddy and whoever is on call, and a figure of speech nobody', async () => {
  assert.equal((await ruth.call('help.get')).on_call, true, 'the rota has somebody on call');
  const june = await house.as('june');
  const priya = await house.as('priya');
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
  await looksWell(june, 'night-card');
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
  const page = await house.as('ruth');
  await openDesk(page, 'Reports');
  const calls = page.getByRole('alert', { name: 'Somebody may need you now' });
  await calls.getByText('called 1 time').waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /kill/, 'covered until she opens it');
  await looksWell(page, 'night-desk');

  const { cases } = await ruth.call('cases.list', { state: 'open' });
  const found = cases.find((one) => one.kind === 'risk' && one.risks.includes('R1'));
  await goToRow(page, found.number);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show what was said' }).click();
  await page.getByRole('button', { name: 'Show it now' }).click();
  await details(page).getByText(CRY).waitFor();
  await looksWell(page, 'night-case');

  await calls.getByRole('button', { name: 'I look after it' }).click();
  await hears(page, 'Noted: you look after it.');
  await calls.waitFor({ state: 'detached' });
  house.server.kithctl('clock', 'advance', '11m');
  const { ways } = await (await house.person('admin')).call('outbox.list');
  assert.deepEqual(ways.filter((way) => way.way === 'mail').map((way) => [way.waiting, way.sent]),
    [[0, 1]], 'nobody is called again');
});
