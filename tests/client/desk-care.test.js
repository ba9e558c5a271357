// What the desk does to look after people: ban and refuse pairs, approve all that is left, hold
// somebody, part two people for good, and what the safeguarding lead has that others do not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSideways, countIs, screenshot } from './browser.js';
import {
  details, goToRow, hears, openDesk, pairsOf, rowOf, runsMatching, seesNewRun,
} from './desk-steps.js';
import { openHouse } from './house.js';

const WIDTHS = [360, 1280];
const WIDE = { viewport: { width: 1280, height: 800 } };

const house = openHouse({ options: WIDE });

/** The page as it is now, narrow and wide. */
async function looks(page, view) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await screenshot(page, `${view}-${width}`);
    await assertAccessible(page, `${view}, ${width}`);
    await assertNoSideways(page, `${view}, ${width}`);
  }
}

/** Asks what a lock or a ban costs, sees the price, and says yes to it. */
async function rules(page, pair, { letter, yes, view }) {
  await goToRow(page, pair);
  await page.keyboard.press(letter);
  await page.getByRole('button', { name: 'See what it costs' }).click();
  await page.locator('.price').waitFor();
  await looks(page, view);
  await page.getByRole('button', { name: yes }).click();
  await seesNewRun(page);
}

function rowAround(page, pair) {
  return rowOf(page, pair).locator('xpath=ancestor::tr');
}

async function goesToStory(page, name) {
  await openDesk(page, 'Supporters');
  await goToRow(page, name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'See their story' }).click();
}

