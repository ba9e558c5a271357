// Deleting one's account by keyboard: the plan, the password, the question, coming back.

import { test } from 'node:test';
import { assertAccessible, openTalk, write, isSent } from './browser.js';
import { openHouse } from './house.js';
import { focusIs } from './keys.js';

const house = openHouse();
const PASSWORD = 'three quiet rivers';

async function opens(page) {
  await page.getByRole('navigation').getByText('Me', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Delete my account' }).press('Enter');
  await page.getByRole('heading', { name: 'Delete my account', level: 1 }).waitFor();
}

test('an account is deleted after its plan was shown, and kept after all', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await write(june, 'Something of mine');
  await isSent(june, 'Something of mine');
  await june.getByRole('button', { name: 'Back' }).click();
  await opens(june);
  await june.getByRole('heading', { name: 'At once' }).waitFor();
  await june.getByText('Nobody new is introduced to you.').waitFor();
  await june.getByText('What other people wrote to you is theirs.').waitFor();
  await june.getByText('We cannot say if there is such a record').waitFor();
  await assertAccessible(june, 'the plan');
  const ask = june.locator('form.erase');
  await ask.getByRole('button', { name: 'Delete my account' }).press('Enter');
  await june.getByText('That is not the password you sign in with.').waitFor();
  await june.getByLabel('Your password', { exact: true }).fill('no');
  await june.keyboard.press('Enter');
  await june.getByRole('group', { name: /^Delete your account\?/ }).waitFor();
  await june.getByRole('button', { name: 'Yes, delete it' }).press('Enter');
  await june.getByText('That is not the password you sign in with.').waitFor();
  await focusIs(june, /^Your password/);
  await june.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await june.keyboard.press('Enter');
  const question = june.getByRole('group', { name: /^Delete your account\?/ });
  await question.waitFor();
  await june.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await ask.getByRole('button', { name: 'Delete my account' }).press('Enter');
  await june.getByRole('button', { name: 'Yes, delete it' }).press('Enter');
  await june.getByText(/You asked us to delete your account/).waitFor();
  await assertAccessible(june, 'an account that is being deleted');
  await june.getByRole('button', { name: 'Keep my account' }).press('Enter');
  await june.getByRole('heading', { name: 'At once' }).waitFor();
});

test('an account that is being deleted is kept from one\'s own page', async () => {
  const mo = await house.person('mo');
  await mo.call('account.erase', { password: PASSWORD });
  const page = await house.as('mo');
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await page.getByRole('heading', { name: 'Your account is being deleted.' }).waitFor();
  await assertAccessible(page, 'her own page while it is being deleted');
  await page.getByRole('button', { name: 'Keep my account' }).press('Enter');
  await page.getByRole('heading', { name: 'Your account is being deleted.' })
    .waitFor({ state: 'detached' });
  await focusIs(page, /^Hello/);
});
