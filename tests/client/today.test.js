// Today, as carers and supporters see it: asking and waiting, a cuppa, meeting somebody and
// parting, a supporter's time and strength.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countIs } from './browser.js';
import { amaraOf, approvesWish, screens } from './coordinator.js';
import { openHouse } from './house.js';
import { tabTo } from './keys.js';
import { button, goesTo, heading, openPage, saved } from './story-steps.js';
import { look, noticeHidesNothing, openCard, openToday } from './today-steps.js';

const house = openHouse();

/** Goes on to the question with this heading, skipping what comes before it. */
async function answers(page, question, label) {
  await goesTo(page, question);
  await page.getByLabel(label).first().check();
  await saved(page);
}

test('June asks for a buddy, waits with an honest card, takes a break, and stops looking', async () => {
  const june = await house.as('june');
  await openToday(june);
  let card = await openCard(june, 'Would you like a buddy?');
  await look(june, 'today-ask');
  await button(june, 'Ask for a buddy').click();
  await june.getByText('Please answer the questions that are still needed first.').waitFor();
  await june.getByRole('link', { name: 'Go to the first: Relationship to the child' }).click();
  await heading(june, 'Who are you to the child?');
  await answers(june, 'Who are you to the child?', /^Grandparent, on the mother/);
  await answers(june, /^How is it arranged/, /^Special guardianship/);
  await answers(june, 'Where are you now?', '1 to 3 years in');
  await answers(june, 'When could you talk in a usual week?', 'Monday evening');
  await answers(june, 'How is it safe for us to reach you?', 'A message here');

  await openToday(june);
  card = await openCard(june, 'Would you like a buddy?');
  await button(june, 'Ask for a buddy').click();
  await june.getByText('Please tick the box first.').waitFor();
  await june.getByLabel(/^Yes, you may use my answers/).check();
  await button(june, 'Ask for a buddy').click();
  card = await openCard(june, 'Finding you a buddy');
  await card.getByText('We have your request.').waitFor();
  await card.getByText('Your coordinator has not had time to read your story yet.').waitFor();
  await card.getByText(/^(Amara looks after this|The team looks after)/).waitFor();

  const amara = await amaraOf(house.server);
  await screens(amara, 'June');
  await amara.leave();
  await card.getByText('You are in the queue.').waitFor();
  await card.getByText('You can talk only in the evening').waitFor();
  await card.getByText(/^You are (next|among the first \d+) in the queue\.$/).waitFor();
  await card.getByText(/^We next bring people together on \w+day/).waitFor();
  await look(june, 'today-waiting');

  await button(card, 'Take a break').click();
  await june.getByRole('group', { name: /^Take a break\?/ }).waitFor();
  await look(june, 'today-break');
  await button(june, 'Yes, take a break').click();
  await june.locator('.notice', { hasText: 'You are taking a break.' }).waitFor();
  await noticeHidesNothing(june);
  await card.getByText('You are taking a break. The time').waitFor();
  await button(card, 'Look for a buddy again').click();
  await button(card, 'Take a break').waitFor();

  await button(card, 'Stop looking').click();
  await button(june, 'Yes, stop looking').click();
  card = await openCard(june, 'Would you like a buddy?');
  await button(card, 'Ask for a buddy').waitFor();
});

test('the days of waiting go by the clock of the server', async () => {
  const bev = await house.as('bev');
  const told = (page) => page.getByText(/^You have been waiting (for|since)/).first();
  await openToday(bev);
  await openCard(bev, 'Finding you a buddy');
  const days = await told(bev).innerText();
  const wrong = await house.as('bev');
  await wrong.addInitScript((month_ms) => {
    const right = Date.now;
    Date.now = () => right() + month_ms;
  }, 30 * 86_400_000);
  await wrong.reload();
  await openToday(wrong);
  await openCard(wrong, 'Finding you a buddy');
  assert.equal(await told(wrong).innerText(), days);
});

