// How the pages of a story look and read: axe in light, dark and forced colours, nothing wider
// than the window at 400 % zoom. Screenshots go to build/screens/.

import { after, before, test } from 'node:test';
import {
  assertAccessible, assertNoSideways, noProblems, openBrowser, openServer, screenshot, windowOf,
} from './browser.js';
import { button, heading, openPage, openQuestion, toList } from './story-steps.js';

let server;
let browser;

before(async () => {
  server = await openServer();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const LOOKS = [
  { name: '360', viewport: { width: 360, height: 740 } },
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '360-dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: '360-forced', viewport: { width: 360, height: 740 }, forcedColors: 'active' },
  { name: 'zoom-400', viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' },
];

const QUESTIONS = [
  ['one', 'Relationship to the child', /^Who are you/], ['marks', 'What it is about', /^What is part/],
  ['ranked', 'The three that matter most', /^Which three/], ['times', 'When', /^When could/],
  ['text', 'Code word', /^Is there a word/], ['many', 'Languages', /^Which languages/],
];

for (const { name, ...options } of LOOKS) {
  test(`every page of a story is accessible and fits: ${name}`, async () => {
    const june = await windowOf(browser, server, 'june', options);
    const look = async (view) => {
      await screenshot(june, `${view}-${name}`);
      await assertAccessible(june, `${view}, ${name}`);
      await assertNoSideways(june, `${view}, ${name}`);
    };
    await openPage(june, 'My story');
    await look('story');
    for (const [kind, short, question] of QUESTIONS) {
      await openQuestion(june, short, question);
      if (kind === 'marks') {
        await june.getByRole('button', { name: /^A parent in prison/ }).click();
      }
      await look(`story-${kind}`);
      await toList(june);
    }
    await button(june, 'Open the last questions').click();
    await heading(june, 'A few more questions, if you like');
    await look('story-special');
    await openPage(june, 'What I have agreed to');
    await june.getByText('Being brought together').first().waitFor();
    await look('consents');
    await openPage(june, 'People we should not bring you together with');
    await button(june, 'Add a relative').click();
    await button(june, 'Add').click();
    await june.getByText('Please write a name.').waitFor();
    await look('check');
    noProblems(june);
    await june.context().close();
  });
}
