// Two people talk in two windows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSent, message, openOptions, openTalk, standsOnce, write } from './browser.js';
import { openHouse } from './house.js';

const house = openHouse();

async function both() {
  const june = await house.as('june');
  const priya = await house.as('priya');
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
  return { june, priya };
}

test('what one writes the other reads, once, in both windows', async () => {
  const { june, priya } = await both();
  await write(june, 'Good morning, Priya. The kettle is on.');
  await isSent(june, 'The kettle is on.');
  await standsOnce(priya, 'The kettle is on.');
  await write(priya, 'Morning, June. Milk and one sugar for me.');
  await standsOnce(june, 'Milk and one sugar');
  await standsOnce(june, 'The kettle is on.');
});

test('the screen reader hears a new message once, from one polite voice', async () => {
  const { june, priya } = await both();
  await june.bringToFront();
  const voice = june.locator('[aria-live="polite"]');
  assert.equal(await voice.count(), 1);
  await write(priya, 'Listen to this.');
  await voice.getByText('Priya: Listen to this.').waitFor();
  assert.equal(await june.getByRole('log').getAttribute('aria-live'), 'off');
});

test('one sees that the other is writing', async () => {
  const { june, priya } = await both();
  // At the speed of a person: what is said too soon after another sign is not passed on.
  await Promise.all([
    june.getByText('Priya is writing …').waitFor(),
    priya.getByLabel('Write to June').pressSequentially('Let me think about it', { delay: 200 }),
  ]);
  await priya.getByRole('button', { name: 'Send', exact: true }).click();
  await june.getByText('Priya is writing …').waitFor({ state: 'detached' });
});

test('a sign stands below the message in words, and can be taken back', async () => {
  const { june, priya } = await both();
  await write(june, 'She called me Nana today.');
  await openOptions(priya, 'She called me Nana');
  await priya.getByRole('button', { name: 'Heart' }).click();
  await message(june, 'She called me Nana').getByText('Heart from Priya').waitFor();
  await openOptions(priya, 'She called me Nana');
  await priya.getByRole('button', { name: 'Heart', pressed: true }).click();
  await message(june, 'She called me Nana').getByText('Heart from Priya')
    .waitFor({ state: 'detached' });
});

test('an answer shows what it answers', async () => {
  const { june, priya } = await both();
  await write(june, 'How do you do bedtime?');
  await openOptions(priya, 'How do you do bedtime?');
  await priya.getByRole('button', { name: 'Answer', exact: true }).click();
  await priya.locator('.above').getByText('“').waitFor();
  await write(priya, 'With a song, always the same.');
  await message(june, 'With a song').getByText('How do you do bedtime?').waitFor();
});

test('an own message can be changed and, asked once, removed', async () => {
  const { june, priya } = await both();
  await write(june, 'See you on Thrusday.');
  await isSent(june, 'See you on Thrusday.');
  await openOptions(june, 'See you on Thrusday.');
  await june.getByRole('button', { name: 'Change', exact: true }).click();
  await june.getByLabel('Changing your message').fill('See you on Thursday.');
  await june.getByRole('button', { name: 'Save' }).click();
  await message(priya, 'See you on Thursday.').getByText('changed').waitFor();
  await openOptions(june, 'See you on Thursday.');
  await june.getByRole('button', { name: 'Remove', exact: true }).click();
  await june.getByRole('button', { name: 'Yes, remove it' }).click();
  await message(priya, 'See you on Thursday.').waitFor({ state: 'detached' });
  await priya.getByText('This message was removed.').last().waitFor();
  await june.getByText('You removed this message.').last().waitFor();
});

test('what is new is said in words in the list, and reading it clears it', async () => {
  const { june, priya } = await both();
  await june.getByRole('button', { name: 'Back' }).click();
  const row = june.getByRole('link', { name: 'Priya' });
  await row.getByText('Nothing new').waitFor();
  await write(priya, 'One more thing.');
  await row.getByText('1 new message').waitFor();
  await june.bringToFront();
  await row.click();
  await message(june, 'One more thing.').waitFor();
  await june.getByRole('button', { name: 'Back' }).click();
  await june.getByRole('link', { name: 'Priya' }).getByText('Nothing new').waitFor();
});

test('earlier messages come when one scrolls up, and the place is kept', async () => {
  const { june, priya } = await both();
  for (let i = 1; i <= 45; i += 1) {
    await write(priya, `Story ${i}.`);
  }
  await message(june, 'Story 45.').waitFor();
  await june.reload();
  await message(june, 'Story 45.').waitFor();
  const before = await june.evaluate(() => {
    document.scrollingElement.scrollTop = 300;
    const items = [...document.querySelectorAll('.message')];
    const first = items.find((item) => item.getBoundingClientRect().top > 250);
    return {
      seq: first.dataset.seq, top: first.getBoundingClientRect().top, count: items.length };
  });
  await june.waitForFunction(
    (count) => document.querySelectorAll('.message').length > count, before.count);
  const now = await june.evaluate((seq) => document.querySelector(`[data-seq="${seq}"]`)
    .getBoundingClientRect().top, before.seq);
  assert.ok(Math.abs(now - before.top) < 3, `moved by ${now - before.top} px`);
});

test('turning the phone keeps the place one was at', async () => {
  const { june } = await both();
  const seq = await june.evaluate(async () => {
    const items = [...document.querySelectorAll('.message')];
    const middle = items[Math.floor(items.length / 2)];
    const scrolled = new Promise((resolve) => addEventListener('scroll', resolve, { once: true }));
    document.scrollingElement.scrollTop += middle.getBoundingClientRect().top - 250;
    await scrolled;
    return items.find((item) => item.getBoundingClientRect().top > 180).dataset.seq;
  });
  const place = () => june.evaluate((wanted) => {
    const { top } = document.querySelector(`[data-seq="${wanted}"]`).getBoundingClientRect();
    return { top, height: innerHeight };
  }, seq);
  for (const [width, height] of [[740, 360], [360, 740]]) {
    await june.setViewportSize({ width, height });
    await june.waitForFunction((wide) => innerWidth === wide, width);
    await june.evaluate(() => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve)); // laid out and drawn
    }));
    const now = await place();
    assert.ok(now.top > 0 && now.top < now.height, `at ${now.top} of ${now.height} px`);
  }
});
