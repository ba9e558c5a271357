// Help, reports and life in a group, as carers and members meet them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible, assertNoSideways, isSent, message, openTalk, screenshot, write,
} from './browser.js';
import { openHouse } from './house.js';
import { focusIs } from './keys.js';

const WIDE = { viewport: { width: 1280, height: 800 } };
const house = openHouse();

async function look(page, name) {
  await assertAccessible(page, name);
  await assertNoSideways(page, name);
  await screenshot(page, `care-${name}`);
}

test('help is one tap away, also before signing in, with numbers to ring', async () => {
  const page = await house.asNobody();
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
  const page = await house.as('june');
  await page.getByRole('link', { name: 'More help' }).click();
  await page.getByText('Shout, by text').waitFor();
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.getByText('We cannot say just now whether somebody of our team is on duty').waitFor();
  await page.getByText('Shout, by text').waitFor();
  await page.context().setOffline(false);
});

test('words that show where a child lives wait until the writer has said what to do', async () => {
  const page = await house.as('june');
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
  await focusIs(page, 'Write to Priya');
  await page.reload();
  assert.equal(await box.inputValue(), 'The new house is at LS6 2AB', 'the draft is kept');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await asked.getByRole('button', { name: 'Send it as it is' }).click();
  await isSent(page, 'The new house is at LS6 2AB');
});

test('the way to more help stands beside the box', async () => {
  const page = await house.as('june', WIDE);
  await openTalk(page, 'Priya');
  await page.getByRole('button', { name: 'I need more help' }).click();
  await page.getByRole('heading', { name: 'More help' }).waitFor();
  await look(page, 'help-wide');
});

test('a message is reported in three taps; the receipt says who looks, and nobody is told', async () => {
  const june = await house.as('june');
  const priya = await house.as('priya', WIDE);
  await openTalk(priya, 'June');
  await write(priya, 'You should be ashamed of yourself');
  await isSent(priya, 'You should be ashamed of yourself');
  await openTalk(june, 'Priya');
  await message(june, 'ashamed').waitFor();
  await june.getByRole('button', { name: 'Something’s not right', exact: true }).last().click();
  await june.getByRole('heading', { name: 'Something’s not right' }).waitFor();
  await june.locator('.quoted-line', { hasText: 'You should be ashamed of yourself' }).waitFor();
  await look(june, 'report');
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  await june.getByText('Please choose what it is about').waitFor();
  await june.getByLabel('I am not sure. Something feels wrong').check();
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  await june.getByRole('heading', { name: 'Thank you for telling us' }).waitFor();
  const number = /R-\d+/.exec(await june.getByText(/Your number is/).innerText())[0];
  await june.getByText('Nobody is told that it was you.').waitFor();
  await look(june, 'receipt');
  await june.getByRole('button', { name: 'Block Priya' }).click();
  await june.getByRole('button', { name: 'Cancel' }).click();
  await june.getByRole('button', { name: 'My reports' }).click();
  const card = june.getByRole('region', { name: `Number ${number}` });
  await card.getByText('I am not sure').waitFor();
  await card.getByRole('button', { name: 'Add something' }).click();
  await card.getByLabel('What would you like to add?').fill('It was the second time.');
  await look(june, 'reports');
  await card.getByRole('button', { name: 'Send' }).click();
  await june.getByText('Added. Thank you.').waitFor();
  await message(priya, 'ashamed').waitFor();
  assert.doesNotMatch(await priya.locator('main').innerText(), /report/i);
});

test('from the options of a message the report is about that message', async () => {
  const june = await house.as('june', WIDE);
  await openTalk(june, 'Priya');
  await message(june, 'ashamed').getByRole('button', { name: /^Options for/ }).click();
  await june.locator('.options').getByRole('button', { name: 'Something’s not right' }).click();
  await june.locator('.quoted-line', { hasText: 'Priya: “You should be ashamed of yourself”' })
    .waitFor();
  await june.getByLabel('It was unkind').check();
  await june.keyboard.press('Tab');
  await june.keyboard.type('Twice now.');
  await june.keyboard.press('Tab');
  await june.keyboard.press('Enter');
  await june.getByText('You have told us about this before.').waitFor();
  await look(june, 'receipt-wide');
});

