// Leaving in a hurry: the button, three Shifts, and nothing behind Back.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { freshWindowOf, newWindow, openBrowser, openServer, openTalk, signIn, windowOf } from './browser.js';
import { focusIs } from './keys.js';

const NEUTRAL = 'https://www.bbc.co.uk/weather';
let server;
let browser;
let page;

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(() => page.context().close());

/** Notes whatever stands on a page that one came back to, however short it stands there. */
async function watchComingBack() {
  await page.context().addInitScript(() => {
    const [entry] = performance.getEntriesByType('navigation');
    new MutationObserver(() => {
      const text = document.body?.innerText.trim() ?? '';
      if (entry?.type === 'back_forward' && text !== '' && location.hostname === '127.0.0.1') {
        sessionStorage.setItem('shown', text);
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

test('the exit is first for the keyboard on every page, also before signing in', async () => {
  page = await newWindow(browser, server);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.keyboard.press('Tab');
  await focusIs(page, 'Quick exit');
  await page.keyboard.press('Enter');
  await page.waitForURL(NEUTRAL);
});

test('after the exit Back shows nothing', async () => {
  page = await freshWindowOf(browser, server, 'june');
  await openTalk(page, 'Priya');
  await watchComingBack();
  await page.getByRole('button', { name: 'Quick exit' }).click();
  await page.waitForURL(NEUTRAL);
  await page.goBack().catch(() => undefined); // it is replaced while it loads
  await page.waitForURL(NEUTRAL);
  await page.getByText('Sunny spells').waitFor();
  // Opened on purpose, one has to sign in again, and in between nothing was.
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem('shown')), null);
});

test('the exit ends the session and takes unsent words off the device', async () => {
  page = await freshWindowOf(browser, server, 'june');
  const other = await page.context().newPage();
  await other.goto('/');
  await other.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await openTalk(page, 'Priya');
  await page.getByLabel('Write to Priya').fill('nobody else may read this');
  await page.getByRole('button', { name: 'Quick exit' }).click();
  await page.waitForURL(NEUTRAL);
  await other.waitForURL(NEUTRAL); // another tab leaves with it
  await signIn(page, 'june');
  await openTalk(page, 'Priya');
  assert.equal(await page.getByLabel('Write to Priya').inputValue(), '');
});

test('left without a connection, one still has to sign in again', async () => {
  page = await freshWindowOf(browser, server, 'june');
  await page.context().route('**/api/v1/rpc', (route) => route.abort());
  await page.getByRole('button', { name: 'Quick exit' }).click();
  await page.waitForURL(NEUTRAL);
  await page.context().unroute('**/api/v1/rpc');
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});

test('three presses of Shift alone leave; typing capitals does not', async () => {
  page = await freshWindowOf(browser, server, 'june');
  await openTalk(page, 'Priya');
  const box = page.getByLabel('Write to Priya');
  await box.focus();
  for (const letter of ['A', 'B', 'C', 'D']) {
    await page.keyboard.press(`Shift+${letter}`);
  }
  assert.equal(await box.inputValue(), 'ABCD');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await page.getByText('Press Shift once more').waitFor({ state: 'attached' });
  await page.keyboard.press('Shift');
  await page.waitForURL(NEUTRAL);
});

test('address and title tell nothing, and Back works inside', async () => {
  page = await newWindow(browser, server);
  await signIn(page, 'june');
  await openTalk(page, 'Priya');
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, '/');
  assert.equal(await page.title(), 'Messages');
  await page.goBack();
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
});

test('help stands in the same place on every page', async () => {
  page = await windowOf(browser, server, 'june');
  const place = async () => {
    const help = page.getByRole('complementary', { name: 'Help now' });
    assert.match(await help.innerText(), /999.*116 123/s);
    return (await help.boundingBox()).y;
  };
  const first = await place();
  await openTalk(page, 'Priya');
  assert.equal(await place(), first);
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('heading', { name: 'Hello, June' }).waitFor();
  assert.equal(await place(), first);
});