test('a half-hour that both liked is looked at and offered, and a no stays private', async () => {
  const grace = await house.as('grace');
  const priya = await house.as('priya');
  await openToday(priya);
  await openToday(grace);
  let hers = await openCard(grace, 'A cuppa');
  await look(grace, 'today-cuppa');
  await button(hers, 'Ask for a cuppa').click();
  await grace.getByText('You have asked.').waitFor();

  // It comes to Priya by itself.
  let mine = await openCard(priya, 'Somebody would like half an hour');
  await look(priya, 'today-cuppa-waits');
  await button(mine, 'I have half an hour').click();
  mine = await openCard(priya, 'A cuppa with Grace');
  hers = await openCard(grace, 'A cuppa with Priya');
  await look(grace, 'today-cuppa-taken');
  await button(hers, 'Open our conversation').click();
  await heading(grace, 'Priya');
  await grace.getByLabel(/^Write to/).fill('The kettle is on.');
  await button(grace, 'Send').click();
  await grace.getByText(/· sent/).waitFor();

  await openToday(grace);
  hers = await openCard(grace, 'A cuppa with Priya');
  await button(hers, 'Yes, I would').click();
  await hers.getByText('You said you would.').waitFor();
  await button(mine, 'Yes, I would').click();
  await mine.getByText('Your coordinator looks at it first.').waitFor();
  await approvesWish(await amaraOf(house.server), 'Grace');

  const offer = await openCard(priya, 'Meet Grace');
  await offer.getByText('If it does not feel right').waitFor();
  await offer.getByText(/^You .*, and Grace .*\.$/).waitFor(); // one difference
  await look(priya, 'today-offer');
  await button(offer, 'Not this one').click();
  await priya.getByLabel(/^Would you like to say why/).fill('Too near to where I work.');
  await look(priya, 'today-offer-no');
  await button(priya, 'Send: not this one').click();
  await priya.getByText('Thank you. Nobody is told who said no.').waitFor();
  await openToday(grace);
  hers = await openCard(grace, 'Not this time');
  await hers.getByText('It did not work out this time.').waitFor();
  await countIs(grace.getByText('Too near'), 0);
});

test('three answers of the same size', async () => {
  const mo = await house.as('mo');
  const priya = await house.as('priya');
  await openToday(mo);
  await openToday(priya);
  await button(await openCard(mo, 'A cuppa'), 'Ask for a cuppa').click();
  await button(await openCard(priya, 'Somebody would like half an hour'), 'I have half an hour')
    .click();
  await button(await openCard(priya, 'A cuppa with Mo'), 'Yes, I would').click();
  await button(await openCard(mo, 'A cuppa with Priya'), 'Yes, I would').click();
  await mo.getByText('Your coordinator looks at it first.').first().waitFor();
  await approvesWish(await amaraOf(house.server), 'Mo');
  const offer = await openCard(mo, 'Meet Priya');
  const sizes = await offer.locator('.three button').evaluateAll((all) => all.map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return `${Math.round(width)}x${Math.round(height)}`;
  }));
  assert.equal(sizes.length, 3);
  assert.equal(new Set(sizes).size, 1, sizes.join(', '));

  await button(offer, 'I’d like to ask first').click();
  await mo.getByLabel('What would you like to know?').fill('Does she like dogs?');
  await button(mo, 'Send my question').click();
  await mo.getByText('Nothing is decided until you answer.').waitFor();
  await button(offer, 'Yes').click();
  await mo.getByText('As soon as Priya says yes too').waitFor();

  await button(await openCard(priya, 'Meet Mo'), 'Yes').click();
  await priya.getByText('You both said yes. Your conversation is open.').waitFor();
  const match = await openCard(mo, 'You and Priya');
  await look(mo, 'today-match');
  await button(match, 'Open the conversation with Priya').click();
  await heading(mo, 'Priya');
  await button(mo, 'What you and Priya share').click();
  await mo.getByRole('heading', { name: 'What you share' }).waitFor();
  await look(mo, 'talk-match');
});

