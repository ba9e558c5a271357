// Help, reports and life in a group, as carers and members meet them.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import {
  assertAccessible, assertNoSideways, freshWindowOf, isSent, message, newWindow, noProblems,
  openBrowser, openServer, openTalk, screenshot, windowOf, write,
} from './browser.js';

const WIDE = { viewport: { width: 1280, height: 800 } };
let server;
let browser;
let pages = [];

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => {
  for (const page of pages) {
    noProblems(page);
    await page.context().close();
  }
  pages = [];
});

async function open(handle, options) {
  const page = await windowOf(browser, server, handle, options);
  pages.push(page);
  return page;
}

async function look(page, name) {
  await assertAccessible(page, name);
  await assertNoSideways(page, name);
  await screenshot(page, `care-${name}`);
}

test('help is one tap away, also before signing in, with numbers to ring', async () => {
  const page = await newWindow(browser, server);
  pages.push(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'More help' }).click();
  await page.getByRole('heading', { name: 'More help' }).waitFor();
  await page.getByText('Shout, by text').waitFor();
  assert.equal(await page.getByRole('link', { name: '999' }).last().getAttribute('href'), 'tel:999');
  assert.equal(
    await page.getByRole('link', { name: /SHOUT/i }).getAttribute('href'), 'sms:85258');
  await look(page, 'help-outside');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});

test('numbers stay when the connection is gone, and hours are no longer promised', async () => {
  const page = await open('june');
  await page.getByRole('link', { name: 'More help' }).click();
  await page.getByText('Shout, by text').waitFor();
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.getByText('We cannot say just now whether somebody of our team is here').waitFor();
  await page.getByText('Shout, by text').waitFor();
  await page.context().setOffline(false);
});

test('words that show where a child lives wait until the writer has said what to do', async () => {
  const page = await open('june');
  await openTalk(page, 'Priya');
  await write(page, 'The new house is at LS6 2AB');
  const asked = page.getByRole('group', { name: 'A moment before it goes out' });
  await asked.getByText('LS6 2AB').waitFor();
  await look(page, 'pause');
  assert.equal(await message(page, 'LS6 2AB').count(), 0, 'nothing has left');
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'detached' });
  const box = page.getByLabel('Write to Priya');
  assert.equal(await box.inputValue(), 'The new house is at LS6 2AB');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'write');
  await page.reload();
  assert.equal(await box.inputValue(), 'The new house is at LS6 2AB', 'the draft is kept');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await asked.getByRole('button', { name: 'Send it as it is' }).click();
  await isSent(page, 'The new house is at LS6 2AB');
});

test('the way to more help stands beside the box', async () => {
  const page = await open('june', WIDE);
  await openTalk(page, 'Priya');
  await page.getByRole('button', { name: 'I need more help' }).click();
  await page.getByRole('heading', { name: 'More help' }).waitFor();
  await look(page, 'help-wide');
});
