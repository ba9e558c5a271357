// A copy of one's own data: made and saved by keyboard, and read as a page of its own.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { assertAccessible, isSent, openTalk, write } from './browser.js';
import { openHouse } from './house.js';

const house = openHouse();

async function saved(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('button', { name }).press('Enter')]);
  return { name: download.suggestedFilename(), file: await download.path() };
}

test('all that is kept about oneself is saved as two files', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await write(june, 'Keep <b>this</b> one & that');
  await isSent(june, 'Keep <b>this</b>');
  await june.getByRole('button', { name: 'Back' }).click();
  await june.getByRole('navigation').getByText('Me', { exact: true }).first().click();
  await june.getByRole('button', { name: 'A copy of my data' }).press('Enter');
  await june.getByRole('heading', { name: 'A copy of my data' }).waitFor();
  await june.getByRole('button', { name: 'Make my copy' }).press('Enter');
  await june.getByText(/Your copy is ready, with \d+ messages/).first().waitFor();
  await assertAccessible(june, 'the copy that is ready');
  const data = await saved(june, 'Save for another program');
  assert.equal(data.name, 'my-data.json');
  const { parts } = JSON.parse(fs.readFileSync(data.file, 'utf8'));
  const texts = parts.filter(({ part }) => part === 'messages')
    .flatMap(({ rows }) => rows.map((row) => row.text));
  assert.ok(texts.includes('Keep <b>this</b> one & that'));
  const names = new Set(parts.map(({ part }) => part));
  for (const part of ['passkeys', 'second_step', 'safe_contact', 'account_notices', 'cuppas', 'groups',
    'meetings', 'blocked']) {
    assert.ok(names.has(part), part);
  }
  const shown = await saved(june, 'Save as a page to read');
  assert.equal(shown.name, 'my-data.html');
  const html = fs.readFileSync(shown.file, 'utf8');
  const reader = await june.context().newPage();
  await reader.setContent(html);
  await reader.getByText('Keep <b>this</b> one & that').waitFor();
  await reader.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  const end = reader.getByRole('heading', { name: 'We keep nothing of these' });
  const empty = await end.locator('xpath=following-sibling::ul').getByRole('listitem')
    .allTextContents();
  assert.ok(empty.includes('Your half-hours'), String(empty));
  assert.equal(await reader.getByRole('heading', { name: 'Your half-hours' }).count(), 0);
  assert.ok(html.includes('bedtime took two hours') && !html.includes('eats everything in my'),
    'what she wrote, and not what the other one did');
  await reader.close();
});
