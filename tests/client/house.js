// What each file of browser tests begins with: a server, a browser, and windows of people.

import { after, afterEach, before } from 'node:test';
import { Http } from '../lib/http.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import {
  assertAccessible, assertNoSideways, freshWindowOf, newWindow, noProblems, openBrowser, openServer,
  screenshot, windowOf,
} from './browser.js';

const WIDTHS = [1280, 360];
const HEIGHT = 800;

/**
 * A house for the tests of the file that calls this: `house.server` and `house.browser` are
 * there from before its first test until after its last. Windows opened through it may have
 * had no problem, and are closed after each test. `open` starts another server than that of
 * the demo, `ready` does what comes before the first test, `close` what comes after all;
 * `options` are those of its windows, unless one names others. (Hooks of one's own beside
 * these would not wait for them.)
 */
export function openHouse({ open = openServer, ready, close, options: usual = {} } = {}) {
  const pages = [];
  const people = new Map(); // handle → signed in without a window
  const house = {
    server: null,
    browser: null,

    /** A window that is watched and closed with the others. */
    async keep(opening) {
      const page = await opening;
      pages.push(page);
      return page;
    },

    /** A window in which she is signed in. */
    as: (handle, options = usual) =>
      house.keep(windowOf(house.browser, house.server, handle, options)),

    /** The same on a device that has not seen her before. */
    asOnNewDevice: (handle, options = usual) =>
      house.keep(freshWindowOf(house.browser, house.server, handle, options)),

    /** A window in which nobody is. */
    asNobody: (options = usual) => house.keep(newWindow(house.browser, house.server, options)),

    /** Somebody of the demo without a window, who calls commands; signed in once. */
    async person(handle) {
      if (!people.has(handle)) {
        const http = new Http(house.server.url);
        await http.call('session.start', { handle, password: DEMO_PASSWORD });
        people.set(handle, http);
      }
      return people.get(handle);
    },
  };

  before(async () => {
    house.server = await open();
    house.browser = await openBrowser();
    await ready?.();
  });

  after(async () => {
    await house.browser?.close();
    people.forEach((one) => one.close());
    await close?.(); // a town finds that all is whole
    await house.server?.stop();
  });

  afterEach(async () => {
    for (const page of pages.splice(0)) {
      noProblems(page);
      await page.context().close();
    }
  });

  return house;
}

/** Shows a page wide and narrow: a screenshot each, axe clean, nothing wider than the window. */
export async function looksWell(page, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await screenshot(page, `${name}-${width}`);
    await assertAccessible(page, `${name}, ${width}`);
    await assertNoSideways(page, `${name}, ${width}`);
  }
}
