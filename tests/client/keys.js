// Moving through a page by keyboard alone.

import assert from 'node:assert/strict';
import { until } from '../lib/wait.js';

const TABS_MAX = 80;

/** What a screen reader would call the element that has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    const now = document.activeElement;
    if (now === document.body) {
      return '';
    }
    const label = now.labels?.[0]?.textContent;
    return now.getAttribute('aria-label') ?? label ?? now.textContent ?? '';
  });
}

/** Waits until the focus is on what is called so, word for word or as a pattern. */
export async function focusIs(page, name) {
  await until(`focus on ${name}`, async () => {
    const now = await focused(page);
    return name instanceof RegExp ? name.test(now) : now === name;
  });
}

/** What had the focus may be gone; the focus is not: it never falls back to the page. */
export async function keepsFocus(page) {
  await page.waitForFunction(() => document.activeElement !== document.body);
}

/** WCAG 2.2, 2.4.11: what has the focus is not hidden behind the bars. */
async function assertNotCovered(page, name) {
  const isSeen = await page.evaluate(() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    return at !== null && (document.activeElement.contains(at) || at.contains(document.activeElement));
  });
  assert.ok(isSeen, `focus on ${name} is not covered`);
}

/** Presses Tab until what has the focus is called so, and its focus can be seen. */
export async function tabTo(page, name) {
  for (let i = 0; i < TABS_MAX; i += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) {
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `focus on ${name} can be seen`);
      await assertNotCovered(page, name);
      return;
    }
  }
  assert.fail(`no ${name} within ${TABS_MAX} presses of Tab`);
}
