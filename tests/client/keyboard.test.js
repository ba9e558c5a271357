// Everything by keyboard alone: no pointer touches these pages.

import { after, afterEach, before, test } from 'node:test';
import { isSent, message, newWindow, noProblems, openBrowser, openServer } from './browser.js';
import { focusIs, tabTo } from './keys.js';

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

afterEach(async () => {
  noProblems(page);
  await page.context().close();
});

async function signInByKeyboard(handle) {
  page = await newWindow(browser, server);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await tabTo(page, /user name/);
  await page.keyboard.type(handle);
  await tabTo(page, /^Your password/);
  await page.keyboard.type('three quiet rivers');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
}

test('sign in, open a conversation, write, answer, react and leave it by keyboard', async () => {
  await signInByKeyboard('dorothy');
  await tabTo(page, /^Grandparents North/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Grandparents North', level: 1 }).waitFor();
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
  // The focus went to the heading, so that a screen reader says where one is.
  await focusIs(page, 'Grandparents North');

  await tabTo(page, /^Write to Grandparents North/);
  await page.keyboard.type('Written without a mouse.');
  await page.keyboard.press('Control+Enter');
  await isSent(page, 'Written without a mouse.');

  // The log is one tab stop; arrows move inside it.
  await page.keyboard.press('Shift+Tab');
  await focusIs(page, /^Options for/);
  await page.keyboard.press('End');
  await focusIs(page, /^Options for your message/);
  await page.keyboard.press('ArrowUp');
  await focusIs(page, /^Options for the message from /);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, /Candle/);
  await page.keyboard.press('Space');
  await message(page, 'Written without a mouse.').getByText('Candle from You').waitFor();
  await focusIs(page, /^Options for/);

  await tabTo(page, /Back/);
});

test('a question before removing takes the focus and gives it back', async () => {
  await signInByKeyboard('dorothy');
  await tabTo(page, /^Grandparents North/);
  await page.keyboard.press('Enter');
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
  await tabTo(page, /^Who is here|^Who is in this group/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who is in Grandparents North' }).waitFor();
  await page.getByRole('button', { name: 'Block Tom' }).waitFor();
  await tabTo(page, /^Leave this group/);
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: /^Leave this group\?/ }).waitFor();
  await focusIs(page, /^Leave this group\?/);
  await page.keyboard.press('Escape');
  await focusIs(page, 'Leave this group');
});
