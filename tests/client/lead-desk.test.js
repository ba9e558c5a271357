// The pages of the desk about safety: private talk that two people open, small notes, rules of
// words of risk, accounts, the service; and how June is told of messages.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { until } from '../lib/wait.js';
import {
  assertAccessible, assertNoSideways, noProblems, openBrowser, openServer, screenshot, windowOf,
} from './browser.js';
import { details, goToRow, hears, openDesk, rowOf } from './desk-steps.js';
import { focusIs, tabTo } from './keys.js';

const WIDE = { viewport: { width: 1280, height: 800 } };
const LOOKS = [
  { name: '360', width: 360 }, { name: '1280', width: 1280 },
  { name: '360-dark', width: 360, colorScheme: 'dark' },
  { name: '360-forced', width: 360, forcedColors: 'active' },
];
const DESPAIR = 'I have the tablets ready. I am going to kill myself tonight.';

let server;
let browser;
const pages = [];
const people = new Map();

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  people.forEach((one) => one.close());
  await server?.stop();
});

afterEach(async () => {
  for (const page of pages.splice(0)) {
    noProblems(page);
    await page.context().close();
  }
});

async function as(handle) {
  const page = await windowOf(browser, server, handle, WIDE);
  pages.push(page);
  return page;
}

/** Somebody without a window. */
async function person(handle) {
  if (!people.has(handle)) {
    const http = new Http(server.url);
    await http.call('session.start', { handle, password: DEMO_PASSWORD });
    people.set(handle, http);
  }
  return people.get(handle);
}

async function looks(page, view) {
  for (const { name, width, colorScheme = 'light', forcedColors = 'none' } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, forcedColors });
    await page.evaluate(() => scrollTo(0, 0)); // the bar stands on top
    await screenshot(page, `lead-${view}-${name}`, { fullPage: true });
    await assertAccessible(page, `${view}, ${name}`);
    await assertNoSideways(page, `${view}, ${name}`);
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.setViewportSize(WIDE.viewport);
}