async function opensStory(page, name) {
  await goesToStory(page, name);
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** A lead looks after no area: she says why she looks. */
async function opensStoryWithReason(page, name) {
  await goesToStory(page, name);
  await page.getByRole('button', { name: 'Open their page' }).click();
  await page.getByText('Please write down why.').waitFor();
  await looks(page, 'desk-lead-reason');
  await page.getByLabel('Why do you need to look?').fill('A worry told by phone');
  await page.getByRole('button', { name: 'Open their page' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

test('a pair is locked, another is forbidden, and neither comes undone', async () => {
  const page = await house.as('amara');
  await runsMatching(page);
  const [kept, banned] = await pairsOf(page);
  await rules(page, kept, {
    letter: 'l', yes: 'Yes, lock it and match again', view: 'desk-lock' });
  await rowAround(page, kept).getByText('Locked').waitFor();
  await rules(page, banned, {
    letter: 'f', yes: 'Yes, forbid it and match again', view: 'desk-forbid' });
  await rowAround(page, kept).getByText('Locked').waitFor();
  await rowOf(page, banned).waitFor({ state: 'detached' });
});

test('a pair is refused, the others are approved all at once', async () => {
  const page = await house.as('amara');
  await runsMatching(page);
  const pairs = await pairsOf(page);
  assert.ok(pairs.length >= 3, `three pairs are proposed: ${pairs}`);
  await goToRow(page, pairs[0]);
  await page.keyboard.press('n');
  const form = page.getByRole('form', { name: /^Take this pair off the table/ });
  await form.waitFor();
  await looks(page, 'desk-reject');
  await form.getByRole('button', { name: 'Yes, not this pair' }).click();
  await hears(page, `${pairs[0]}: taken off the table.`);
  await rowAround(page, pairs[0]).getByText('Not this pair').first().waitFor();

  const left = pairs.length - 1;
  await page.getByRole('button', { name: `Approve all ${left}` }).click();
  await page.getByRole('button', { name: `Yes, offer all ${left}` }).waitFor();
  await looks(page, 'desk-approve-all');
  await page.getByRole('button', { name: `Yes, offer all ${left}` }).click();
  await hears(page, /pairs? offered\./);
  const refused = await page.getByText('These could not be offered:').locator('..')
    .getByRole('listitem').count();
  await rowAround(page, pairs.at(-1)).waitFor();
  const approved = page.locator('td.state').filter({ hasText: 'Approved' });
  assert.ok(left > refused, 'at least one was offered');
  await countIs(approved, left - refused);
  await looks(page, 'desk-approved');
});

test('a coordinator holds somebody; only the safeguarding lead lets her go on', async () => {
  const page = await house.as('amara');
  await openDesk(page, 'Supporters');
  await goToRow(page, 'Len');
  await page.keyboard.press('h');
  await page.getByRole('form', { name: /^Place Len on hold/ }).waitFor();
  await looks(page, 'desk-hold');
  await page.getByRole('button', { name: 'Yes, place on hold' }).click();
  await hears(page, 'Len is on hold.');
  await rowAround(page, 'Len').getByText('On hold').waitFor();
  await countIs(page.getByRole('button', { name: 'Lift the hold' }), 0);

  const ruth = await house.as('ruth');
  await openDesk(ruth, 'Supporters');
  await goToRow(ruth, 'Len');
  await ruth.keyboard.press('Enter');
  await looks(ruth, 'desk-lead-supporters');
  await countIs(ruth.getByRole('button', { name: 'Record readiness' }), 0);
  await ruth.getByRole('button', { name: 'Lift the hold' }).click();
  await hears(ruth, 'Len is no longer on hold.');
  await openDesk(page, 'Waiting');
  await openDesk(page, 'Supporters');
  await rowAround(page, 'Len').getByText('On hold').waitFor({ state: 'detached' });
});

test('two people are parted, which only the safeguarding lead takes back', async () => {
  const page = await house.as('amara');
  await openDesk(page, 'Supporters');
  await goToRow(page, 'Priya');
  await page.keyboard.press('n');
  await page.getByLabel('With whom', { exact: true }).locator('option', { hasText: 'Dorothy' })
    .waitFor({ state: 'attached' });
  await looks(page, 'desk-no-contact');
  await page.getByRole('button', { name: 'Yes, no contact' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('With whom', { exact: true }).selectOption({ label: 'Dorothy' });
  await page.getByRole('button', { name: 'Yes, no contact' }).click();
  await hears(page, 'Written down: no contact between the two.');
  await opensStory(page, 'Priya');
  await page.getByText('No contact with Dorothy').waitFor();
  const again = { name: 'Allow contact with Dorothy again' };
  await countIs(page.getByRole('button', again), 0);

  const ruth = await house.as('ruth');
  await opensStoryWithReason(ruth, 'Priya');
  await ruth.getByText('No contact with Dorothy').waitFor();
  await looks(ruth, 'desk-lead-story');
  await ruth.getByRole('button', again).click();
  await hears(ruth, 'The two may be in contact again.');
  await ruth.getByText('No contact with Dorothy').waitFor({ state: 'detached' });
});

test('the safeguarding lead sees who waits and what is proposed, and changes no pair', async () => {
  const page = await house.as('ruth');
  await openDesk(page, 'Waiting');
  await page.getByText('Coordinators of the area make the changes.').waitFor();
  await page.locator('[data-row]').first().waitFor();
  await countIs(page.getByRole('button', { name: 'Refer a carer' }), 0);
  await looks(page, 'desk-lead-waiting');
  await openDesk(page, 'Matching');
  const pairs = await pairsOf(page);
  await goToRow(page, pairs[0]);
  await page.keyboard.press('l');
  await page.keyboard.press('Enter');
  await details(page).getByText('Why these two').waitFor();
  for (const name of ['Approve', 'Lock', 'Swap', /^Approve all/]) {
    await countIs(page.getByRole('button', { name, exact: true }), 0);
  }
  await looks(page, 'desk-lead-matching');
});

test('the safeguarding lead lets somebody support who is in court herself', async () => {
  const ruth = await house.as('ruth');
  await opensStoryWithReason(ruth, 'Priya');
  await ruth.getByRole('button', { name: 'We have talked it over: they may support others' }).click();
  await hears(ruth, 'Priya may support others during that time.');
  const page = await house.as('amara');
  await opensStory(page, 'Priya');
  await page.getByText('A safeguarding lead has talked it over with them.').waitFor();
  const turnBack = { name: 'They should not support others during that time' };
  await countIs(page.getByRole('button', turnBack), 0); // not hers to take back
  await ruth.getByRole('button', turnBack).click();
  await hears(ruth, 'Nobody is matched with Priya during that time.');
});

test('a relative is kept as a code for somebody who told it', async () => {
  const page = await house.as('amara');
  await opensStory(page, 'Len');
  await page.getByRole('button', { name: 'Add a relative' }).click();
  const form = page.getByRole('form', { name: 'Add a relative' });
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('Please write a name.').waitFor();
  await form.getByLabel('Name').fill('Mary Moss');
  await form.getByLabel('Year of birth').fill('1986');
  await looks(page, 'desk-check');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await hears(page, 'Kept as a code. The words are gone. 1 entry of this kind.');
  await form.waitFor({ state: 'detached' });
  await countIs(page.getByText('Mary Moss'), 0);
});

test('staff without a conversation read no words for carers', async () => {
  const page = await house.as('ruth');
  await page.getByText('Nothing here yet. Groups you look after').waitFor();
  assert.equal(await page.getByText(/project worker/).count(), 0);
});

test('two areas are set side by side, and apart again', async () => {
  const page = await house.as('amara');
  await openDesk(page, 'People');
  const card = page.locator('section', {
    has: page.getByRole('heading', { name: 'Areas side by side' }) }).last();
  const save = card.getByRole('button', { name: 'Save' });
  await card.getByLabel('The other area').selectOption({ label: 'North' });
  await save.click();
  await card.getByText('Please choose two different areas.').waitFor();
  await looks(page, 'desk-neighbours');
  await card.getByLabel('The other area').selectOption({ label: 'South' });
  await card.getByLabel('They are').selectOption({ label: 'not side by side' });
  await save.click();
  await hears(page, 'North and South are not side by side.');
  await card.getByText('No areas lie side by side yet.').waitFor();
  await card.getByLabel('They are').selectOption({ label: 'side by side' });
  await save.click();
  await hears(page, 'North and South are side by side.');
  await card.getByRole('listitem').filter({ hasText: 'North and South' }).waitFor();
});
