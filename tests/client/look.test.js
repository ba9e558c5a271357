// How each view looks and reads: axe in light, dark and forced colours, no sideways scrolling
// at 400 % zoom, big enough targets. Screenshots at 360 and 1280 px go to build/screens/.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible, assertNoSideways, isSent, message, newWindow, noProblems, openBrowser,
  openOptions, openServer, openTalk, screenshot, windowOf, write,
} from './browser.js';
import { invitesNell } from './coordinator.js';
import { openDesk } from './desk-steps.js';

const LOOKS = [
  { name: '360', viewport: { width: 360, height: 740 } },
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '360-dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: '360-forced', viewport: { width: 360, height: 740 }, forcedColors: 'active' },
  // 1280 x 1024 at 400 %: WCAG 2.2, 1.4.10
  { name: 'zoom-400', viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' },
];

let server;
let browser;
let inviteLink; // looked at, never used up

before(async () => {
  server = await openServer();
  inviteLink = await invitesNell(server);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function look(page, view, name) {
  await screenshot(page, `${view}-${name}`);
  await assertAccessible(page, `${view}, ${name}`);
  await assertNoSideways(page, `${view}, ${name}`);
  assert.deepEqual(await smallTargets(page), [], `${view}, ${name}: targets below 44 px`);
}

/** Buttons, boxes and links that stand alone and are lower or narrower than 44 px. */
function smallTargets(page) {
  return page.evaluate(() => [...document.querySelectorAll(
    'button, select, input:not([type=checkbox]), textarea, label.tick, nav a, .talk-row')]
    .filter((one) => one.checkVisibility())
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
    .map(({ one, box }) => `${one.className || one.tagName} ${box.width}x${box.height}`));
}

async function lookAtDoor(page, name) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await look(page, 'sign-in', name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Please fill in both boxes.').waitFor();
  await look(page, 'sign-in-error', name);
  await page.goto('/#invite=abc');
  await page.getByRole('main').getByText('This link does not work.').waitFor();
  await look(page, 'invite-spent', name);
  await page.goto(`/${new URL(inviteLink).hash}`);
  await page.getByLabel('What shall we call you?').waitFor();
  await look(page, 'invite', name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('Please write at least 8 letters or signs.').waitFor();
  await look(page, 'invite-error', name);
}

async function lookAtTalk(page, name) {
  const text = `A quiet evening, ${name}.`;
  await openTalk(page, 'Priya');
  await write(page, text);
  await isSent(page, text);
  await look(page, 'talk', name);
  await openOptions(page, text);
  await look(page, 'talk-options', name);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await look(page, 'talk-remove', name);
  await page.getByRole('button', { name: 'No, keep it' }).click();
  await openOptions(page, text);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await look(page, 'talk-change', name);
  await page.getByRole('button', { name: 'Keep it as it was' }).click();
  await openOptions(page, text);
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await look(page, 'talk-answer', name);
  await page.getByRole('button', { name: 'Cancel answer' }).click();
}

async function lookAtAway(page, name) {
  await page.context().setOffline(true);
  await write(page, `Waiting, ${name}.`);
  await message(page, `Waiting, ${name}.`).getByText('waiting for a connection').waitFor();
  await page.getByText('No connection just now.').first().waitFor();
  await look(page, 'talk-away', name);
  await page.context().setOffline(false);
  await isSent(page, `Waiting, ${name}.`);
}

async function lookAtPeople(page, name) {
  await page.getByRole('button', { name: /^Who is/ }).click();
  await page.getByRole('button', { name: 'Block Priya' }).click();
  await page.getByRole('button', { name: 'Yes, block' }).waitFor();
  await look(page, 'members-block', name);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByText('This one').waitFor();
  await look(page, 'me', name);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await look(page, 'me-sign-out', name);
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await openTalk(page, 'Grandparents North');
  await look(page, 'group', name);
}

async function lookAtDesk(page, name) {
  await openDesk(page, 'People');
  await page.getByText('Dorothy').first().waitFor();
  await page.getByLabel('Their name').fill('Nell');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByLabel('Here is the link for Nell').waitFor();
  await look(page, 'desk', name);
  await page.getByLabel('Name of the group').fill(`Kinship choir ${name}`);
  await page.getByRole('button', { name: 'Make the group' }).click();
  await page.getByRole('heading', { name: 'Who is in Kinship choir' }).waitFor();
  await page.getByRole('option', { name: 'Dorothy' }).waitFor({ state: 'attached' });
  await look(page, 'members-staff', name);
}

for (const { name, ...options } of LOOKS) {
  test(`every view is accessible and fits: ${name}`, async () => {
    const door = await newWindow(browser, server, options);
    await lookAtDoor(door, name);
    noProblems(door);
    await door.context().close();

    const june = await windowOf(browser, server, 'june', options);
    await look(june, 'talks', name);
    await lookAtTalk(june, name);
    await lookAtAway(june, name);
    await lookAtPeople(june, name);
    noProblems(june);
    await june.context().close();

    const amara = await windowOf(browser, server, 'amara', options);
    await lookAtDesk(amara, name);
    noProblems(amara);
    await amara.context().close();
  });
}
