// Telling one's story: a question a page, saved at once, offline too; who sees what; what one
// agrees to; whom one should not be brought together with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countIs, signIn } from './browser.js';
import { openHouse } from './house.js';
import { focusIs, tabTo } from './keys.js';
import { button, heading, openPage, openQuestion, saved, toList } from './story-steps.js';

const house = openHouse();

/** Waits until this is what one has answered, in the list of all answers. */
function answerIs(page, short, answer) {
  return page.locator('.answer-line', { hasText: short }).locator('.answer-words')
    .and(page.getByText(answer, { exact: true })).waitFor();
}

/** Waits until a box or a switch is on, or off. */
function isOn(box, on = true) {
  return box.and(box.page().locator(on ? ':checked' : ':not(:checked)'))
    .waitFor({ state: 'attached' });
}

test('one question a page, with skip, next and back; what one said is there after a reload', async () => {
  const june = await house.as('june');
  await openPage(june, 'My story');
  await june.getByText(/^Our team can read messages if .* not “end-to-end encrypted”/).waitFor();
  await button(june, 'Start').click();
  await heading(june, 'Who are you to the child?');
  await june.getByText('Question 1 of').waitFor();
  await june.getByLabel('Aunt', { exact: true }).check();
  await saved(june);
  await button(june, 'Next').click();
  await heading(june, /^How is it arranged/);
  await button(june, 'Skip').click();
  await heading(june, 'Where are you now?');
  await button(june, 'Back').click();
  await heading(june, /^How is it arranged/);

  // A question that only some are asked comes with the answer before it.
  await june.getByLabel(/^Kinship foster care/).check();
  await button(june, 'Next').click();
  await heading(june, /^Are you approved/);
  await june.getByLabel('I would rather not say').check();
  await saved(june);

  await june.reload();
  await openPage(june, 'My story');
  await answerIs(june, 'Relationship to the child', 'Aunt');
  await answerIs(june, 'Approved for the time being', 'I would rather not say');
  await june.getByText(/^3 of \d+ questions answered\.$/).waitFor();

  await openQuestion(june, 'Relationship to the child', 'Who are you to the child?');
  await button(june, 'Take my answer back').click();
  await button(june, 'Skip').waitFor();
  await toList(june);
  await answerIs(june, 'Relationship to the child', 'Not answered');
});

test('marks, ranks, times and words of one’s own are kept', async () => {
  const june = await house.as('june');
  await openPage(june, 'My story');
  await openQuestion(june, 'What it is about', 'What is part of your story?');
  await button(june, 'A parent in prison').click();
  await june.getByLabel('It is so now').check();
  await june.getByLabel('I want to talk about it').check();
  await button(june, 'Housing, too little room').click();
  await june.getByLabel('I have been through it').check();
  await button(june, 'Court and legal matters').click();
  await june.getByLabel('It is so now').check();
  await june.getByLabel('Please not').check();
  await isOn(june.getByLabel('It is so now'), false); // a refusal stands alone
  await saved(june);

  // What she marked comes first where she ranks.
  await button(june, 'Next').click();
  await heading(june, 'Which three would you most like to talk about?');
  const first = june.locator('.ranked-name').first();
  assert.equal(await first.innerText(), 'A parent in prison');
  await june.getByRole('button', { name: 'Housing, too little room' }).click();
  await first.click();
  await button(june, 'Move A parent in prison up').click();
  await june.getByRole('button', { name: /^Second: ?Housing/ }).waitFor();
  await saved(june);
  await toList(june);
  await answerIs(june, 'The three that matter most',
    'A parent in prison and Housing, too little room');

  await openQuestion(june, 'When', 'When could you talk in a usual week?');
  await june.getByLabel('Monday after bedtime').check();
  await june.getByLabel('Saturday morning').check();
  await saved(june);
  await toList(june);
  await answerIs(june, 'When', '2 times of the week');

  await openQuestion(june, 'Code word', /^Is there a word/);
  await june.getByLabel('Your answer').fill('marmalade');
  await saved(june);
  await june.getByText('A buddy never sees this.').waitFor();
  await toList(june);
  await answerIs(june, 'Code word', 'marmalade');
});

test('without a connection an answer says where it is, and goes out by itself', async () => {
  const dorothy = await house.as('dorothy');
  await openPage(dorothy, 'My story');
  await openQuestion(dorothy, 'How far along', 'Where are you now?');
  await dorothy.context().setOffline(true);
  await dorothy.getByLabel('Over 3 years in').check();
  await dorothy.getByText('Kept on this device.').waitFor();
  await toList(dorothy);
  await dorothy.getByText('one answer kept on this device, not sent yet.').waitFor();
  await answerIs(dorothy, 'How far along', 'Over 3 years in');

  await dorothy.context().setOffline(false);
  await dorothy.getByText('kept on this device').waitFor({ state: 'detached' });
  await dorothy.reload();
  await openPage(dorothy, 'My story');
  await answerIs(dorothy, 'How far along', 'Over 3 years in');
});

test('an answer that never left this device is sent after the page is opened again', async () => {
  const dorothy = await house.as('dorothy');
  await openPage(dorothy, 'My story');
  await openQuestion(dorothy, 'Your age', 'How old are you?');
  await dorothy.context().setOffline(true);
  await dorothy.getByLabel('65 to 74').check();
  await dorothy.getByText('Kept on this device.').waitFor();
  const again = await dorothy.context().newPage();
  await dorothy.close();
  await dorothy.context().setOffline(false);
  await again.goto('/');
  await again.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await openPage(again, 'My story');
  await again.getByText('kept on this device').waitFor({ state: 'detached' });
  await answerIs(again, 'Your age', '65 to 74');

  const elsewhere = await house.asNobody();
  await signIn(elsewhere, 'dorothy');
  await openPage(elsewhere, 'My story');
  await answerIs(elsewhere, 'Your age', '65 to 74'); // another phone sees it
});

