// The second step of signing in, as people set it up and use it: staff are led to it, others
// find it on their own page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD } from '../lib/people.js';
import { textOfPng } from '../lib/qr.js';
import { startServer } from '../lib/server.js';
import { codeAt, STEP_MS } from '../lib/totp.js';
import {
  assertAccessible, assertNoSideways, newWindow, noProblems, openBrowser, screenshot, signIn,
} from './browser.js';
import { focusIs } from './keys.js';

let browser;
let server;
const pages = [];
before(async () => {
  server = await startServer({ demo: true, options: { 'staff-second-factor': 'required' } });
  browser = await openBrowser();
});
after(async () => {
  pages.forEach(noProblems);
  await browser?.close();
  await server?.stop();
});

async function windowFor(options) {
  const page = await newWindow(browser, server, options);
  pages.push(page);
  await page.goto('/');
  return page;
}

async function types(page, handle) {
  await page.getByLabel('Your user name or e-mail address').fill(handle);
  await page.getByLabel('Your password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A camera reads the picture whatever colours the page has. */
async function assertCameraReads(page, uri) {
  const picture = page.getByRole('img', { name: 'A picture for the app' });
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    assert.equal(await textOfPng(browser, await picture.screenshot()), uri, colorScheme);
  }
}

/** The steps up to the spare codes: {key, codes}. */
async function setsUp(page) {
  await page.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Go on' }).click();
  const key = (await page.getByLabel('Your key').inputValue()).replaceAll(' ', '');
  assert.match(key, /^[A-Z2-7]{32}$/);
  const uri = await page.getByRole('link', { name: 'Open the app' }).getAttribute('href');
  assert.match(uri, new RegExp(`^otpauth://totp/.*${key}`));
  await assertCameraReads(page, uri);
  await assertAccessible(page, 'the key');
  await screenshot(page, `second-factor-key-${page.viewportSize().width}`);
  await assertNoSideways(page, 'the key');
  await page.getByLabel('The number that the app shows now').fill('12345');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByText('That number did not work.').waitFor();
  await page.getByLabel('The number that the app shows now').fill(codeAt(key, Date.now() - STEP_MS));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your spare codes' }).waitFor();
  const codes = await page.locator('.codes li').allTextContents();
  assert.equal(codes.length, 10);
  await assertAccessible(page, 'the spare codes');
  await assertNoSideways(page, 'the spare codes');
  return { key, codes };
}

test('staff are led to set it up, and are then asked for it', async () => {
  const page = await windowFor();
  await types(page, 'amara');
  await page.getByRole('heading', { name: 'One more thing before you start' }).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await assertAccessible(page, 'what staff have to do first');
  await screenshot(page, 'second-factor-required-360');
  await page.getByRole('button', { name: 'Set up a second step' }).click();
  const { key, codes } = await setsUp(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();

  const other = await windowFor({ viewport: { width: 1280, height: 800 } });
  await types(other, 'amara');
  await other.getByRole('heading', { name: 'One more step' }).waitFor();
  await assertAccessible(other, 'the page that asks for the number');
  await screenshot(other, 'second-factor-code-1280');
  await other.getByLabel('The number that your app shows').fill('000000');
  await other.keyboard.press('Enter');
  await other.getByText('That number did not work.').waitFor();
  await focusIs(other, /^The number that your app shows/);
  await other.getByLabel('The number that your app shows').fill(codeAt(key, Date.now()));
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: 'Your conversations' }).waitFor();

  const third = await windowFor();
  await types(third, 'amara');
  await third.getByLabel('The number that your app shows').fill(codes[0]);
  await third.keyboard.press('Enter');
  await third.getByRole('heading', { name: 'Your conversations' }).waitFor();
});

test('a carer finds it on her own page, and turns it off again', async () => {
  const page = await windowFor({ viewport: { width: 1280, height: 800 } });
  await signIn(page, 'june');
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  const card = page.locator('section.card', {
    has: page.getByRole('heading', { name: 'A second step when you sign in' }) });
  await card.getByText('You do not have one yet.').waitFor();
  await card.getByRole('button', { name: 'Set up a second step' }).click();
  await focusIs(page, 'First, your password');
  await card.getByLabel('Your password', { exact: true }).fill('not this one');
  await card.getByRole('button', { name: 'Go on' }).click();
  await card.getByText('This is not your password.').waitFor();
  const { codes } = await setsUp(page);
  await screenshot(page, 'second-factor-codes-1280');
  await card.getByRole('button', { name: 'I have kept them' }).click();
  await card.getByText('You have 10 spare codes left.').waitFor();
  await card.getByRole('button', { name: 'Turn it off' }).click();
  await card.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
  await card.getByLabel('The number that your app shows now').fill(codes[3]);
  await card.getByRole('button', { name: 'Turn it off' }).click();
  await card.getByText('You do not have one yet.').waitFor();
});
