// What the browser journeys share: a server with demo people, windows of signed-in people,
// and what one does in them. Everything waits for something to be seen; nothing sleeps.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { startServer } from '../lib/server.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCREENS = path.join(ROOT, 'build', 'screens');
const CHROMIUM = process.env.KITH_CHROMIUM ?? '/usr/bin/chromium';
const PASSWORD = 'three quiet rivers';
export const WAIT_MS = 15_000;

/** A browser of its own, with a new and empty profile. */
export function openBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/** The server under test: a fresh one, or (KITH_URL) one that is up with new demo data. */
export async function openServer() {
  if (process.env.KITH_URL) {
    return { url: process.env.KITH_URL, isOurs: false, stop: async () => undefined };
  }
  const server = await startServer({ demo: true });
  server.isOurs = true;
  return server;
}

/** Keeps all that the page says to a screen reader, in order, until `hears` takes it. */
function listen() {
  window.heard = [];
  let last = '';
  const note = () => {
    const voice = document.querySelector('[role="status"][aria-live="polite"]');
    const words = voice?.textContent ?? '';
    if (words !== last && words !== '') {
      window.heard.push(words);
    }
    last = words;
  };
  new MutationObserver(note).observe(
    document, { childList: true, characterData: true, subtree: true });
}

/** An empty window: like a phone nobody has used yet. */
export async function newWindow(browser, server, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 }, baseURL: server.url, locale: 'en-GB', ...options });
  context.setDefaultTimeout(WAIT_MS);
  await context.route('https://www.bbc.co.uk/**', (route) => route.fulfill({
    contentType: 'text/html', body: '<title>Weather</title><p>Sunny spells</p>' }));
  await context.addInitScript(listen);
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket/.test(message.text())) {
      page.problems.push(message.text());
    }
  });
  return page;
}

export async function signIn(page, handle) {
  await page.goto('/');
  await page.getByLabel('Your user name or e-mail address').fill(handle);
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
}

const cookies = new Map();

/** A window in which a demo person is signed in, with the session she has already. */
export async function windowOf(browser, server, handle, options = {}) {
  const key = `${server.url} ${handle}`;
  const page = await newWindow(browser, server, { ...options, storageState: cookies.get(key) });
  if (cookies.has(key)) {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Your conversations' }).waitFor();
  } else {
    await signIn(page, handle);
    cookies.set(key, await page.context().storageState());
  }
  return page;
}

/** The same with a sign-in of its own: another phone. */
export async function freshWindowOf(browser, server, handle, options) {
  const page = await newWindow(browser, server, options);
  await signIn(page, handle);
  return page;
}

export async function openTalk(page, title) {
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
}

/** A newcomer of a group says yes to what was agreed there. */
export async function agree(page) {
  await page.getByRole('button', { name: 'I agree' }).click();
  await page.getByLabel(/^Write to/).waitFor();
}

export async function write(page, text) {
  await page.getByLabel(/^Write to/).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** The message with these words, as it stands in the conversation. */
export function message(page, text) {
  return page.locator('.message', { hasText: text });
}

export async function isSent(page, text) {
  await message(page, text).getByText(/· sent/).waitFor();
}

/** Waits until so many of these stand there. */
export async function countIs(found, count) {
  if (count > 0) {
    await found.nth(count - 1).waitFor({ state: 'attached' });
  }
  await found.nth(count).waitFor({ state: 'detached' });
}

/** These words stand there exactly once. */
export async function standsOnce(page, text) {
  await message(page, text).first().waitFor();
  assert.equal(await message(page, text).count(), 1, `"${text}" stands there once`);
}

export async function openOptions(page, text) {
  await message(page, text).getByRole('button', { name: /^Options for/ }).click();
}

export function noProblems(page) {
  assert.deepEqual(page.problems, []);
}

/** axe over the page as it is now; target size included, which axe leaves off. */
async function axeFaults(page) {
  const found = await page.evaluate(() => window.axe.run({
    rules: { 'target-size': { enabled: true } },
  }));
  return found.violations.flatMap(
    (one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}`));
}

/** axe takes what a bar lies over just now for too small: it is so only if it stays so. */
async function staysAfterScrolling(page, faults) {
  let left = faults;
  for (const top of [0, 300, 600]) {
    if (left.some((fault) => fault.startsWith('target-size'))) {
      await page.evaluate((to) => window.scrollTo(0, to), top);
      const now = await axeFaults(page);
      left = left.filter((fault) => !fault.startsWith('target-size') || now.includes(fault));
    }
  }
  return left;
}

export async function assertAccessible(page, what) {
  await page.evaluate(axe.source);
  const faults = await staysAfterScrolling(page, await axeFaults(page));
  assert.deepEqual(faults, [], `axe: ${what}`);
}

/** Nothing is wider than the window: WCAG 2.2, 1.4.10. */
export async function assertNoSideways(page, what) {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what}: ${over} px wider than the window`);
}

export async function screenshot(page, name, options = {}) {
  fs.mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`), ...options });
}