async function openSafety(page, name) {
  await openDesk(page, 'Safety');
  await page.getByRole('navigation', { name: 'Safety' })
    .getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function pairOf(handle) {
  const { conversations } = await (await person(handle)).call('conversation.list');
  return conversations.find((one) => one.kind === 'pair').id;
}

async function riskCases() {
  const { cases } = await (await person('ruth')).call('cases.list');
  return cases.filter((one) => one.kind === 'risk');
}

/** June writes something that has to be looked at: the case that it opens. */
async function despairs(text = DESPAIR) {
  const conversation = await pairOf('june');
  const before = new Set((await riskCases()).map((one) => one.case));
  await (await person('june')).call(
    'message.send', { conversation, cid: crypto.randomUUID(), text });
  return until('a case', async () => (await riskCases()).find((one) => !before.has(one.case)));
}

/** From the case, by keyboard into its row, to the form that asks for the talk around it. */
async function asksFor(page, { number }) {
  await openDesk(page, 'Reports');
  await goToRow(page, number);
  await page.keyboard.press('Enter');
  await details(page).getByRole('button', { name: 'Ask to open this talk' }).click();
  const form = page.getByRole('form', { name: `Ask to open the talk of ${number}` });
  await form.getByLabel('For what').and(page.locator(':focus')).waitFor();
  return form;
}

function talkRow(page) {
  return rowOf(page, 'Talk of').first();
}

test('a private talk is opened by two people, read, and its people know', async () => {
  const found = await despairs();
  const ruth = await as('ruth');
  const form = await asksFor(ruth, found);
  await form.getByRole('button', { name: 'Ask a second person' }).click();
  await form.getByText('Please say why, in a few words.').waitFor();
  await form.getByLabel('Why it has to be opened').fill('June wrote of a plan for tonight.');
  await looks(ruth, 'opening-ask');
  await form.getByRole('button', { name: 'Ask a second person' }).click();
  await hears(ruth, 'Asked. You can read it once a second person has agreed.');
  await goToRow(ruth, 'Talk of');
  await ruth.keyboard.press('a');
  await details(ruth).getByText('You asked for this, so you cannot agree').waitFor();
  assert.equal(await details(ruth).getByRole('button').count(), 0, 'nothing to press for her own');
  await looks(ruth, 'opening-own');

  const admin = await as('admin');
  await openSafety(admin, 'Opened talk');
  await goToRow(admin, 'Talk of');
  await admin.keyboard.press('a');
  const decide = admin.getByRole('form', { name: 'Do you agree that this talk is read?' });
  await details(admin).getByText('June wrote of a plan for tonight.').waitFor();
  assert.equal(await admin.getByText(DESPAIR).count(), 0, 'who agrees reads nothing of the talk');
  await looks(admin, 'opening-decide');
  await decide.getByRole('button', { name: 'Decide' }).click();
  await hears(admin, 'Agreed. It may be read for a day.');
  await admin.getByRole('button', { name: 'Agree or refuse' }).waitFor({ state: 'detached' });

  await details(ruth).getByRole('button', { name: 'Read it' }).waitFor();
  await talkRow(ruth).focus();
  await ruth.keyboard.press('r');
  await ruth.getByText('The people of this talk are then told.').waitFor();
  const { openings: before } = await (await person('june')).call('openings.mine');
  assert.deepEqual(before, [], 'nothing is read yet');
  await tabTo(ruth, /^Yes, read it now/);
  await ruth.keyboard.press('Enter');
  await ruth.getByText('You are reading private talk. Each reading is written down.').waitFor();
  await focusIs(ruth, 'What was said');
  await ruth.locator('.opened').getByText(DESPAIR).waitFor();
  await ruth.locator('.opened').getByText(/^June, /).last().waitFor();
  await looks(ruth, 'opening-read');
  await ruth.getByRole('button', { name: 'Close it' }).click();
  assert.equal(await ruth.getByText(DESPAIR).count(), 0, 'nothing of it lies about');

  const june = await as('june');
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('button', { name: /who has read my talk/ }).click();
  await june.getByText(/^Your conversation with Priya was opened and read on/).waitFor();
  await june.getByText('The reason: somebody may have been in danger.').waitFor();
  await looks(june, 'opening-mine');
});

test('who refuses says why; who is not told yet is told in the end', async () => {
  const found = await despairs('I took the pills with me. I will end it all tomorrow.');
  const june = await person('june');
  const admin = await person('admin');
  const told = async () => (await june.call('openings.mine')).openings.length;
  const toldBefore = await told();
  const ruth = await as('ruth');
  const form = await asksFor(ruth, found);
  await form.getByLabel('Why it has to be opened').fill('To see how it began.');
  await form.getByLabel('How much of it').selectOption({ label: 'All of it, up to now' });
  await form.getByLabel('Do not tell them yet').check();
  await form.getByLabel('Why they are not told yet').fill('The police have asked for it.');
  await looks(ruth, 'opening-ask-silent');
  await form.getByRole('button', { name: 'Ask a second person' }).click();
  await hears(ruth, 'Asked.');
  const { openings } = await admin.call('openings.list');
  assert.equal(openings[0].from_seq, 1);
  await admin.call('opening.approve', { opening: openings[0].opening });
  await goToRow(ruth, 'Talk of');
  await ruth.keyboard.press('Enter');
  await details(ruth).getByText('The police have asked for it.').waitFor();
  await ruth.getByRole('button', { name: 'Read it' }).click();
  await ruth.getByText('The people of this talk are not told yet.').waitFor();
  await ruth.getByRole('button', { name: 'Yes, read it now' }).click();
  await ruth.locator('.opened').getByText('I took the pills with me.').waitFor();
  assert.equal(await told(), toldBefore, 'not told');
  await ruth.getByRole('button', { name: 'Tell them now' }).click();
  await looks(ruth, 'opening-silence');
  await ruth.getByRole('button', { name: 'Yes, tell them' }).click();
  await hears(ruth, 'They are told.');
  assert.equal(await told(), toldBefore + 1);

  await ruth.getByLabel('One of them').selectOption({ label: 'June, Carer' });
  await ruth.getByLabel('The other').selectOption({ label: 'Priya' });
  await ruth.getByRole('button', { name: 'Go on' }).click();
  const pair = ruth.getByRole('form', { name: 'Ask to open the talk of June and Priya' });
  await pair.getByText('All of it is asked for, up to now.').waitFor();
  await pair.getByLabel('Why it has to be opened').fill('Her neighbour rang about money.');
  await looks(ruth, 'opening-ask-pair');
  await pair.getByRole('button', { name: 'Ask a second person' }).click();
  await hears(ruth, 'Asked.');
  const { openings: [unnamed] } = await admin.call('openings.list');
  assert.deepEqual([unnamed.reason, unnamed.from_seq], ['Her neighbour rang about money.', 1]);

  const again = await asksFor(ruth, found);
  await again.getByLabel('Why it has to be opened').fill('To read on.');
  await again.getByRole('button', { name: 'Ask a second person' }).click();
  await hears(ruth, 'Asked.');
  const second = await as('admin');
  await openSafety(second, 'Opened talk');
  await goToRow(second, 'Talk of');
  await second.keyboard.press('a');
  await second.getByLabel('Your answer').selectOption({ label: 'I refuse' });
  await second.getByRole('button', { name: 'Decide' }).click();
  await second.getByText('Please say why, in a few words.').waitFor();
  await second.getByLabel('Why not').fill('What was read is enough.');
  await second.getByRole('button', { name: 'Decide' }).click();
  await hears(second, 'Refused. Who asked is told.');
  await talkRow(ruth).click();
  await details(ruth).getByText('What was read is enough.').waitFor();
});

test('a small note is written by a coordinator and looked at by the lead', async () => {
  const amara = await as('amara');
  await openSafety(amara, 'Small notes');
  await amara.getByText('The safeguarding lead looks at the notes each month.').waitFor();
  await amara.getByRole('button', { name: 'Write the note' }).click();
  await amara.getByText('Please choose somebody.').waitFor();
  await amara.getByLabel('About').selectOption({ label: 'Priya, Supporter' });
  await amara.getByLabel('What happened').fill('Late for a call, the second time this month.');
  await looks(amara, 'conduct-write');
  await amara.getByRole('button', { name: 'Write the note' }).click();
  await hears(amara, 'The note is written down.');
  assert.equal(await amara.getByLabel('What happened').inputValue(), '');

  const ruth = await as('ruth');
  await openSafety(ruth, 'Small notes');
  await ruth.getByText('1 note not looked at yet.').waitFor();
  await goToRow(ruth, 'Priya');
  await ruth.keyboard.press('Enter');
  await details(ruth).getByText('the second time this month').waitFor();
  await ruth.getByRole('button', { name: 'Look at the notes about Priya' }).click();
  const form = ruth.getByRole('form', { name: 'What follows from them together?' });
  await form.getByLabel('What follows').fill('Amara talks with her about her times.');
  await looks(ruth, 'conduct-review');
  await form.getByRole('button', { name: 'They have been looked at' }).click();
  await hears(ruth, 'The notes about Priya have been looked at.');
  await ruth.getByText('All have been looked at.').waitFor();
  await details(ruth).getByText('Amara talks with her about her times.').waitFor();
});

test('rules are tried out, judged in a case, and put on or only counted with a reason', async () => {
  const found = await despairs('I want to die and I have a plan for tonight.');
  const ruth = await as('ruth');
  await openSafety(ruth, 'Rules');
  await ruth.getByLabel('A message').fill('🙂 I have the tablets ready');
  await ruth.getByRole('button', { name: 'Try it' }).click();
  await ruth.getByText('It would call whoever is on call.').waitFor();
  await ruth.getByText(/R1, suicide: “.*tablets ready/).waitFor();
  await looks(ruth, 'rules-try');
  await ruth.getByLabel('A message').fill('We had a lovely walk.');
  await ruth.getByRole('button', { name: 'Try it' }).click();
  await ruth.getByText('No rule meets it. Nobody would be told.').waitFor();

  await openDesk(ruth, 'Reports');
  await goToRow(ruth, found.number);
  await ruth.keyboard.press('Enter');
  await ruth.getByRole('button', { name: 'No, a false alarm' }).click();
  await hears(ruth, 'Noted: a false alarm.');
  await looks(ruth, 'case-judge');

  await openSafety(ruth, 'Rules');
  const row = ruth.locator('tbody tr').filter({ hasText: '0 % of 1 looked at' }).first();
  await row.locator('[data-row]').click();
  await ruth.getByText('What it meets opens a case, or calls somebody.').waitFor();
  await ruth.getByRole('button', { name: 'Only count it' }).click();
  const form = ruth.getByRole('form', { name: 'Only count this rule?' });
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Please say why, in a few words.').waitFor();
  await form.getByLabel('Why').fill('It takes everyday words for something else.');
  await looks(ruth, 'rules-mode');
  await form.getByRole('button', { name: 'Save' }).click();
  await hears(ruth, 'The rule is only counted now.');
  await ruth.getByText('It is only counted: it opens no case and calls nobody.').waitFor();
});

test('June asks for mail about messages, not at night, and no other words of hers are lost', async () => {
  const june = await as('june');
  await june.setViewportSize({ width: 360, height: 740 });
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('button', { name: 'Telling me about messages' }).click();
  const mail = june.getByLabel('Send me an e-mail when there is a message');
  await mail.waitFor();
  assert.equal(await mail.isChecked(), false, 'off until she turns it on');
  await tabTo(june, /^ Send me an e-mail/);
  await june.keyboard.press('Space');
  await tabTo(june, /^Save$/);
  await june.keyboard.press('Enter');
  await june.getByText('Please write your e-mail address.').waitFor();
  await focusIs(june, 'Your e-mail address');
  await june.keyboard.type('june@example.org');
  await tabTo(june, /^ Send me nothing during these hours/);
  await june.keyboard.press('Space');
  await june.getByLabel('From', { exact: true }).fill('22:30');
  await june.getByLabel('Until', { exact: true }).fill('07:15');
  await looks(june, 'notices');
  await tabTo(june, /^Save$/);
  await june.keyboard.press('Enter');
  await hears(june, 'Saved. We send you an e-mail when there is a message.');
  const kept = await (await person('june')).call('notify.get');
  assert.deepEqual([kept.mail, kept.address, kept.quiet_from, kept.quiet_until],
    [true, 'june@example.org', 22 * 60 + 30, 7 * 60 + 15]);
  await june.getByRole('button', { name: 'Back' }).click();
  await june.getByRole('button', { name: 'Telling me about messages' }).click();
  await mail.waitFor();
  assert.equal(await mail.isChecked(), true);
  assert.equal(await june.getByLabel('From', { exact: true }).inputValue(), '22:30');
});

test('the service: deputy, numbers for a crisis, mail; accounts are paused and given back', async () => {
  const ruth = await as('ruth');
  await openSafety(ruth, 'Service');
  await ruth.getByText('Not set up: nothing leaves this way.').first().waitFor();
  await ruth.getByLabel('The deputy').selectOption({ label: 'Tom, Facilitator' });
  const deputy = ruth.locator('section', { hasText: 'Sees a concern that is about' });
  await deputy.last().getByRole('button', { name: 'Save' }).click();
  await hears(ruth, 'The deputy is named.');
  await ruth.getByText('The deputy is Tom.').waitFor();
  const tom = await as('tom');
  await openSafety(tom, 'Opened talk'); // a facilitator, who has it as the deputy only
  await openSafety(tom, 'Small notes');
  assert.equal(await tom.getByRole('button', { name: 'Write the note' }).count(), 0);
  await ruth.getByRole('button', { name: 'Add a number' }).click();
  await ruth.getByLabel('Name', { exact: true }).last().fill('Mill Lane crisis team');
  await looks(ruth, 'service');
  const numbers = ruth.locator('section', { hasText: 'They stand under “More help”' }).last();
  await numbers.getByRole('button', { name: 'Save' }).click();
  await ruth.getByText('Each needs a name and a number.').waitFor();
  await ruth.getByLabel('Number to ring').last().fill('01632 960123');
  await numbers.getByRole('button', { name: 'Save' }).click();
  await hears(ruth, 'The numbers are saved.');
  const help = await (await person('june')).call('help.get');
  assert.equal(help.numbers.at(-1).name, 'Mill Lane crisis team');

  await openSafety(ruth, 'Accounts');
  const pause = ruth.locator('section', { hasText: 'signed out everywhere' }).last();
  await pause.getByLabel('Who').selectOption({ label: 'Mo, Carer' });
  await pause.getByLabel('Why').fill('Threats in the group.');
  await looks(ruth, 'accounts');
  await pause.getByRole('button', { name: 'Pause the account' }).click();
  await hears(ruth, 'The account of Mo is paused.');
  const restore = ruth.locator('section', { hasText: 'They can sign in again.' }).last();
  await restore.getByLabel('Who').selectOption({ label: 'Mo, Carer' });
  await restore.getByRole('button', { name: 'Give it back' }).click();
  await hears(ruth, 'Mo can sign in again.');
  await ruth.getByLabel('One of them').selectOption({ label: 'Mo, Carer' });
  await ruth.getByLabel('The other').selectOption({ label: 'Dorothy, Carer' });
  await ruth.getByRole('button', { name: 'Allow contact again' }).click();
  await ruth.getByText('These two are not kept apart.').waitFor();
  await ruth.getByRole('button', { name: 'Keep them apart' }).click();
  await hears(ruth, 'Mo and Dorothy are kept apart.');
  await ruth.getByLabel('One of them').selectOption({ label: 'Mo, Carer' });
  await ruth.getByLabel('The other').selectOption({ label: 'Admin, Administrator' });
  await ruth.getByRole('button', { name: 'Keep them apart' }).click();
  await ruth.getByText('Nobody can be kept apart from a safeguarding lead').waitFor();
});
