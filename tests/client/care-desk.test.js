// The desk for what people report: two facilitators, a slur, a decision seen before it is
// sent, an appeal that somebody else decides.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { details, goToRow, hears, openDesk, rowOf } from './desk-steps.js';
import { looksWell, openHouse } from './house.js';
import { focusIs, tabTo } from './keys.js';

const WIDE = { viewport: { width: 1280, height: 800 } };
const SLUR = 'people like him should be sent back where they came from';
const GROUP = 'Grandparents North';

const house = openHouse({ options: WIDE });

async function groupOf(handle) {
  const { conversations } = await (await house.person(handle)).call('conversation.list');
  return conversations.find((one) => one.title === GROUP).id;
}

/** Mo says something unkind in the group; June and Dorothy report it. */
async function reported() {
  const conversation = await groupOf('mo');
  const { seq } = await (await house.person('mo')).call(
    'message.send', { conversation, cid: crypto.randomUUID(), text: SLUR });
  for (const handle of ['june', 'dorothy']) {
    await (await house.person(handle)).call('report.raise', {
      cid: crypto.randomUUID(), conversation, seq, about: 'hate', note: `from ${handle}` });
  }
  const { cases } = await (await house.person('tom')).call('cases.list');
  return { conversation, seq, found: cases.find((one) => one.reports === 2) };
}

test('a report is taken, decided as previewed, appealed, and decided by somebody else', async () => {
  const { conversation, seq, found } = await reported();
  assert.equal(found.reports, 2);
  const tom = await house.as('tom');
  await tom.getByRole('link', { name: 'Desk', exact: true }).click(); // he has one page there
  await rowOf(tom, found.number).waitFor();
  await looksWell(tom, 'cases-list');

  const amara = await house.as('amara');
  await openDesk(amara, 'Reports');
  await rowOf(amara, found.number).waitFor();

  await goToRow(tom, found.number);
  await tom.keyboard.press('Enter');
  await details(tom).getByText('from june').waitFor();
  assert.equal(await details(tom).getByText(SLUR).count(), 0, 'covered');
  await details(tom).getByText('We are kind. We listen first and do not judge.').waitFor();
  await looksWell(tom, 'case-covered');
  await tom.keyboard.press('d');
  await details(tom).getByText('Please take the case first.').waitFor();
  await tabTo(tom, /^Show what was said/);
  await tom.keyboard.press('Enter');
  await tabTo(tom, /^Show it now/);
  await tom.keyboard.press('Enter');
  await focusIs(tom, new RegExp(SLUR)); // what was reported, not the top of the page
  await tabTo(tom, /^Take this case/);
  await tom.keyboard.press('Enter');
  await hears(tom, new RegExp(`^${found.number} is yours`));
  await focusIs(tom, found.number);
  await rowOf(amara, found.number).locator('xpath=ancestor::tr').getByText('Tom looks').waitFor();

  await tom.getByRole('button', { name: 'Decide', exact: true }).click();
  const form = tom.getByRole('form', { name: 'What is decided?' });
  await form.getByLabel('Decision').selectOption({ label: 'Hide the message' });
  await form.getByLabel('What you add').fill('We do not speak of people like that here, Mo.');
  await form.getByRole('button', { name: 'See it as they will read it' }).click();
  await form.getByText('Your message is hidden.').waitFor();
  await form.getByText(/^If you see it differently, you can ask until/).waitFor();
  await form.getByText('The message is hidden now.').waitFor(); // those who reported
  await focusIs(tom, 'As they will read it');
  await looksWell(tom, 'case-preview');
  await form.getByRole('button', { name: 'Yes, decide this' }).click();
  await hears(tom, new RegExp(`^${found.number} is decided`));

  const mo = await house.person('mo');
  const { events } = await mo.call('conversation.history', { conversation, around: seq });
  assert.ok(events.find((event) => event.seq === seq).data.removed, 'nobody reads it any more');
  const { decisions } = await mo.call('report.list');
  assert.equal(decisions[0].text, 'We do not speak of people like that here, Mo.');
  const author = await house.as('mo');
  const news = author.getByText('There is something for you under My reports.');
  await news.waitFor(); // although no page of his was open when it was decided
  await author.getByRole('button', { name: 'My reports' }).click();
  await author.getByText('We do not speak of people like that here, Mo.').waitFor();
  await author.getByRole('link', { name: 'Messages', exact: true }).click();
  await author.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await news.waitFor({ state: 'detached' });
  await mo.call('case.appeal', { case: found.case, text: 'I was quoting my neighbour.' });

  await amara.getByLabel('Appeals').check();
  await goToRow(amara, found.number);
  await amara.keyboard.press('Enter');
  await details(amara).getByText('I was quoting my neighbour.').waitFor();
  await amara.getByRole('button', { name: 'Decide the appeal' }).click();
  const again = amara.getByRole('form', { name: 'What is decided?' });
  await again.getByLabel('Decision').selectOption({ label: 'No action' });
  await again.getByLabel('What you add').fill('He was quoting somebody else.');
  await again.getByRole('button', { name: 'See it as they will read it' }).click();
  await again.getByText('Nothing changes.').waitFor(); // he has read the first one
  await again.getByText('We did not have to change anything.').waitFor();
  await again.getByRole('button', { name: 'Yes, decide this' }).click();
  await hears(amara, new RegExp(`^${found.number} is decided`));
  const shown = await mo.call('conversation.history', { conversation, around: seq });
  assert.equal(shown.events.find((event) => event.seq === seq).data.text, SLUR, 'shown again');

  await tom.getByLabel('Appeals').check();
  await rowOf(tom, found.number).waitFor({ state: 'detached' });

  const june = await house.as('june');
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('button', { name: 'My reports' }).click();
  await june.getByText('We did not have to change anything.').waitFor();
  await june.getByText('He was quoting somebody else.').waitFor();
});