test('a switch under each answer says who sees it', async () => {
  const mo = await house.as('mo');
  await openPage(mo, 'My story');
  await openQuestion(mo, 'Caring for an adult', /^Do you also care/);
  await mo.getByText('When you answer, you choose').waitFor();
  await mo.getByLabel('Yes', { exact: true }).check();
  const buddy = mo.getByRole('switch', { name: 'A buddy may see this' });
  await isOn(buddy);
  await buddy.press('Space');
  await mo.getByText('You and your coordinator. Nobody else.').waitFor();
  await saved(mo);
  await mo.reload();
  await openPage(mo, 'My story');
  await openQuestion(mo, 'Caring for an adult', /^Do you also care/);
  await isOn(buddy, false);
});

test('the last questions open with a yes of their own, and taking it back deletes the answers', async () => {
  const mo = await house.as('mo');
  await openPage(mo, 'My story');
  await mo.getByText('These questions stay closed until you say yes').waitFor();
  await button(mo, 'Open the last questions').click();
  await heading(mo, 'A few more questions, if you like');
  await button(mo, 'Yes, ask me').click();
  await heading(mo, 'What is your ethnic background?');
  await mo.getByLabel('Chinese').check();
  await saved(mo);
  await isOn(mo.getByRole('switch'), false); // shown only if she wants it

  await openPage(mo, 'What I have agreed to');
  await mo.getByRole('button', { name: /^Take back my yes: Questions about/ }).click();
  await mo.getByText('Your answers to these questions are deleted.').waitFor();
  await button(mo, 'Yes, take it back').click();
  await mo.getByText('Your yes is taken back.').waitFor();
  await openPage(mo, 'My story');
  await mo.getByText('These questions stay closed until you say yes').waitFor();
  await button(mo, 'Open the last questions').click();
  await button(mo, 'Yes, ask me').click();
  await heading(mo, 'What is your ethnic background?');
  await isOn(mo.getByLabel('Chinese'), false); // the answer is gone
});

test('consents can be given and taken back', async () => {
  const grace = await house.as('grace');
  await openPage(grace, 'What I have agreed to');
  await grace.getByRole('button', { name: /^Yes, I agree: Somebody from a team/ }).click();
  await grace.getByRole('button', { name: /^Take back my yes: Somebody/ }).waitFor();
  // This one and the one to be matched.
  await countIs(grace.getByText(/^You said yes on \w+day \d+ \w+\.$/), 2);
  await grace.getByRole('button', { name: /^Take back my yes: Somebody/ }).click();
  await button(grace, 'Cancel').click();
  await grace.getByRole('button', { name: /^Take back my yes: Somebody/ }).click();
  await button(grace, 'Yes, take it back').click();
  await grace.getByRole('button', { name: /^Yes, I agree: Somebody from a team/ }).waitFor();
});

test('the private check shows only how many entries there are', async () => {
  const grace = await house.as('grace');
  const title = 'People we should not bring you together with';
  await openPage(grace, title);
  await button(grace, 'Add a relative').click();
  await button(grace, 'Add').click();
  await grace.getByText('Please write a name.').waitFor();
  await grace.getByLabel('Name', { exact: true }).fill('Shane Pickles');
  await button(grace, 'Add').click();
  await grace.getByText('Please write the year of birth').waitFor();
  await grace.getByLabel('Year of birth').fill('1986');
  await button(grace, 'Add').click();
  await grace.getByText('Kept as a code. The words are gone.').waitFor();
  await grace.getByText('one entry kept.').waitFor();
  await grace.reload();
  await openPage(grace, title);
  await grace.getByText('one entry kept.').waitFor();
  await countIs(grace.getByText('Pickles'), 0);
  await grace.getByRole('button', { name: /^Delete these/ }).click();
  await button(grace, 'Yes, delete them').click();
  await grace.getByText('one entry kept.').waitFor({ state: 'detached' });
});

test('a supporter is asked as a supporter', async () => {
  const priya = await house.as('priya');
  await openPage(priya, 'About me as a supporter');
  await openQuestion(priya, 'What you will talk about', /^What are you happy to talk about/);
  await button(priya, 'Housing, too little room').click();
  await priya.getByLabel('Not now').check();
  await saved(priya);
  await toList(priya);
  await answerIs(priya, 'What you will talk about', 'Not now: Housing, too little room.');
  await countIs(priya.getByText('Code word'), 0); // safe contact is for carers
});

test('the whole by keyboard: a question, the week by arrow keys, on', async () => {
  const june = await house.as('june');
  await openPage(june, 'My story');
  await openQuestion(june, 'When', 'When could you talk in a usual week?');
  await tabTo(june, /^Monday morning/);
  await june.keyboard.press('ArrowDown');
  await june.keyboard.press('ArrowRight');
  await june.keyboard.press('Space');
  await isOn(june.getByLabel('Tuesday afternoon'));
  await saved(june);
  await tabTo(june, /^I would rather not say/);
  await tabTo(june, /^Next/);
  await june.keyboard.press('Enter');
  await heading(june, 'How often would be right?');
  await focusIs(june, 'How often would be right?');
  await tabTo(june, /^Every week/);
  await june.keyboard.press('ArrowDown');
  await isOn(june.getByLabel('Every two weeks'));
});
