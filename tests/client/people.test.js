// Staff and newcomers: inviting, joining, connecting, groups, blocking, signing out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agree, assertAccessible, assertNoSideways, countIs, message, openTalk, standsOnce, write,
} from './browser.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { openDesk } from './desk-steps.js';
import { openHouse } from './house.js';
import { focusIs } from './keys.js';

const house = openHouse();

async function deskOf(handle) {
  const page = await house.as(handle);
  await openDesk(page, 'People');
  await page.getByRole('heading', { name: 'People and groups' }).waitFor();
  await page.getByText('Dorothy').first().waitFor();
  return page;
}

async function inviteLink(amara, name) {
  await amara.getByLabel('Their name').fill(name);
  await amara.getByRole('button', { name: 'Make the link' }).click();
  const box = amara.getByLabel(`Here is the link for ${name}`);
  await box.waitFor();
  return box.inputValue();
}

async function follow(link) {
  const page = await house.asNobody();
  await page.goto(link);
  await page.getByRole('heading', { name: 'You have been invited' }).waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the secret is gone from the address');
  return page;
}

async function accept(link, name, handle) {
  const page = await follow(link);
  const called = page.getByLabel('What shall we call you?');
  await called.waitFor();
  assert.equal(await called.inputValue(), name, 'the name is there already');
  await page.getByText(/not “end-to-end encrypted”/).waitFor(); // before there is a first word
  await page.getByLabel('Choose a user name').fill(handle);
  await page.getByLabel('Choose a password').fill('four warm cups');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  return page;
}

/** A link that is no longer good: said at once, in words and aloud, and no form. */
async function isTold(page, words) {
  await page.getByRole('main').getByText(words).waitFor();
  await page.getByRole('status').getByText(words).waitFor({ state: 'attached' });
  await countIs(page.getByRole('textbox'), 0); // nothing to fill in for nothing
}

test('a coordinator invites a carer, who joins, is connected and talks', async () => {
  const amara = await deskOf('amara');
  const link = await inviteLink(amara, 'Nell');
  const nell = await accept(link, 'Nell', 'nell');
  await nell.getByText('Nothing here yet.').waitFor();
  await nell.getByRole('link', { name: 'Me', exact: true }).click();
  await nell.locator('section.card', { hasText: 'Safety and privacy' })
    .getByText(/not “end-to-end encrypted”/).waitFor();
  await nell.goBack();

  // The link is used up now, and says so before anything is filled in.
  const late = await follow(link);
  await isTold(late, 'This invitation has been used already.');
  await late.getByRole('button', { name: 'I have joined already: sign in' }).click();
  await late.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();

  await amara.reload();
  await amara.getByLabel('Carer', { exact: true }).selectOption({ label: 'Nell' });
  await amara.getByLabel('Supporter', { exact: true }).selectOption({ label: 'Priya' });
  await amara.getByRole('button', { name: 'Connect', exact: true }).click();
  await amara.getByText('Nell and Priya are connected.').waitFor({ state: 'attached' });

  // It appears in her list by itself.
  const row = nell.getByRole('link', { name: 'Priya' });
  await row.getByText('New for you: say hello').waitFor();
  await row.click();
  await write(nell, 'Hello Priya, I am new here.');
  const priya = await house.as('priya');
  await openTalk(priya, 'Nell');
  await standsOnce(priya, 'I am new here.');
});

test('somebody on the phone types the code that is read out to her', async () => {
  const amara = await deskOf('amara');
  await inviteLink(amara, 'Olive');
  const code = await amara.getByLabel('Or read this code out to Olive').inputValue();
  await amara.getByText(`They open ${new URL(house.server.url).host}, choose`).waitFor();
  assert.match(code, /^\d{4} \d{4} \d{4} \d{4}$/);

  const olive = await house.asNobody();
  await olive.goto('/');
  await olive.getByRole('button', { name: 'I have an invitation code' }).click();
  const box = olive.getByLabel('The code that was read to you');
  const types = async (text) => {
    await box.fill(text);
    await olive.getByRole('button', { name: 'Go on' }).click();
  };
  await box.waitFor();
  await assertAccessible(olive);
  await assertNoSideways(olive);
  await types('4821 9930 1175');
  await olive.getByText('An invitation code has sixteen numbers.').waitFor();
  await types('0000-0000-0000-0000');
  await olive.getByText('This code does not work.').waitFor();
  await focusIs(olive, 'The code that was read to you');
  await types(code.replaceAll(' ', '  '));
  await olive.getByRole('heading', { name: 'You have been invited' }).waitFor();
  await olive.getByLabel('Choose a user name').fill('olive');
  await olive.getByLabel('Choose a password').fill('four warm cups');
  await olive.getByRole('button', { name: 'Join', exact: true }).click();
  await olive.getByText('Nothing here yet.').waitFor();

  // It was good for one.
  const late = await house.asNobody();
  await late.goto('/');
  await late.getByRole('button', { name: 'I have an invitation code' }).click();
  await late.getByLabel('The code that was read to you').fill(code);
  await late.getByRole('button', { name: 'Go on' }).click();
  await isTold(late, 'This invitation has been used already.');
});