test('a person can be reported from the list of who is here', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await june.getByRole('button', { name: 'Who is here' }).click();
  await june.getByRole('button', { name: 'Something’s not right Priya' }).click();
  await june.locator('.quoted-line', { hasText: 'Priya, not one message' }).waitFor();
  await june.getByLabel('I am worried about somebody').check();
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  await june.getByRole('heading', { name: 'Thank you for telling us' }).waitFor();
});

test('despair reaches the buddy unaltered, and help stands beside it on each device', async () => {
  const cry = 'I am going to kill myself tonight, I cannot do this any more';
  const ha = 'this job is killing me, ha';
  const june = await house.as('june');
  const priya = await house.as('priya', WIDE);
  await openTalk(priya, 'June');
  await openTalk(june, 'Priya');
  await write(june, ha);
  await isSent(june, ha);
  await write(june, cry);
  await isSent(june, cry);
  const card = message(june, cry).getByRole('region', { name: 'That sounds very hard' });
  await card.getByRole('link', { name: '116 123' }).waitFor();
  await card.getByText('Your message has gone out just as you wrote it.').waitFor();
  assert.doesNotMatch(await card.innerText(), /report/i);
  const crisis = { name: 'That sounds very hard' };
  assert.equal(await message(june, ha).getByRole('region', crisis).count(), 0);
  await card.scrollIntoViewIfNeeded();
  await look(june, 'help-card');
  await message(priya, cry).waitFor();
  assert.equal(await message(priya, cry).locator('.help-card').count(), 0);

  const phone = await house.asOnNewDevice('june', WIDE);
  await openTalk(phone, 'Priya');
  await message(phone, cry).getByRole('region', { name: 'That sounds very hard' }).waitFor();
  await look(phone, 'help-card-wide');

  await card.getByRole('button', { name: 'Close this' }).click();
  await card.waitFor({ state: 'detached' });
  await june.reload();
  await message(june, cry).waitFor();
  await june.getByRole('button', { name: 'I need more help' }).waitFor();
  assert.equal(await message(june, cry).locator('.help-card').count(), 0, 'closed stays closed');
});

test('of a child who hurts her the buddy reads how to answer, each beside the same words', async () => {
  const hurt = 'she broke my glasses and my cheek is swollen. 12 years old and stronger than me now';
  const june = await house.as('june');
  const priya = await house.as('priya', WIDE);
  await openTalk(priya, 'June');
  await openTalk(june, 'Priya');
  await write(june, hurt);
  await isSent(june, hurt);
  await message(june, hurt).getByRole('region', { name: 'You are not the only one' }).waitFor();
  const card = message(priya, hurt)
    .getByRole('region', { name: 'This can be hard to tell somebody' });
  await card.getByText('Thank them for telling you', { exact: false }).waitFor();
  await card.getByText('Only you see this, as their buddy', { exact: false }).waitFor();
  assert.doesNotMatch(await card.innerText(), /report|your message/i);
  await card.scrollIntoViewIfNeeded();
  await look(priya, 'help-card-buddy');
});

test('who asks for money reads a hint, without numbers to ring, and nobody else does', async () => {
  const asks = 'could you lend me £60 till tuesday. dont tell the coordinator please';
  const june = await house.as('june');
  const priya = await house.as('priya', WIDE);
  await openTalk(priya, 'June');
  await openTalk(june, 'Priya');
  await write(june, asks);
  await isSent(june, asks);
  const card = message(june, asks).getByRole('region', { name: 'A word before you go on' });
  await card.getByText('nobody has to keep a secret', { exact: false }).waitFor();
  assert.equal(await card.getByRole('link').count(), 0);
  await card.scrollIntoViewIfNeeded();
  await look(june, 'help-card-hint');
  await message(priya, asks).waitFor();
  assert.equal(await message(priya, asks).locator('.help-card').count(), 0);
});

