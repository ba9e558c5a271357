// Looking for words: from the list of conversations and from one of them, by keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, isSent, openTalk, write } from './browser.js';
import { openHouse } from './house.js';

const house = openHouse();
const cards = (page) => page.locator('.found > li');

test('what was said long ago is found again, with what was said around it', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await write(june, 'The Café by the river, do you know it?');
  await write(june, 'They have a high chair.');
  await isSent(june, 'They have a high chair.');
  await june.getByRole('button', { name: 'Back' }).click();
  await june.getByRole('button', { name: 'Look for words' }).click();
  await june.getByLabel('Words to look for').fill('cafe RIVER');
  await june.keyboard.press('Enter');
  await june.getByText('One message was found. That is all.').first().waitFor();
  assert.equal(await cards(june).count(), 1);
  await cards(june).getByText('Priya').first().waitFor();
  await cards(june).getByText('The Café by the river').waitFor();
  await cards(june).getByRole('button', { name: 'Show what was said around it' }).click();
  await cards(june).getByText('They have a high chair.').waitFor();
  await assertAccessible(june, 'what was found');
});

test('nothing found is said in words, and nothing of the search stays behind', async () => {
  const june = await house.as('june');
  await june.getByRole('button', { name: 'Look for words' }).click();
  await june.getByLabel('Words to look for').fill('xylophone');
  await june.getByRole('button', { name: 'Look', exact: true }).click();
  await june.getByText('Nothing was found.').first().waitFor();
  await june.getByRole('button', { name: 'Back' }).click();
  await june.getByRole('button', { name: 'Look for words' }).click();
  assert.equal(await june.getByText('Nothing was found.', { exact: false })
    .and(june.locator('.quiet')).count(), 0);
});

test('one conversation alone can be looked through', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await write(june, 'Only Priya knows the word marmalade.');
  await isSent(june, 'marmalade');
  await june.getByRole('button', { name: /Who is here|Who/ }).first().click();
  await june.getByRole('button', { name: 'Look for words here' }).click();
  await june.getByRole('heading', { name: /Look for words in “Priya”/ }).waitFor();
  await june.getByLabel('Words to look for').fill('marmal');
  await june.keyboard.press('Enter');
  await june.getByText('One message was found.').first().waitFor();
});