test('a coordinator makes a group and manages who is in it', async () => {
  const amara = await deskOf('amara');
  await amara.getByLabel('Name of the group').fill('Tuesday tea');
  await amara.getByRole('button', { name: 'Make the group' }).click();
  await amara.getByRole('heading', { name: 'Who is in Tuesday tea' }).waitFor();
  const mo = await house.as('mo');
  await amara.getByLabel('Who?').selectOption({ label: 'Mo' });
  await amara.getByRole('button', { name: 'Add', exact: true }).click();
  await mo.getByRole('link', { name: 'Tuesday tea' }).click();
  await agree(mo);
  await amara.getByRole('button', { name: 'Take out Mo' }).click();
  await amara.getByRole('button', { name: 'Yes, take out' }).click();
  await amara.getByText('Mo is no longer in the group.').waitFor({ state: 'attached' });
  await mo.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await countIs(mo.getByRole('link', { name: 'Tuesday tea' }), 0);
  await amara.getByRole('button', { name: 'Back' }).click();
  await amara.getByRole('heading', { name: 'People and groups' }).waitFor();
});

test('words for a group one was taken out of meanwhile do not vanish', async () => {
  const amara = await deskOf('amara');
  await amara.getByLabel('Name of the group').fill('Monday walk');
  await amara.getByRole('button', { name: 'Make the group' }).click();
  await amara.getByLabel('Who?').selectOption({ label: 'Mo' });
  await amara.getByRole('button', { name: 'Add', exact: true }).click();
  const mo = await house.as('mo');
  await openTalk(mo, 'Monday walk');
  await agree(mo);
  await mo.context().setOffline(true);
  await write(mo, 'Is anyone walking today?');
  await message(mo, 'Is anyone walking').getByText('waiting for a connection').waitFor();
  await amara.getByRole('button', { name: 'Take out Mo' }).click();
  await amara.getByRole('button', { name: 'Yes, take out' }).click();
  await amara.getByText('Mo is no longer in the group.').waitFor({ state: 'attached' });
  await mo.context().setOffline(false);
  await mo.getByRole('heading', { name: 'Could not be sent' }).waitFor();
  await message(mo, 'Is anyone walking').getByText('This is no longer here for you.').waitFor();
  await mo.reload();
  await mo.getByRole('heading', { name: 'Could not be sent' }).waitFor();
  await message(mo, 'Is anyone walking').getByRole('button', { name: 'Delete' }).click();
  await message(mo, 'Is anyone walking').waitFor({ state: 'detached' });
});

test('one can leave a group and join it again', async () => {
  const dorothy = await house.as('dorothy');
  await openTalk(dorothy, 'Grandparents North');
  await dorothy.getByRole('button', { name: 'Who is here' }).click();
  await dorothy.getByText('Tom').first().waitFor();
  await dorothy.getByRole('button', { name: 'Leave this group' }).click();
  await dorothy.getByRole('button', { name: 'Yes, leave' }).click();
  await dorothy.getByRole('button', { name: 'Join Grandparents North' }).click();
  await dorothy.getByRole('heading', { name: 'Grandparents North', level: 1 }).waitFor();
  await agree(dorothy); // another stay begins with what was agreed
});

test('one can block a person and take it back', async () => {
  const june = await house.as('june');
  await openTalk(june, 'Priya');
  await june.getByRole('button', { name: 'Who is here' }).click();
  await june.getByRole('button', { name: 'Block Priya' }).click();
  await june.getByRole('button', { name: 'Yes, block' }).click();
  await june.getByText('Priya is blocked.').waitFor({ state: 'attached' });
  await june.getByText('You have blocked them.').waitFor();
  await june.getByRole('button', { name: 'Unblock Priya' }).click();
  await june.getByText('Priya is no longer blocked.').waitFor({ state: 'attached' });
  await june.getByRole('button', { name: 'Block Priya', exact: true }).click();
  await june.getByRole('button', { name: 'Yes, block' }).click();
  await june.reload();
  await june.getByText('You have blocked them.').waitFor();
  await june.getByRole('link', { name: 'Me', exact: true }).click();
  await june.getByRole('button', { name: 'Unblock Priya' }).click();
  await june.getByText('You have not blocked anyone.').waitFor();
});

