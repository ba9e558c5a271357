// Signing in again after all was forgotten, and word of a device that was not seen before.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { startServer } from '../lib/server.js';
import {
  assertAccessible, assertNoSideways, freshWindowOf, newWindow, noProblems, openBrowser,
  openTalk, screenshot,
} from './browser.js';
import { hears, openDesk } from './desk-steps.js';
import { focusIs } from './keys.js';

const NEXT = 'mug carpet friday';
const PHONE = 'Mozilla/5.0 (Linux; Android 14) Firefox/121.0';

let browser;
let server;
const pages = [];
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
});
after(async () => {
  pages.forEach(noProblems);
  await browser?.close();
  await server?.stop();
});

async function as(handle, options) {
  const page = await freshWindowOf(browser, server, handle, options);
  pages.push(page);
  return page;
}

const WIDE = { viewport: { width: 1280, height: 800 } };
const asks = async (amara, name) => {
  await openDesk(amara, 'People');
  await amara.getByRole('button', { name: 'Help them to sign in' }).click();
  const card = amara.locator('section.card', {
    has: amara.getByRole('heading', { name: 'A code for a forgotten password' }) });
  const value = await card.getByLabel('Who').locator('option', { hasText: name }).first()
    .getAttribute('value');
  await card.getByLabel('Who').selectOption(value);
  await card.getByLabel('How you know it is them').fill('I rang her back.');
  await card.getByRole('button', { name: 'Make a code' }).click();
  return card;
};
const begin = async (amara, name) => {
  const card = await asks(amara, name);
  const box = card.getByLabel(new RegExp(`Code for ${name}`));
  await box.waitFor();
  return box.inputValue();
};

test('a forgotten password is made good with a code that was read out', async () => {
  const amara = await as('amara', WIDE);
  const code = await begin(amara, 'June');
  assert.match(code, /^\d{4} \d{4} \d{4}$/);
  await assertAccessible(amara, 'the page with the code');
  await assertNoSideways(amara, 'the page with the code');
  await screenshot(amara, 'way-in-code-1280', { fullPage: true });

  const page = await newWindow(browser, server);
  pages.push(page);
  await page.goto('/');
  await page.getByLabel('Your user name or e-mail address').fill('june');
  await page.getByRole('button', { name: 'I forgot my password' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'I forgot my password' }).waitFor();
  const handle = page.getByLabel('Your user name or e-mail address');
  assert.equal(await handle.inputValue(), 'june', 'it need not be typed again');
  await assertAccessible(page, 'the way back in');
  await assertNoSideways(page, 'the way back in');
  await screenshot(page, 'way-in-forgot-360', { fullPage: true });
  const sends = async (typed, password) => {
    await page.getByLabel('The code that you were given').fill(typed);
    await page.getByLabel('Choose a new password').fill(password);
    await page.getByRole('button', { name: 'Use the new password' }).click();
  };
  await sends('1111 2222 3333', NEXT);
  await page.getByText('This code and this user name do not go together.').waitFor();
  await sends(code, 'password1');
  await page.getByText('Many people use this password').waitFor();
  await sends(code, NEXT);
  await page.getByText('The code is right. It works from').waitFor();
  server.kithctl('clock', 'advance', '13h');
  await sends(code.replace(/\D/g, '').match(/../g).join(' - '), NEXT); // as she wrote it down
  await page.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
  await page.getByText('Your new password works now.').first().waitFor();
  assert.equal(await handle.inputValue(), 'june');
  await page.getByLabel('Your password').fill(NEXT);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await page.getByText('Your password was changed with a code from Amara').waitFor();

  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('button', { name: 'Change my password' }).press('Enter');
  await focusIs(page, /^The password you have now/);
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await focusIs(page, 'Your password');
});

