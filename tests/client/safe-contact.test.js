// When and how it is safe to reach her: the page wears another name and picture at once and
// from the first moment of the next visit, and her coordinator sees the rest if she says why.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDesk, hears, goToRow, details } from './desk-steps.js';
import { looksWell, openHouse } from './house.js';

const house = openHouse();

/** The titles that the page had whenever something of it showed, in order. */
function watchTitles() {
  window.titles = [];
  new MutationObserver(() => {
    if (document.getElementById('app')?.firstChild) {
      window.titles.push(document.title);
    }
  }).observe(document, { childList: true, subtree: true });
}

const iconOf = (page) => page.locator('link[rel="icon"]').getAttribute('href');

async function openSafe(page) {
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('button', { name: 'When and how it is safe to reach me' }).click();
  await page.getByLabel('Our code word').waitFor();
}

test('the page wears another name and picture, at once and at the next visit', async () => {
  const june = await house.asOnNewDevice('june');
  await june.addInitScript(watchTitles);
  const plain = await iconOf(june);
  assert.equal(await june.title(), 'Messages');
  await openSafe(june);
  await looksWell(june, 'safe-contact');
  await june.getByLabel('Name and picture of this page').selectOption('notes');
  await june.getByLabel('Ring me').check();
  await june.getByLabel('Reach me only during these hours').check();
  await june.getByLabel('Safe from').fill('14:30');
  await june.getByLabel('Safe until').fill('14:30');
  await june.getByRole('button', { name: 'Save', exact: true }).click();
  await june.getByText('Please choose two different times.').waitFor();
  await june.getByLabel('Safe from').fill('09:30');
  await june.getByLabel('Our code word').fill('marmalade');
  await june.getByLabel('Who must not know?').fill('Not my brother.');
  await looksWell(june, 'safe-contact-filled');
  await june.getByRole('button', { name: 'Save', exact: true }).click();
  await hears(june, 'This page is now called “Notes”.');
  assert.equal(await june.title(), 'Notes');
  const icon = await iconOf(june);
  assert.match(icon, /icon-notes/);
  assert.notEqual(icon, plain);
  const answer = await june.request.get(icon);
  assert.equal(answer.headers()['content-type'], 'image/svg+xml');

  await june.reload();
  await june.getByRole('heading', { level: 1 }).waitFor();
  const titles = await june.evaluate(() => window.titles);
  assert.ok(titles.length > 0 && titles.every((title) => title === 'Notes'), String(titles));
  assert.match(await iconOf(june), /icon-notes/);

  // On a phone that has not seen her before, as soon as she is signed in; signed out, too.
  const phone = await house.asOnNewDevice('june');
  await phone.waitForFunction(() => document.title === 'Notes');
  await phone.getByRole('link', { name: 'Me', exact: true }).click();
  await phone.getByRole('button', { name: 'Sign out here' }).click();
  await phone.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await phone.title(), 'Notes');
});

test('she finds again what she said, and can take it back', async () => {
  const june = await house.as('june');
  await openSafe(june);
  assert.equal(await june.getByLabel('Our code word').inputValue(), 'marmalade');
  assert.equal(await june.getByLabel('Safe from').inputValue(), '09:30');
  assert.equal(await june.getByLabel('Ring me').isChecked(), true);
  assert.equal(await june.getByLabel('Send me a letter').isChecked(), false);
  await june.getByLabel('Name and picture of this page').selectOption('messages');
  await june.getByRole('button', { name: 'Save', exact: true }).click();
  await hears(june, 'This page is now called “Messages”.');
  assert.equal(await june.title(), 'Messages');
  assert.doesNotMatch(await iconOf(june), /notes/);
});

test('her coordinator sees it when she says why', async () => {
  const priya = await house.person('priya');
  await priya.call('account.set_safe_contact', { look: 'messages', disguise: false, phone: true,
    voicemail: true, texts: false, letters: false, safe_from: 570, safe_until: 870,
    code_word: 'marmalade', not_told: 'Not my brother.' });
  const amara = await house.as('amara', { viewport: { width: 1280, height: 800 } });
  await openDesk(amara, 'Supporters');
  await goToRow(amara, 'Priya');
  await amara.keyboard.press('Enter');
  await details(amara).getByRole('button', { name: 'See their story' }).click();
  const card = amara.locator('section.card', { hasText: 'When and how it is safe to reach them' });
  await card.getByRole('button', { name: 'Show it' }).click();
  await card.getByText('Please say why.').waitFor();
  assert.equal(await card.getByText('marmalade').count(), 0);
  await looksWell(amara, 'safe-contact-desk-ask');
  await card.getByLabel('Why do you need it now?').fill('I am about to ring about Tuesday.');
  await card.getByRole('button', { name: 'Show it' }).click();
  await card.getByText('marmalade').waitFor();
  await card.getByText('a call and a message on the phone').waitFor();
  await card.getByText('only from 09:30 to 14:30').waitFor();
  await card.getByText('Not my brother.').waitFor();
  await looksWell(amara, 'safe-contact-desk');
});

test('after three months she is asked whether it still holds', async () => {
  house.server.kithctl('clock', 'advance', '92d');
  const june = await house.asOnNewDevice('june');
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('heading', { name: 'Is this still right?' }).waitFor();
  await looksWell(june, 'safe-contact-still');
  await june.getByRole('button', { name: 'It is still right' }).click();
  await hears(june, 'Thank you. We ask again in three months.');
  await june.getByRole('heading', { name: 'Is this still right?' }).waitFor({ state: 'detached' });
});
