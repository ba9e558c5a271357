// What the journeys through Today share.

import assert from 'node:assert/strict';
import { assertAccessible, assertNoSideways, screenshot } from './browser.js';
import { heading } from './story-steps.js';

const SIZES = [
  ['1280', { width: 1280, height: 800 }],
  ['zoom-400', { width: 320, height: 256 }], // 1280 x 1024 at 400 %: WCAG 2.2, 1.4.10
  ['360', { width: 360, height: 740 }], // the last one stays
];

/** The page as it is now, in each size: a picture, axe, nothing wider than the window. */
export async function look(page, view) {
  for (const [name, size] of SIZES) {
    await page.setViewportSize(size);
    await screenshot(page, `${view}-${name}`);
    await assertAccessible(page, `${view}, ${name}`);
    await assertNoSideways(page, `${view}, ${name}`);
  }
}

/** What is told for a while stands above the page, not over it. */
export async function noticeHidesNothing(page) {
  const gap = await page.evaluate(() => {
    scrollTo(0, 0);
    const main = document.querySelector('main').getBoundingClientRect();
    return main.top - document.querySelector('.notice').getBoundingClientRect().bottom;
  });
  assert.ok(gap >= 0, `the notice lies over ${-gap} px of the page`);
}

export async function openToday(page) {
  await page.getByRole('link', { name: 'Today', exact: true }).click();
  await heading(page, 'Today');
  await page.locator('.day-card').first().waitFor();
}

/** One card of the day, open. */
export async function openCard(page, title) {
  const sign = page.getByRole('button', { name: title }).and(page.locator('.card-title'));
  await sign.waitFor();
  if (await sign.getAttribute('aria-expanded') === 'false') {
    await sign.click();
  }
  return page.locator('.day-card', { has: sign });
}
