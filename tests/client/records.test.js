// The lead's page of records whose time to keep is over, on a phone: one is kept longer, one is
// destroyed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { touchDatabase } from '../lib/database.js';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { setUp } from '../lib/totp.js';
import {
  assertAccessible, assertNoSideways, noProblems, openBrowser, openServer, screenshot, windowOf,
} from './browser.js';
import { details, goToRow, hears, openDesk, rowOf } from './desk-steps.js';

const DAY = 86_400_000;
const PHONE = { viewport: { width: 360, height: 740 } };
const TITLE = 'Records whose time is over';

let server;
let browser;

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function person(handle) {
  const http = new Http(server.url);
  await http.call('session.start', { handle, password: DEMO_PASSWORD });
  return http;
}

/** Asks as the page does, in its session. */
const sessionOf = (page) => ({
  async call(method, params = {}) {
    const { result, error } = await page.evaluate(async (body) => (await fetch('/api/v1/rpc', {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Kith': '1' }, body,
    })).json(), JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    assert.equal(error, undefined, method);
    return result;
  },
});

const day = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** A closed concern, the number of it: its time was over yesterday. */
async function over(june, ruth, n) {
  const { concern, number } = await june.call('concern.raise',
    { cid: `records-test-${n}`, what: `He said so, ${n} times.` });
  await ruth.call('concern.triage', { concern, grade: 'day' });
  await ruth.call('concern.own', { concern });
  await ruth.call('concern.close', { concern, outcome: 'no_action', reason: 'Nothing in it.',
    keep_until: Date.now() + 10 * DAY, keep_reason: 'Ten days, as our policy says.',
    review_at: Date.now() + 9 * DAY });
  touchDatabase(server, `UPDATE concern SET keep_until_utc_ms = ${Date.now() - DAY} `
    + `WHERE number = ${number.slice(2)}`);
  return { concern, number };
}

test('a lead keeps a record longer, or destroys it, on a phone', async () => {
  const [june, lead] = [await person('june'), await person('ruth')];
  const [one, other] = [await over(june, lead, 1), await over(june, lead, 2)];
  const ruth = await windowOf(browser, server, 'ruth', PHONE);
  const looks = async (view) => {
    await screenshot(ruth, `records-${view}-360`, { fullPage: true });
    await assertAccessible(ruth, view);
    await assertNoSideways(ruth, view);
  };
  await openDesk(ruth, 'Safety');
  await ruth.getByRole('navigation', { name: 'Safety' }).getByRole('link', { name: TITLE }).click();
  await ruth.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
  await ruth.getByText('2 records').waitFor();
  await goToRow(ruth, one.number);
  await ruth.keyboard.press('Enter');
  await details(ruth).getByText('Ten days, as our policy says.').waitFor();
  await looks('open');
  await ruth.getByRole('button', { name: 'Read the record' }).click();
  await details(ruth).getByText('He said so, 1 times.').waitFor();
  await looks('read');

  await ruth.getByRole('button', { name: 'Keep it longer' }).first().click();
  const keep = ruth.getByRole('form', { name: 'Keep this record longer' });
  await keep.getByRole('button', { name: 'Keep it longer' }).click();
  await keep.getByText('Please choose a day.').waitFor();
  await keep.getByLabel('Keep it until').fill(day(100));
  await keep.getByLabel('Look at it again on').fill(day(200));
  await keep.getByLabel('Why so long').fill('His sister is to be heard.');
  await looks('keep');
  await keep.getByRole('button', { name: 'Keep it longer' }).click();
  await keep.getByText('Both days have to be to come').waitFor();
  await keep.getByLabel('Look at it again on').fill(day(90));
  await keep.getByRole('button', { name: 'Keep it longer' }).click();
  await hears(ruth, `${one.number} is kept longer.`);
  await rowOf(ruth, one.number).waitFor({ state: 'detached' });

  await goToRow(ruth, other.number);
  await ruth.keyboard.press('d');
  const destroy = ruth.getByRole('form', { name: 'Destroy this record for good' });
  await destroy.getByRole('button', { name: 'Destroy for good' }).click();
  await destroy.getByText('Please say why, in a few words.').waitFor();
  await destroy.getByLabel('Why it is not needed any more').fill('The ten days are over.');
  await destroy.getByLabel('Your password', { exact: true }).fill('not this one');
  await destroy.getByRole('button', { name: 'Destroy for good' }).click();
  await destroy.getByText('That is not the password you sign in with.').waitFor();
  await looks('destroy');
  const { codes } = await setUp(sessionOf(ruth), DEMO_PASSWORD);
  await destroy.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
  await destroy.getByRole('button', { name: 'Destroy for good' }).click();
  const code = destroy.locator('[name=code]');
  await code.waitFor();
  assert.equal(await code.getAttribute('inputmode'), 'numeric');
  await looks('code');
  await code.fill(codes[0].replace('-', '').match(/../g).join(' - ')); // as she wrote it down
  await destroy.getByRole('button', { name: 'Destroy for good' }).click();
  await hears(ruth, `${other.number} is destroyed.`);
  await ruth.getByText('There is no record whose time is over.').waitFor();
  await looks('none');

  const closed = (await sessionOf(ruth).call('concerns.list', { state: 'closed' })).concerns
    .map(({ number }) => number);
  assert.ok(closed.includes(one.number) && !closed.includes(other.number));
  noProblems(ruth);
});