test('a concern is taken on, written down, and an allegation pauses matches', async () => {
  const june = await house.person('june');
  const { conversations } = await june.call('conversation.list');
  const pair = conversations.find((one) => one.kind === 'pair');
  const { people: known } = await june.call('conversation.members', { conversation: pair.id })
    .then(({ members }) => ({ people: members }));
  const priya = known.find((one) => one.name === 'Priya');
  const { number } = await june.call('concern.raise', {
    cid: crypto.randomUUID(), person: priya.person ?? priya.id,
    what: 'She told me to keep our meetings from the project.' });
  const ruth = await house.as('ruth');
  await openDesk(ruth, 'Safety');
  await goToRow(ruth, number);
  await ruth.keyboard.press('Enter');
  await details(ruth).getByText('keep our meetings').waitFor();
  await looksWell(ruth, 'concern-open');
  await ruth.getByRole('button', { name: 'How soon' }).click();
  await ruth.getByRole('form', { name: /How soon/ }).getByRole('button', { name: 'How soon' }).click();
  await hears(ruth, `${number}: written down.`);
  await ruth.getByRole('button', { name: 'Take it on' }).click();
  await hears(ruth, `${number} is yours.`);
  await details(ruth).getByText(/^Taken on, Ruth, \w+ \d+ \w+, \d\d:\d\d$/).waitFor();
  await ruth.getByRole('button', { name: 'Take it on' }).waitFor({ state: 'detached' });
  await ruth.getByRole('button', { name: 'Write into the record' }).click();
  const record = ruth.getByRole('form', { name: 'Write into the record' });
  await record.getByLabel('What it is').selectOption({ label: 'Fact' });
  await record.getByLabel('Write it down').fill('June showed the message to me.');
  await looksWell(ruth, 'concern-record');
  await record.getByRole('button', { name: 'Write it down' }).click();
  await details(ruth).getByText('June showed the message to me.').waitFor();
  await ruth.getByRole('button', { name: 'Close it' }).click();
  const closing = ruth.getByRole('form', { name: 'Close this concern' });
  await closing.getByRole('button', { name: 'Close it' }).click();
  await closing.getByText('Please write it down.').waitFor();
  await focusIs(ruth, 'What was decided, and why'); // the first box that is empty
  await closing.getByRole('button', { name: 'Cancel' }).click();
  await ruth.getByRole('button', { name: 'It is an allegation' }).click();
  await ruth.getByRole('button', { name: 'Yes, pause all their matches' }).click();
  await rowOf(ruth, number).locator('xpath=ancestor::tr').getByText('Allegation').waitFor();
});
