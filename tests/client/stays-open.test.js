// What somebody pressed counts, and what she opened stays open: the moment it stood there, while
// the page still loads, and on a line that goes while she writes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countIs, openTalk } from './browser.js';
import { openHouse } from './house.js';
import { focusIs } from './keys.js';
import { button, openPage } from './story-steps.js';

const CHECK = 'People we should not bring you together with';

const house = openHouse();

const toMe = (page) => page.getByRole('link', { name: 'Me', exact: true }).click();

/** From now on presses the button of this name as soon as it is in the page, once. */
function pressWhenItComes(page, name) {
  return page.evaluate((wanted) => {
    new MutationObserver((_, watch) => {
      const found = [...document.querySelectorAll('main button')]
        .find((one) => one.textContent === wanted);
      if (found) {
        watch.disconnect();
        found.click();
      }
    }).observe(document.querySelector('main'), { childList: true, subtree: true });
  }, name);
}

/** Until all that a page does after it was drawn is done. */
async function settles(page) {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve))));
  }));
}

async function lineGoesAndComes(page) {
  await page.context().setOffline(true);
  await page.getByText('No connection just now.').first().waitFor();
  await settles(page);
  await page.context().setOffline(false);
  await page.getByText('No connection just now.').first().waitFor({ state: 'detached' });
  await settles(page);
}

test('a form that is opened the moment it can be is not closed again', async () => {
  const june = await house.as('june');
  await pressWhenItComes(june, 'Change my password');
  await toMe(june);
  await focusIs(june, /^The password you have now/);
  await settles(june);
  await focusIs(june, /^The password you have now/);

  await june.getByRole('link', { name: 'Messages', exact: true }).click();
  await pressWhenItComes(june, 'Sign out everywhere');
  await toMe(june);
  const asked = june.getByText('Sign out on every phone and computer, this one too?');
  await asked.waitFor();
  await settles(june);
  assert.ok(await asked.isVisible());
});

/** From its next load on the page hears of the server only while nothing is held. */
async function holdable(page) {
  const line = { isHeld: false, letGo: () => undefined };
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    const waiting = [];
    server.onMessage((frame) => (line.isHeld ? waiting.push(frame) : socket.send(frame)));
    line.letGo = () => {
      line.isHeld = false;
      waiting.splice(0).forEach((frame) => socket.send(frame));
    };
  });
  await page.reload();
  return line;
}

test('what is pressed while a page is still loading counts', async () => {
  const june = await house.as('june');
  const line = await holdable(june);
  await openTalk(june, 'Priya');
  await june.getByRole('button', { name: 'Who is here' }).click();
  await june.getByRole('button', { name: 'Block Priya' }).click();
  await june.getByRole('button', { name: 'Yes, block' }).click();
  await june.getByText('You have blocked them.').waitFor();
  line.isHeld = true;
  await toMe(june);
  await june.getByRole('button', { name: 'Unblock Priya' }).click();
  await settles(june);
  line.letGo();
  await june.getByText('You have not blocked anyone.').waitFor();
});

test('what is written in a form is still there when the line went and came back', async () => {
  const june = await house.as('june');
  await openPage(june, CHECK);
  await button(june, 'Add a relative').click();
  await june.getByLabel('Name', { exact: true }).fill('Shane Pickles');
  await lineGoesAndComes(june);
  assert.equal(await june.getByLabel('Name', { exact: true }).inputValue(), 'Shane Pickles');
  await june.getByLabel('Year of birth').fill('1986');
  await button(june, 'Add').click();
  await june.getByText('one entry kept.').waitFor();

  await openPage(june, 'What I have agreed to');
  await june.getByRole('button', { name: /^Yes, I agree: Somebody/ }).click();
  await june.getByRole('button', { name: /^Take back my yes: Somebody/ }).click();
  await button(june, 'Yes, take it back').waitFor();
  await lineGoesAndComes(june);
  assert.ok(await button(june, 'Yes, take it back').isVisible());
});

test('what was open is closed when one comes back to the page', async () => {
  const june = await house.as('june');
  await toMe(june);
  await button(june, 'Change my password').click();
  await june.getByLabel(/^The password you have now/).fill('three quiet rivers');
  await button(june, 'Sign out everywhere').click();
  await openPage(june, CHECK);
  await button(june, 'Add a relative').click();
  await toMe(june);
  await button(june, 'Change my password').waitFor();
  await countIs(june.getByText('Sign out on every phone and computer, this one too?'), 0);
  await openPage(june, CHECK);
  await button(june, 'Add a relative').waitFor();
  await countIs(june.getByLabel('Name', { exact: true }), 0);
});
