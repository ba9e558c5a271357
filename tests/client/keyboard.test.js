// Everything by keyboard alone: no pointer touches these pages.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { isSent, message, newWindow, noProblems, openBrowser, openServer } from './browser.js';

const TABS_MAX = 40;
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

function focused() {
  return page.evaluate(() => {
    const now = document.activeElement;
    if (now === document.body) {
      return '';
    }
    const label = now.labels?.[0]?.textContent;
    return now.getAttribute('aria-label') ?? label ?? now.textContent ?? '';
  });
}

/** Presses Tab until what has the focus is called so, and its focus can be seen. */
async function tabTo(name) {
  for (let i = 0; i < TABS_MAX; i += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused())) {
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `focus on ${name} can be seen`);
      await assertNotCovered(name);
      return;
    }
  }
  assert.fail(`no ${name} within ${TABS_MAX} presses of Tab`);
}

/** WCAG 2.2, 2.4.11: what has the focus is not hidden behind the bars. */
async function assertNotCovered(name) {
  const isSeen = await page.evaluate(() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    return at !== null && (document.activeElement.contains(at) || at.contains(document.activeElement));
  });
  assert.ok(isSeen, `focus on ${name} is not covered`);
}

async function signInByKeyboard(handle) {
  page = await newWindow(browser, server);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await tabTo(/user name/);
  await page.keyboard.type(handle);
  await tabTo(/^Your password/);
  await page.keyboard.type('three quiet rivers');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
}

test('sign in, open a conversation, write, answer, react and leave it by keyboard', async () => {
  await signInByKeyboard('dorothy');
  await tabTo(/^Grandparents North/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Grandparents North', level: 1 }).waitFor();
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
  // The focus went to the heading, so that a screen reader says where one is.
  assert.equal(await focused(), 'Grandparents North');

  await tabTo(/^Write to Grandparents North/);
  await page.keyboard.type('Written without a mouse.');
  await page.keyboard.press('Control+Enter');
  await isSent(page, 'Written without a mouse.');

  // The log is one tab stop; arrows move inside it.
  await page.keyboard.press('Shift+Tab');
  assert.match(await focused(), /^Options for/);
  await page.keyboard.press('End');
  assert.match(await focused(), /^Options for your message/);
  await page.keyboard.press('ArrowUp');
  assert.match(await focused(), /^Options for the message from /);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(/Candle/);
  await page.keyboard.press('Space');
  await message(page, 'Written without a mouse.').getByText('Candle from You').waitFor();
  await page.waitForFunction(
    () => document.activeElement.getAttribute('aria-label')?.startsWith('Options for'));

  await tabTo(/Back/);
});

test('a question before removing takes the focus and gives it back', async () => {
  await signInByKeyboard('dorothy');
  await tabTo(/^Grandparents North/);
  await page.keyboard.press('Enter');
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
  await tabTo(/^Who is here|^Who is in this group/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who is in Grandparents North' }).waitFor();
  await page.getByRole('button', { name: 'Block Tom' }).waitFor();
  await tabTo(/^Leave this group/);
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: /^Leave this group\?/ }).waitFor();
  assert.match(await focused(), /^Leave this group\?/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.textContent === 'Leave this group');
});
