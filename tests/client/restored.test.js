// The server went back to a backup while a page was open: what the page shows, and what
// becomes of words that wait in it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Backups } from '../lib/backup.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { removeDataDir, startServer } from '../lib/server.js';
import { isSent, message, openTalk, standsOnce, write } from './browser.js';
import { openHouse } from './house.js';

const backups = new Backups();
const house = openHouse({
  open: () => startServer({ demo: true, options: backups.options }),
  close: () => backups.remove(),
});

/** The machine is lost; the server goes on, at the same address, from the archives. */
async function goesBack(server, archives) {
  const { dataDir } = backups.restore(server, archives);
  fs.copyFileSync(path.join(server.dataDir, 'master.key'), path.join(dataDir, 'master.key'));
  removeDataDir(server.dataDir);
  server.dataDir = dataDir;
  server.kithctl('restore', '--acknowledge'); // the lead has read the list
  await server.restart();
}

test('a page asks to sign in again, and sends what waited, once', async () => {
  const { server } = house;
  const [june, priya] = [await house.as('june'), await house.as('priya')];
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
  await write(june, 'Before the backup.');
  await isSent(june, 'Before the backup.');
  const archives = backups.make(server);
  await write(june, 'After the backup.');
  await isSent(june, 'After the backup.');
  await message(priya, 'After the backup.').waitFor();
  await server.kill9();
  await write(june, 'While it was down.');
  await message(june, 'While it was down.').getByText('waiting for a connection').waitFor();
  await goesBack(server, archives);

  for (const [page, handle] of [[june, 'june'], [priya, 'priya']]) {
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await page.getByLabel('Your user name or e-mail address').fill(handle);
    await page.getByLabel('Your password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
  await openTalk(june, 'Priya');
  await openTalk(priya, 'June');
  for (const page of [june, priya]) {
    await standsOnce(page, 'Before the backup.');
    await standsOnce(page, 'While it was down.');
    assert.equal(await message(page, 'After the backup.').count(), 0, 'no page shows what is gone');
  }
  await isSent(june, 'While it was down.');
});