test('a pause, a wish for somebody else and a good ending, in plain words', async () => {
  const priya = await house.as('priya');
  const mo = await house.as('mo');
  await openToday(priya);
  const card = await openCard(priya, 'You and Mo');
  await button(card, 'Open the conversation with Mo').click();
  await heading(priya, 'Mo');
  await button(priya, 'Write down a call').click();
  await priya.getByLabel('How long?').selectOption({ label: '30 minutes' });
  await priya.getByLabel('Hard').check();
  await look(priya, 'talk-call');
  await button(priya, 'Save').click();
  await priya.getByText('Written down. If it was hard').waitFor();

  await openToday(mo);
  await button(await openCard(mo, 'You and Priya'), 'Something’s not right, or change something')
    .click();
  await heading(mo, 'You and Priya');
  await button(mo, 'Pause for a while').click();
  await look(mo, 'match-pause');
  await button(mo, 'Cancel').click();
  await button(mo, 'Pause for a while').click();
  await button(mo, 'Yes, pause').click();
  await mo.getByText('You are taking a break from each other.').first().waitFor();
  await button(mo, 'Go on again').click();
  await button(mo, 'I would like somebody else').click();
  await mo.getByText('Priya is not told.').waitFor();
  await button(mo, 'Yes, tell my coordinator').click();
  await mo.getByText('Your coordinator knows and gets in touch.').waitFor();
  await button(mo, 'Say goodbye in two weeks').click();
  await button(mo, 'Yes, in two weeks').click();
  await mo.getByText(/^Your last day together is \w+day \d+ \w+/).waitFor();
  await look(mo, 'match-ending');
  await button(mo, 'Stop now').click();
  await mo.getByLabel(/^Would you like to say why/).fill('It is all right.');
  await button(mo, 'Yes, stop now').click();
  await mo.getByText('This has come to an end.').first().waitFor();
  await mo.getByRole('heading', { name: 'What next' }).waitFor();
  assert.equal(await mo.getByText('You have both chosen to show little').count(), 0);
  await button(mo, 'Find me somebody new').click();
  await mo.getByText('You are looking for a buddy again.').waitFor();
  assert.equal(await button(mo, 'Find me somebody new').count(), 0);

  // Both are asked how it was; only the coordinator reads it.
  await openToday(mo);
  const review = await openCard(mo, 'How was it with Priya?');
  await look(mo, 'today-review');
  await button(review, 'Send').click();
  await mo.getByText('Please choose what you would like.').waitFor();
  await review.getByLabel('Mostly').check();
  await review.getByLabel('Somebody new, soon').check();
  await button(review, 'Send').click();
  await mo.getByText('Thank you. Your coordinator reads it.').waitFor();
});

test('a supporter says how the week is, what she can do, and takes a break', async () => {
  const len = await house.as('len');
  await openToday(len);
  const weather = await openCard(len, 'How is your week?');
  await look(len, 'today-weather');
  await button(weather, 'All right').click();
  await len.getByText('Thank you for saying.').waitFor();

  const support = await openCard(len, 'My time and strength');
  await support.getByText('Yes. Everything is in place.').waitFor();
  await look(len, 'today-support');
  await support.getByLabel('People at the same time').selectOption('3');
  await button(support, 'Save').click();
  await len.getByText('Saved.').first().waitFor();
  await support.getByLabel('For how long?').selectOption({ label: '2 weeks' });
  await button(support, 'Start the break').click();
  await support.getByText(/^You are taking a break from new people until/).waitFor();
  await button(support, 'I am back').click();
  await button(support, 'Start the break').waitFor();
});

test('Today by keyboard alone', async () => {
  const dorothy = await house.as('dorothy');
  await openToday(dorothy);
  await tabTo(dorothy, /^Would you like a buddy/);
  await dorothy.keyboard.press('Enter');
  await dorothy.locator('.card-title[aria-expanded="true"]').waitFor({ state: 'detached' });
  await dorothy.keyboard.press('Tab');
  await dorothy.keyboard.press('Space');
  await dorothy.getByText('Half an hour with a trained supporter').waitFor();
  await tabTo(dorothy, /^Ask for a cuppa/);
  await dorothy.keyboard.press('Enter');
  await dorothy.getByText('We need your yes first. You find it under Me').waitFor();
});

test('what waits is said in words where one is, never as a number', async () => {
  const ali = await house.as('ali');
  await openPage(ali, 'What I have agreed to');
  await ali.getByRole('button', { name: /^Take back my yes: Being brought/ }).click();
  await ali.getByText('Offers that wait for you are taken back').waitFor();
  await button(ali, 'Yes, take it back').click();
  await ali.getByRole('button', { name: /^Yes, I agree: Being brought/ }).waitFor();
  await openToday(ali);
  const card = await openCard(ali, 'Finding you a buddy');
  await card.getByText('We need your own yes first.').waitFor();
  await button(card, 'What I have agreed to').click();
  await ali.getByRole('button', { name: /^Yes, I agree: Being brought/ }).click();
  await openToday(ali);
  await (await openCard(ali, 'Finding you a buddy')).getByText('We have your request.').waitFor();
});
