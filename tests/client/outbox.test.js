// Nothing that was written is lost or doubled: no connection, a reload, a killed server.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startServer } from '../lib/server.js';
import {
  isSent, message, noProblems, openBrowser, openServer, openTalk, standsOnce, windowOf, write,
} from './browser.js';

let server;
let browser;
let june;
let priya;

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function both() {
  june = await windowOf(browser, server, 'june');
  priya = await windowOf(browser, server, 'priya');
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
}

afterEach(async () => {
  noProblems(june);
  await june.context().close();
  await priya.context().close();
});

async function waits(page, text) {
  await message(page, text).getByText('waiting for a connection').waitFor();
}

test('without a connection a message waits, and goes out by itself when it is back', async () => {
  await both();
  await june.context().setOffline(true);
  await june.getByText('No connection just now.').first().waitFor();
  await write(june, 'First, from the bus.');
  await write(june, 'Second, from the bus.');
  await waits(june, 'First, from the bus.');
  await waits(june, 'Second, from the bus.');
  await write(priya, 'Are you there?');
  await june.context().setOffline(false);
  await isSent(june, 'Second, from the bus.');
  await standsOnce(priya, 'First, from the bus.');
  await standsOnce(priya, 'Second, from the bus.');
  await standsOnce(june, 'First, from the bus.');
  await standsOnce(june, 'Are you there?');
  const order = await priya.locator('.message', { hasText: 'from the bus' }).allTextContents();
  assert.match(order[0], /First/);
  assert.match(order[1], /Second/);
});

test('an unsent message and a draft outlive a reload', async () => {
  await both();
  await june.context().setOffline(true);
  await write(june, 'Written in the lift.');
  await waits(june, 'Written in the lift.');
  await june.getByLabel('Write to Priya').fill('And half a thou');
  // The page can be loaded again, the server can not be asked: the words must come from here.
  await june.context().route('**/api/**', (route) => route.abort());
  await june.context().setOffline(false);
  await june.reload();
  await june.getByText('No connection just now.').first().waitFor();
  await june.context().unroute('**/api/**');
  await isSent(june, 'Written in the lift.');
  await standsOnce(june, 'Written in the lift.');
  await standsOnce(priya, 'Written in the lift.');
  assert.equal(await june.getByLabel('Write to Priya').inputValue(), 'And half a thou');
});

test('a reload right after sending shows the message once', async () => {
  await both();
  await write(june, 'Sent and reloaded.');
  await june.reload();
  await isSent(june, 'Sent and reloaded.');
  await standsOnce(june, 'Sent and reloaded.');
  await standsOnce(priya, 'Sent and reloaded.');
});

test('a draft is kept for each conversation', async () => {
  await both();
  await june.getByLabel('Write to Priya').fill('For Priya only');
  await june.getByRole('button', { name: 'Back' }).click();
  await openTalk(june, 'Grandparents North');
  assert.equal(await june.getByLabel('Write to Grandparents North').inputValue(), '');
  await june.goBack();
  await openTalk(june, 'Priya');
  assert.equal(await june.getByLabel('Write to Priya').inputValue(), 'For Priya only');
});

test('words that are too long are refused with a reason and stay in the box', async () => {
  await both();
  await write(june, 'a'.repeat(4001));
  await june.getByText('This is a bit long for one message.').waitFor();
  assert.equal((await june.getByLabel('Write to Priya').inputValue()).length, 4001);
});

test('faster than the server takes them, messages still arrive all and in order', async () => {
  const slow = server.isOurs
    ? await startServer({ demo: true, options: { 'send-burst': 3, 'send-per-s': 5 } }) : server;
  june = await windowOf(browser, slow, 'june');
  priya = await windowOf(browser, slow, 'priya');
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
  const texts = Array.from({ length: 8 }, (_, i) => `Quick thought ${i}.`);
  for (const text of texts) {
    await write(june, text);
  }
  await message(priya, 'Quick thought 7.').waitFor();
  const seen = await message(priya, 'Quick thought').locator('.text').allTextContents();
  assert.deepEqual(seen, texts);
  if (slow !== server) {
    await slow.stop();
  }
});

test('a server killed and started again loses and doubles nothing', async (t) => {
  if (!server.isOurs) {
    t.skip('needs a server that this test may kill');
    june = await windowOf(browser, server, 'june');
    priya = await windowOf(browser, server, 'priya');
    return;
  }
  await both();
  await write(june, 'Before it fell.');
  await isSent(june, 'Before it fell.');
  await server.kill9();
  await write(june, 'While it was down.');
  await waits(june, 'While it was down.');
  await server.restart();
  await isSent(june, 'While it was down.');
  for (const page of [june, priya]) {
    await standsOnce(page, 'Before it fell.');
    await standsOnce(page, 'While it was down.');
  }
});
