// Life in a group on screen: a meeting from its plan to the register, with two members and a
// facilitator in windows of their own; the rota; what is kept at the top; how the group lives.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import {
  assertAccessible, assertNoSideways, freshWindowOf, isSent, message, noProblems, openBrowser,
  openOptions, openServer, openTalk, screenshot, windowOf, write,
} from './browser.js';
import { hears, openDesk } from './desk-steps.js';

const WIDTHS = [360, 1280];
const GROUP = 'Mill Lane carers';
const MEMBERS = ['june', 'mo', 'dorothy', 'tom'];
const HOUR_MS = 3_600_000;
const SOON_MS = HOUR_MS / 2; // doors are open: it can be begun

let server;
let browser;
const pages = [];

async function person(handle) {
  const http = new Http(server.url);
  await http.call('session.start', { handle, password: DEMO_PASSWORD });
  return http;
}

/** A group of this test's own, which Tom facilitates: nobody has met or is down for it yet. */
async function makesGroup() {
  const amara = await person('amara');
  const { people } = await amara.call('people.list', {});
  const [{ area }] = people.find(({ name }) => name === 'Tom').roles;
  const { conversation } = await amara.call('conversation.create', { title: GROUP, area });
  for (const handle of MEMBERS) {
    const found = people.find(({ name }) => name.toLowerCase() === handle);
    await amara.call('conversation.add', { conversation, person: found.id });
    const http = await person(handle);
    await http.call('group.accept', { conversation, version: 1 });
    await http.call('message.send', { conversation, cid: handle, text: `Hello from ${handle}` });
    http.close();
  }
  await amara.call('conversation.leave', { conversation });
  amara.close();
}

before(async () => {
  server = await openServer();
  await makesGroup();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => {
  for (const page of pages.splice(0)) {
    noProblems(page);
    await page.context().close();
  }
});

async function as(handle, options) {
  const page = await windowOf(
    browser, server, handle, { ...options, reducedMotion: 'reduce' });
  pages.push(page);
  return page;
}

/** The page as it is now, narrow and wide, at 400 % zoom, in the dark, in forced colours. */
async function looks(page, view) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const fullPage = await page.locator('.talk').count() === 0; // a conversation is long
    await screenshot(page, `group-life-${view}-${width}`, { fullPage });
    await assertAccessible(page, `${view}, ${width}`);
    await assertNoSideways(page, `${view}, ${width}`);
  }
  await page.setViewportSize({ width: 320, height: 256 });
  await assertNoSideways(page, `${view}, 400 %`);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }]) {
    await page.emulateMedia(media);
    await screenshot(page, `group-life-${view}-${Object.values(media)[0]}`);
    await assertAccessible(page, `${view}, ${Object.values(media)[0]}`);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  }
}

async function aboutGroup(page) {
  await openTalk(page, GROUP);
  await page.getByRole('link', { name: 'About this group' }).click();
  await page.getByRole('heading', { name: `About ${GROUP}` }).waitFor();
}

function two(value) {
  return String(value).padStart(2, '0');
}

