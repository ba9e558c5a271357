// What a coordinator does at her desk, as steps of a journey. By keyboard where it is about
// rows of a table: the arrows and letters that the page itself documents.

import assert from 'node:assert/strict';
import { focused } from './keys.js';

const ROWS_MAX = 400;

/** Opens a page of the desk: Waiting, Matching, Supporters, Matches, Figures or People. */
export async function openDesk(page, name) {
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await page.getByRole('navigation', { name: 'Desk' })
    .getByRole('link', { name, exact: true }).click();
}

/** The button that names a row: a person, or a pair as "June with Priya". */
export function rowOf(page, name) {
  return page.locator('[data-row]').filter({ hasText: name });
}

export function details(page) {
  return page.locator('tr.details');
}

/** Walks with the arrow keys, from the row that has the focus, to the one named so. */
export async function walkTo(page, name) {
  await page.keyboard.press('Home');
  for (let i = 0; i < ROWS_MAX; i += 1) {
    if ((await focused(page)).includes(name)) {
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`no row ${name}`);
}

/** Puts the focus into the table that has this row, and walks to it. */
export async function goToRow(page, name) {
  const row = rowOf(page, name).first();
  await row.waitFor();
  await row.locator('xpath=ancestor::tbody').locator('[data-row][tabindex="0"]').focus();
  await walkTo(page, name);
}

/**
 * Waits until this is said to a screen reader. What was heard once is not heard again: the
 * next time it is waited for, it must be said anew.
 */
export async function hears(page, words) {
  const said = typeof words === 'string' ? { part: words } : { pattern: words.source };
  await page.waitForFunction(({ part, pattern }) => {
    const fits = (text) => (part ? text.includes(part) : new RegExp(pattern).test(text));
    const at = window.heard.findIndex(fits);
    window.heard.splice(0, at + 1);
    return at >= 0;
  }, said);
}

/** A run was asked for: waits until it is done and stands on the page, instead of an earlier. */
export async function seesNewRun(page) {
  await hears(page, /^Matching is done/);
  await page.waitForFunction(() => {
    const runs = document.querySelector('select[name="run"]');
    return runs !== null && runs.selectedIndex === 0; // the newest stands first
  });
}

/** A carer who has asked, and consented, now waits. */
export async function screens(page, name) {
  await openDesk(page, 'Waiting');
  await goToRow(page, name);
  await page.keyboard.press('s');
  await page.getByRole('form', { name: /^Have you talked with/ })
    .getByRole('button', { name: 'Yes, ready to wait' }).click();
  await hears(page, `${name} now waits for a supporter.`);
  await rowOf(page, name).and(page.locator(':focus')).waitFor(); // and not the page's heading
}

/** Begins a run over everybody and waits for its result. */
export async function runsMatching(page) {
  await openDesk(page, 'Matching');
  await page.getByRole('button', { name: 'Match everybody now' }).click();
  await seesNewRun(page);
  await page.getByRole('heading', { name: 'Proposed pairs' }).waitFor();
}

/** Opens a proposed pair: score, reasons and parts. */
export async function looksAtPair(page, pair) {
  await goToRow(page, pair);
  if (await rowOf(page, pair).first().getAttribute('aria-expanded') === 'false') {
    await page.keyboard.press('Enter');
  }
  await details(page).getByText('Why these two').waitFor();
}

/** The pairs that are proposed now, as the table names them. */
export async function pairsOf(page) {
  const names = page.locator('[data-row]').filter({ hasText: ' with ' });
  await names.first().waitFor();
  return names.allTextContents();
}

/** Asks what it costs to swap the supporters of two pairs; answers the price in words. */
export async function asksSwapPrice(page, pair, other) {
  await goToRow(page, pair);
  await page.keyboard.press('s');
  await page.getByLabel('Swap with').selectOption({ label: other });
  await page.getByRole('button', { name: 'See what it costs' }).click();
  const price = page.locator('.price');
  await price.waitFor();
  return price.innerText();
}

/** Says yes to the price that stands there, and waits for the new run. */
export async function swaps(page) {
  await page.getByRole('button', { name: 'Yes, swap and match again' }).click();
  await seesNewRun(page);
}

/** Asks what it costs to put a carer together with a supporter by hand; says yes to it. */
export async function chooses(page, carer, supporter) {
  await goToRow(page, carer);
  await page.keyboard.press('c');
  await page.getByLabel('Supporter', { exact: true }).selectOption({ label: supporter });
  await page.getByRole('status').getByText('of 1000').first().waitFor();
  await page.getByRole('button', { name: 'See what it costs' }).click();
  await page.getByRole('button', { name: 'Yes, lock it and match again' }).click();
  await seesNewRun(page);
}

/** Offers one proposed pair to both. */
export async function approves(page, pair) {
  await goToRow(page, pair);
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Yes, offer it' }).click();
  await hears(page, 'offered to both.');
}