test('signing out everywhere ends every window', async () => {
  const phone = await house.as('len');
  const tablet = await house.asOnNewDevice('len');
  await phone.getByRole('link', { name: 'Me', exact: true }).click();
  await phone.getByText('This one').waitFor();
  await phone.getByText('Chrome on Linux').first().waitFor();
  await phone.getByRole('button', { name: 'Sign out everywhere' }).click();
  await phone.getByRole('button', { name: 'Yes, sign out' }).click();
  await phone.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
  const done = 'You are signed out on every phone and computer.';
  await phone.getByRole('main').getByText(done).waitFor();
  await phone.getByRole('status').getByText(done).waitFor({ state: 'attached' });
  await tablet.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
});

test('signing out leaves nothing in the page for whoever signs in next', async () => {
  const office = await house.as('ruth', { viewport: { width: 1280, height: 800 } });
  await openDesk(office, 'Safety');
  await office.evaluate(() => { window.stillThere = true; });
  await office.getByRole('link', { name: 'Me', exact: true }).click();
  await office.getByRole('button', { name: 'Sign out here' }).click();
  await office.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
  const stillThere = () => office.evaluate(() => window.stillThere === true);
  assert.equal(await stillThere(), false, 'a new page');
  await office.goBack();
  await office.getByRole('heading', { name: 'Hello. Come on in.' }).waitFor();
  assert.equal(await stillThere(), false, 'also when one goes back');
});

test('whoever signs out herself is not told that she was, and her unsent words go', async () => {
  const mo = await house.asOnNewDevice('mo');
  await openTalk(mo, 'Grandparents North');
  await mo.getByLabel(/^Write to/).fill('not for the next one at this phone');
  await mo.getByRole('link', { name: 'Me', exact: true }).click();
  await mo.getByRole('button', { name: 'Sign out here' }).waitFor();
  await mo.route('**/api/v1/rpc', async (route) => { // the connection ends before the answer comes
    const ends = route.request().postData()?.includes('session.end');
    const answer = await route.fetch();
    if (ends) {
      await mo.evaluate(() => new Promise((done) => { setTimeout(done, 500); }));
    }
    await route.fulfill({ response: answer });
  });
  await mo.getByRole('button', { name: 'Sign out here' }).click();
  await mo.getByText('A quiet place for people raising').waitFor();
  await mo.unrouteAll();
  await mo.getByLabel('Your user name or e-mail address').fill('mo');
  await mo.getByLabel('Your password').fill(DEMO_PASSWORD);
  await mo.getByRole('button', { name: 'Sign in', exact: true }).click();
  await openTalk(mo, 'Grandparents North');
  assert.equal(await mo.getByLabel(/^Write to/).inputValue(), '');
});

test('a password that is too short to be one is a wrong one', async () => {
  const page = await house.asNobody();
  await page.goto('/');
  await page.getByLabel('Your user name or e-mail address').fill('june');
  await page.getByLabel('Your password').fill('short');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That name and password do not go together.').waitFor();
});

test('a wrong password is said kindly, and what was typed stays', async () => {
  const page = await house.asNobody();
  await page.goto('/');
  await page.getByLabel('Your user name or e-mail address').fill('june');
  await page.getByLabel('Your password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That name and password do not go together.').waitFor();
  assert.equal(await page.getByLabel('Your user name or e-mail address').inputValue(), 'june');
});

test('two windows of one person stay in step', async () => {
  const phone = await house.as('dorothy');
  const tablet = await house.asOnNewDevice('dorothy');
  await openTalk(phone, 'Grandparents North');
  await openTalk(tablet, 'Grandparents North');
  await write(phone, 'From my phone.');
  await standsOnce(tablet, 'From my phone.');
  await message(tablet, 'From my phone.').getByText('sent').waitFor();
});

test('a link that is too old, or never was one, says what to do next', async () => {
  const amara = await deskOf('amara');
  const link = await inviteLink(amara, 'Olive');
  const torn = await follow(link.slice(0, -3));
  await isTold(torn, 'This link does not work. Please open it again from the message it came in');
  const page = await follow(link);
  await page.getByLabel('What shall we call you?').waitFor();
  house.server.kithctl('clock', 'advance', '15d');
  await page.goto('/');
  await page.goto(`/${new URL(link).hash}`);
  await isTold(page, 'This invitation is too old. Nothing is lost');
});