test('whoever did not ask for it reads so at once, and stops it', async () => {
  const dorothy = await as('dorothy');
  const amara = await as('amara', WIDE);
  await begin(amara, 'Dorothy');
  await dorothy.getByText('Somebody asked for a new password for your account').waitFor();
  await assertAccessible(dorothy, 'what happened to her account');
  await assertNoSideways(dorothy, 'what happened to her account');
  await screenshot(dorothy, 'way-in-notice-360');
  await dorothy.getByRole('button', { name: 'I have read it' }).click();
  await dorothy.getByText('There is a code for a new password for your account. It works from')
    .waitFor();
  await dorothy.getByRole('button', { name: 'Stop it' }).click();
  await dorothy.getByText('It is stopped.').first().waitFor();
  await dorothy.getByText('There is a code for a new password').waitFor({ state: 'detached' });
});

test('the fourth code of a day is refused with the words for it', async () => {
  const http = new Http(server.url);
  await http.call('session.start', { handle: 'amara', password: DEMO_PASSWORD });
  const { people } = await http.call('people.list');
  const { id } = people.find(({ name }) => name.startsWith('Mo'));
  for (let i = 0; i < 3; i += 1) {
    await http.call('person.recovery_begin', { person: id, reason: 'I rang him back.' });
  }
  const amara = await as('amara', WIDE);
  const card = await asks(amara, 'Mo');
  await card.getByText(/^There can be three codes a day for one person, and there were\. The next can be made from \w+ \d+ \w+, \d\d:\d\d\.$/)
    .waitFor();
});

test('it is told wherever one is, and a code that was stopped is not to be stopped', async () => {
  const grace = await as('grace');
  await openTalk(grace, 'Grandparents North');
  await begin(await as('amara', WIDE), 'Grace');
  await hears(grace, 'Something happened with your account.');
  await grace.getByRole('link', { name: 'Me', exact: true }).click();
  await grace.getByRole('button', { name: 'Stop it' }).click();
  await grace.getByText('That code does not work any more.').waitFor();
});

test('what this device may not close is out of the way once it is read, and stays on Me',
  async () => {
    const phone = new Http(server.url);
    await phone.call('session.start', { handle: 'bev', password: DEMO_PASSWORD });
    await phone.call('account.set_password', { password: DEMO_PASSWORD, new_password: NEXT });
    const bev = await newWindow(browser, server);
    pages.push(bev);
    await bev.goto('/');
    await bev.getByLabel('Your user name or e-mail address').fill('bev');
    await bev.getByLabel('Your password').fill(NEXT);
    await bev.getByRole('button', { name: 'Sign in' }).click();
    const news = bev.getByText('Your password was changed on');
    await news.waitFor();
    await bev.getByRole('button', { name: 'I have read it' }).click();
    await news.waitFor({ state: 'detached' });
    await bev.reload();
    await bev.getByRole('heading', { name: 'Your conversations' }).waitFor();
    await bev.getByRole('link', { name: 'Me', exact: true }).click();
    await news.waitFor();
    await bev.getByText('This stays here for two weeks').waitFor();
    assert.equal(await bev.getByRole('button', { name: 'I have read it' }).count(), 0);
    await bev.getByRole('link', { name: 'Messages', exact: true }).click();
    await news.waitFor({ state: 'detached' });
});

test('a device not seen before is shown to the one that was there, which signs all out', async () => {
  const grace = await as('grace', WIDE);
  const phone = new Http(server.url, { headers: { 'User-Agent': PHONE } });
  await phone.call('session.start', { handle: 'grace', password: DEMO_PASSWORD });
  await grace.getByText('Somebody signed in with your name and password on Firefox').waitFor();
  await grace.getByRole('link', { name: 'Me', exact: true }).click();
  await grace.getByText(/^New: signed in on/).waitFor();
  await assertAccessible(grace, 'her devices');
  await grace.getByRole('button', { name: 'No. Sign out everywhere' }).click();
  await grace.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
  await assert.rejects(phone.call('session.list', {}), /unauthenticated/);
});