/** A moment as a box for date and time takes it. */
function box(at_utc_ms) {
  const at = new Date(at_utc_ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
    + `T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Tom plans a meeting that begins soon. */
async function plans(tom, fill) {
  await tom.getByRole('button', { name: 'Plan a meeting' }).click();
  const form = tom.getByRole('form', { name: 'A new meeting' });
  await form.getByLabel('When does it begin?').fill(box(Date.now() + SOON_MS));
  await fill(form);
  await form.getByRole('button', { name: 'Tell the group' }).click();
  await hears(tom, 'The meeting is planned.');
}

async function books(page) {
  await aboutGroup(page);
  await page.getByRole('button', { name: 'I’ll come' }).first().click();
  await hears(page, 'We have you down as coming.');
}

test('a meeting is planned, booked, held in a round with a pass, closed and written down', async () => {
  const tom = await as('tom');
  const june = await as('june');
  const mo = await as('mo');
  await aboutGroup(tom);
  await tom.getByText('No meeting is planned just now.').waitFor();

  await tom.getByRole('button', { name: 'Plan a meeting' }).click();
  const form = tom.getByRole('form', { name: 'A new meeting' });
  await form.getByRole('button', { name: 'Tell the group' }).click();
  await form.getByRole('alert').getByText('Please say when it begins').waitFor();
  await form.getByLabel('When does it begin?').fill(box(Date.now() + SOON_MS));
  await form.getByLabel('Where do you meet?').selectOption({ label: 'At a place' });
  await form.getByRole('button', { name: 'Tell the group' }).click();
  await form.getByRole('alert').getByText('Please write down the place.').waitFor();
  await looks(tom, 'plan');
  await form.getByLabel('Where do you meet?')
    .selectOption({ label: 'Here, in the conversation of the group' });
  await form.getByLabel('Good to know beforehand').fill('You can write as slowly as you like.');
  await form.getByRole('button', { name: 'Tell the group' }).click();
  await hears(tom, 'The meeting is planned.');

  await books(june);
  await june.getByRole('button', { name: 'Is there anything you need?' }).click();
  await june.getByLabel('Is there anything you need?').fill('Large print');
  await june.getByRole('button', { name: 'Save' }).first().click();
  await june.getByText('You need: Large print').waitFor();
  await looks(june, 'booked');
  await books(mo);
  await tom.getByText('2 people are coming.').waitFor();
  await tom.getByText('June: Large print').waitFor();
  await looks(tom, 'coming-facilitator');

  await backToTalk(june);
  await backToTalk(mo);
  await tom.getByRole('button', { name: 'Begin the meeting' }).click();
  await tom.getByText('Welcome. We are just beginning.').waitFor();
  await hears(june, `The meeting of ${GROUP} begins.`);
  await looks(tom, 'opening-facilitator');
  const bar = (page) => page.getByRole('region', { name: 'The round' });
  await bar(june).getByText('Welcome. We are just beginning.').waitFor();

  await tom.getByRole('button', { name: /^Begin the round with/ }).click();
  const first = await tom.getByText(/^It is (June|Mo)’s turn\.$/).first().innerText();
  const [one, other] = first.includes('June') ? [june, mo] : [mo, june];
  const otherName = first.includes('June') ? 'Mo' : 'June';
  await hears(one, 'It is your turn now.');
  await hears(other, first);
  await bar(one).getByText('It is your turn.').waitFor();
  await write(one, 'I am glad to be here.');
  await isSent(one, 'I am glad to be here.');
  await message(other, 'I am glad to be here.').waitFor();
  await looks(one, 'turn-talk');
  await bar(one).getByRole('link', { name: 'The round' }).click();
  await one.getByRole('button', { name: 'I’ve said mine' }).waitFor();
  await looks(one, 'turn-page');
  await looks(tom, 'round-facilitator');
  await one.getByRole('button', { name: 'I’ve said mine' }).focus();
  await one.keyboard.press('Enter');
  await one.locator('.phase', { hasText: `It is ${otherName}’s turn.` }).waitFor();

  await hears(other, 'It is your turn now.');
  await bar(other).getByRole('button', { name: 'Pass' }).click();
  await hears(other, 'You have passed. That is fine.');
  await hears(tom, 'Everybody who wanted to has had a turn.');
  await one.locator('.phase', { hasText: 'It is nobody’s turn just now.' }).waitFor();
  await tom.getByText('has passed').waitFor();
  await tom.getByText('has had a turn', { exact: true }).waitFor();
  await tom.getByRole('button', { name: 'End the round' }).click();
  await hears(one, 'The round is over.');
  await looks(one, 'closing');
  await tom.getByLabel('What comes next?').fill('Thursday at ten, with cake.');
  await looks(tom, 'closing-facilitator');
  await tom.getByRole('button', { name: 'End the meeting' }).click();
  await hears(one, 'The meeting is over.');
  await one.getByText('Thursday at ten, with cake.').waitFor();
  await looks(one, 'over');
  await bar(other).getByRole('link', { name: 'What comes next' }).click();
  await other.getByText('Thursday at ten, with cake.').waitFor();

  await tom.getByRole('button', { name: 'Came June', exact: true }).click();
  await hears(tom, 'Written down for June.');
  await tom.getByRole('button', { name: 'Did not come Dorothy' }).click();
  await hears(tom, 'Written down for Dorothy.');
  await looks(tom, 'register');
  assert.equal(await june.getByText('Who came').count(), 0, 'members have no register');
});

async function backToTalk(page) {
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByRole('log').locator('[data-seq]').last().waitFor();
}

test('one passes beforehand, and the turn goes to somebody who had not booked', async () => {
  const tom = await as('tom');
  const june = await as('june');
  const mo = await as('mo');
  await aboutGroup(tom);
  await plans(tom, async () => undefined);
  await openTalk(june, GROUP);
  await june.getByRole('link', { name: /^Meeting (today|tonight|tomorrow) at/ }).click();
  await june.getByRole('button', { name: 'I’ll come' }).click();
  await hears(june, 'We have you down as coming.');
  await openTalk(mo, GROUP);
  await tom.getByText('One person is coming.').waitFor();
  await tom.getByRole('button', { name: 'Begin the meeting' }).click();
  await june.getByRole('button', { name: 'I’d like to pass this time' }).press('Enter');
  await hears(june, 'You have passed. That is fine.');
  await june.getByText('has passed').waitFor();
  await tom.getByRole('button', { name: /^Begin the round/ }).waitFor({ state: 'detached' });
  await tom.getByRole('button', { name: 'Give the turn', exact: true }).click();
  await tom.getByRole('alert').getByText('Please choose somebody first.').waitFor();
  await tom.getByLabel('Give the turn to somebody else').selectOption({ label: 'Mo' });
  await tom.getByRole('button', { name: 'Give the turn', exact: true }).click();
  await hears(mo, 'It is your turn now.');
  await tom.getByRole('button', { name: 'To the conversation' }).click();
  const bar = tom.getByRole('region', { name: 'The round' });
  await bar.getByText('It is Mo’s turn.').waitFor();
  await looks(tom, 'turn-talk-facilitator');
  await bar.getByRole('button', { name: 'End the round' }).click();
  await mo.getByText('The round is over. We are coming to an end.').waitFor();
  await bar.getByRole('button', { name: 'End the meeting' }).click();
  await tom.getByRole('button', { name: 'End the meeting' }).click();
  await mo.getByText('The meeting is over.', { exact: true }).last().waitFor();
});

test('a meeting at a place is changed and called off, and the members see it', async () => {
  const tom = await as('tom');
  const june = await as('june');
  await aboutGroup(tom);
  await aboutGroup(june);
  await plans(tom, async (form) => {
    await form.getByLabel('Where do you meet?').selectOption({ label: 'Online, by a link' });
    await form.getByLabel('The link').fill('https://meet.example.org/north');
  });
  await june.getByText('https://meet.example.org/north').waitFor();
  assert.equal(await june.getByRole('link', { name: /meet.example/ }).count(), 0, 'text only');
  await looks(june, 'online');
  await tom.getByRole('button', { name: 'Change it' }).click();
  const form = tom.getByRole('form', { name: 'Change this meeting' });
  await form.getByLabel('Where do you meet?').selectOption({ label: 'At a place' });
  await form.getByLabel('The place, with its address').fill('Library, Mill Lane');
  await form.getByLabel('For the children').fill('There is a corner with toys.');
  await form.getByRole('button', { name: 'Tell the group what has changed' }).click();
  await hears(tom, 'The meeting is changed.');
  await june.getByText('We meet at: Library, Mill Lane').waitFor();
  await june.getByText('For the children: There is a corner with toys.').waitFor();
  await tom.getByRole('button', { name: 'Call it off' }).click();
  await tom.getByRole('button', { name: 'Yes, call it off' }).click();
  await hears(tom, 'The meeting is called off.');
  await june.getByText('Library, Mill Lane').waitFor({ state: 'detached' });
});

test('a message is kept at the top and taken from there by whoever looks after the group', async () => {
  const tom = await as('tom');
  const june = await as('june');
  await openTalk(tom, GROUP);
  await openTalk(june, GROUP);
  await write(june, 'The toy library is open on Mondays.');
  await isSent(june, 'The toy library is open on Mondays.');
  await openOptions(june, 'The toy library is open on Mondays.');
  assert.equal(await june.getByRole('button', { name: 'Keep at the top' }).count(), 0);
  await message(tom, 'The toy library').waitFor();
  await openOptions(tom, 'The toy library is open on Mondays.');
  await looks(tom, 'pin');
  await tom.getByRole('button', { name: 'Keep at the top' }).click();
  await hears(tom, 'It is kept at the top now.');
  await june.locator('.pins', { hasText: 'The toy library is open' }).waitFor();
  await tom.getByRole('link', { name: 'About this group' }).click();
  await tom.getByRole('button', { name: 'Look after this group' }).click();
  await tom.getByRole('button', { name: /^Take from the top: The toy library/ }).click();
  await hears(tom, 'It is no longer kept at the top.');
  await june.locator('.pins').waitFor({ state: 'detached' });
});

test('how the group lives is set, somebody rests from writing, a newcomer is welcomed', async () => {
  const tom = await as('tom');
  const priya = await as('priya');
  await priya.getByRole('button', { name: `Join ${GROUP}` }).click();
  await priya.getByRole('button', { name: 'I agree' }).click();
  await aboutGroup(tom);
  await tom.getByRole('button', { name: 'Look after this group' }).click();
  await tom.getByText('Priya is new here.').waitFor();
  await tom.getByRole('heading', { name: 'Somebody to think of' }).waitFor();
  await looks(tom, 'keep');
  await tom.getByRole('button', { name: 'I have welcomed Priya' }).click();
  await hears(tom, 'Thank you for welcoming Priya.');
  await tom.getByText('Priya is new here.').waitFor({ state: 'detached' });
  await tom.getByLabel('What it is for').fill('grandparents in the north');
  await tom.getByLabel('Time between two messages').selectOption({ label: '2 minutes' });
  await tom.getByRole('button', { name: 'Save', exact: true }).click();
  await hears(tom, 'Saved.');
  await priya.getByRole('link', { name: 'About this group' }).click();
  await priya.getByText('It is for: grandparents in the north.').waitFor();
  await priya.getByText('leave 2 minutes between your messages').waitFor();

  await tom.getByLabel('Who?').selectOption({ label: 'Priya' });
  await tom.getByRole('button', { name: 'Pause their writing' }).click();
  await hears(tom, 'Priya cannot write for now.');
  await priya.getByRole('button', { name: 'Back', exact: true }).click();
  await priya.getByText(/You can write again from/).waitFor();
  await looks(tom, 'keep-muted');
  await tom.getByRole('button', { name: 'Let them write again Priya' }).click();
  await hears(tom, 'Priya can write again.');
  await priya.getByLabel(`Write to ${GROUP}`).waitFor();
  await tom.getByLabel('Time between two messages').selectOption({ label: 'No rule' });
  await tom.getByRole('button', { name: 'Save', exact: true }).click();
  await hears(tom, 'Saved.');
});

test('the rota says who is there, shows the gaps, and the group sees its part', async () => {
  const amara = await as('amara', { viewport: { width: 1280, height: 800 } });
  const tom = await as('tom');
  const june = await as('june');
  await openTalk(june, GROUP);
  await openDesk(tom, 'Rota');
  await tom.getByRole('heading', { name: 'Put somebody down' }).waitFor();
  await tom.getByRole('button', { name: 'Put down' }).click();
  await tom.getByRole('alert').getByText('Please choose what it is for.').waitFor();
  await tom.getByLabel('For what?').selectOption({ label: GROUP });
  await tom.getByRole('option', { name: 'Tom' }).waitFor({ state: 'attached' });
  await tom.getByLabel('Who?').selectOption({ label: 'Tom' });
  await tom.getByLabel('From', { exact: true }).fill(box(Date.now() - HOUR_MS));
  await tom.getByLabel('Until', { exact: true }).fill(box(Date.now() - 2 * HOUR_MS));
  await tom.getByRole('button', { name: 'Put down' }).click();
  await tom.getByRole('alert').getByText('Please say when it ends').waitFor();
  await looks(tom, 'rota-refused');
  await tom.getByLabel('Until', { exact: true }).fill(box(Date.now() + 2 * HOUR_MS));
  await tom.getByLabel('The same each week').selectOption({ label: '2 weeks' });
  await tom.getByRole('button', { name: 'Put down' }).click();
  await hears(tom, 'Tom is on the rota.');
  await tom.locator('.posts > li', { hasText: GROUP }).getByText(/^You are there until/).waitFor();
  await june.getByText(/Here for the group now: Tom, until/).waitFor();
  await tom.getByRole('button', { name: 'Put down' }).click();
  await tom.getByRole('alert').getByText('Tom is down for it then already.').waitFor();

  await openDesk(amara, 'Rota');
  const coordinators = amara.locator('.posts > li', { hasText: 'Coordinator on call' });
  await coordinators.getByText('Nobody is down for the next seven days.').waitFor();
  await amara.getByLabel('For what?').selectOption({ label: 'Coordinator on call' });
  await amara.getByRole('option', { name: 'Amara' }).waitFor({ state: 'attached' });
  await amara.getByLabel('Who?').selectOption({ label: 'Amara' });
  await amara.getByLabel('From', { exact: true }).fill(box(Date.now() - HOUR_MS));
  await amara.getByLabel('Until', { exact: true }).fill(box(Date.now() + 3 * HOUR_MS));
  await amara.getByRole('button', { name: 'Put down' }).click();
  await hears(amara, 'Amara is on the rota.');
  await coordinators.getByText(/^You are there until/).waitFor();
  await coordinators.getByText(/^Nobody is on call .* from .* on\.$/).waitFor();
  await openDesk(tom, 'Reports');
  await openDesk(tom, 'Rota');
  await tom.getByText(/^Amara is there until/).waitFor();
  await looks(amara, 'rota');

  await tom.locator('.duties > li', { hasText: GROUP }).first()
    .getByRole('button', { name: /^Take off Tom/ }).click();
  await tom.getByRole('button', { name: 'Yes, end it now' }).click();
  await hears(tom, 'Tom is off the rota.');
  await june.getByText(/Nobody looks after the group just now/).waitFor();
});

test('those who look after a group are asked to think of members who have been quiet', async () => {
  server.kithctl('clock', 'advance', '20d');
  const tom = await freshWindowOf(browser, server, 'tom', { reducedMotion: 'reduce' });
  pages.push(tom);
  await aboutGroup(tom);
  await tom.getByRole('button', { name: 'Look after this group' }).click();
  await tom.getByText(/^Dorothy last wrote \d+ days ago\.$/).waitFor();
  await tom.getByText('Reading along is taking part too.').waitFor();
  await looks(tom, 'quiet');
  assert.equal(await tom.getByText(/last wrote/).filter({ hasText: 'Tom' }).count(), 0);
});