test('somebody of the team can be asked to get in touch, and it has a number', async () => {
  const june = await house.as('june');
  await june.getByRole('link', { name: 'More help' }).click();
  await june.getByRole('button', { name: 'Ask somebody to get in touch' }).click();
  await june.getByLabel(/What is it about\?/).fill('Please ring me on Tuesday morning.');
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  const number = await june.getByText(/Your number is/).innerText();
  await look(june, 'help-asked');
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('button', { name: 'My reports' }).click();
  await june.getByText(/Number \S+/.exec(number.replace('Your number is', 'Number')
    .replace(/\.$/, ''))[0]).waitFor();
  await june.getByText('We have it.').first().waitFor();
});

const GROUP = 'Grandparents North';

test('a newcomer reads what was agreed before she writes, and may have another name', async () => {
  const priya = await house.as('priya');
  const june = await house.as('june', WIDE);
  await priya.getByRole('button', { name: `Join ${GROUP}` }).click();
  await priya.getByRole('heading', { name: 'What we agreed in this group' }).waitFor();
  assert.equal(await priya.getByLabel(/^Write to/).count(), 0);
  await look(priya, 'agreement');
  await priya.getByLabel('Another name in this group, if you like').fill('Robin');
  await priya.getByRole('button', { name: 'I agree' }).click();
  await priya.getByLabel(`Write to ${GROUP}`).waitFor();
  await write(priya, 'Hello from me');
  await isSent(priya, 'Hello from me');
  await openTalk(june, GROUP);
  const hello = message(june, 'Hello from me');
  await hello.getByText('Robin').first().waitFor({ state: 'attached' });
  assert.doesNotMatch(await hello.innerText(), /Priya/);
  await look(june, 'group-wide');
});

test('leaving a group for a while tells nobody, and coming back is one tap', async () => {
  const june = await house.as('june');
  await openTalk(june, GROUP);
  await look(june, 'group');
  await june.getByRole('button', { name: 'What we agreed' }).click();
  await june.locator('.agreement li').first().waitFor();
  await june.getByRole('link', { name: 'About this group' }).click();
  await june.getByRole('heading', { name: `About ${GROUP}` }).waitFor();
  await look(june, 'group-about');
  await june.getByRole('button', { name: 'Leave for a while' }).click();
  await june.getByRole('button', { name: 'Come back' }).waitFor();
  await june.getByRole('button', { name: 'Back', exact: true }).click();
  await june.getByRole('region', { name: 'About this group' })
    .getByText('You have left for a while. Nobody was told.').waitFor();
  await june.getByRole('button', { name: 'Come back' }).click();
  await june.getByRole('button', { name: 'Come back' }).waitFor({ state: 'detached' });
  assert.equal(await june.getByText('June has left').count(), 0);
});

test('hard words lie under a cover until the reader opens them', async () => {
  const june = await house.as('june');
  const priya = await house.as('priya');
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
  await june.getByLabel('Write to Priya').fill('The funeral was so small.');
  await june.getByRole('button', { name: 'Put a cover on it' }).click();
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  await june.getByText('Please write on the cover what it is about').waitFor();
  await june.getByLabel(/^What is it about\?/).fill('a funeral');
  await look(june, 'cover-writing');
  await june.getByRole('button', { name: 'Send', exact: true }).click();
  await isSent(june, 'The funeral was so small.');
  const covered = message(priya, 'Under a cover: a funeral');
  await covered.waitFor();
  assert.doesNotMatch(await priya.locator('body').innerText(), /so small/);
  assert.doesNotMatch(
    (await priya.evaluate(() => window.heard)).join(' '), /so small/, 'nor is it spoken');
  await look(priya, 'cover');
  await covered.getByRole('button', { name: 'Show it' }).press('Enter');
  await covered.getByText('The funeral was so small.').waitFor();
  await covered.getByRole('button', { name: 'Cover it again' }).click();
  await covered.getByText('The funeral was so small.').waitFor({ state: 'detached' });
});
