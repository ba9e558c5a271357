// Signing in by unlocking this phone or computer, in Chromium with a device of its own making:
// added on one's own page, used to sign in, taken away.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { DEMO_PASSWORD } from '../lib/people.js';
import { startServer } from '../lib/server.js';
import { hears } from './desk-steps.js';
import { looksWell, openHouse } from './house.js';
import { focusIs } from './keys.js';

const SIGN_IN = { name: 'Sign in with this phone or computer' };

/** A port that is free now: the public URL has to be known before the server starts. */
function freePort() {
  return new Promise((resolve, reject) => {
    const holder = createServer().on('error', reject);
    holder.listen(0, '127.0.0.1', () => {
      const { port } = holder.address();
      holder.close(() => resolve(port));
    });
  });
}

const house = openHouse({
  open: async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`; // passkeys are for names, not for addresses
    const server = await startServer({ demo: true, listen: `127.0.0.1:${port}`,
      options: { 'public-url': url, 'staff-second-factor': 'required' } });
    return Object.defineProperty(server, 'url', { value: url });
  },
});

/** A device in the window: its owner is there, and is recognised unless said otherwise. */
async function plugIn(page, { isUserVerified = true } = {}) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified, automaticPresenceSimulation: true } });
  return {
    credentials: async () =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    clear: () => cdp.send('WebAuthn.clearCredentials', { authenticatorId }),
    recognises: (is) => cdp.send('WebAuthn.setUserVerified',
      { authenticatorId, isUserVerified: is }),
  };
}

const openMe = (page) => page.getByRole('link', { name: 'Me', exact: true }).click();
const card = (page) => page.locator('section.card', { hasText: 'Sign in without a password' });

async function adds(page, name, password = DEMO_PASSWORD) {
  await card(page).getByRole('button', { name: 'Use this phone or computer' }).click();
  await page.getByLabel('What do you call it?').fill(name);
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function typesPassword(page, handle) {
  await page.getByLabel('Your user name or e-mail address').fill(handle);
  await page.getByLabel('Your password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signsOut(page) {
  await page.getByRole('button', { name: 'Sign out here' }).click();
  await page.getByRole('button', SIGN_IN).waitFor();
}

test('a phone is added, lets its owner in, and is taken away with itself', async () => {
  const june = await house.asOnNewDevice('june');
  const phone = await plugIn(june);
  await openMe(june);
  await card(june).waitFor();
  await card(june).getByRole('button', { name: 'Use this phone or computer' }).click();
  await looksWell(june, 'passkey-add');
  await focusIs(june, /^What do you call it/);
  await card(june).getByRole('button', { name: 'Cancel' }).click();
  await focusIs(june, 'Sign in without a password');
  await adds(june, 'My phone', 'not this one');
  await june.getByText('This is not your password.').waitFor();
  assert.equal((await phone.credentials()).length, 0);
  await june.getByLabel('Your password').fill(DEMO_PASSWORD);
  await june.getByRole('button', { name: 'Go on' }).click();
  await hears(june, 'From now on you can sign in by unlocking it.');
  const [credential] = await phone.credentials();
  assert.equal(credential.isResidentCredential, true);
  assert.equal(credential.rpId, 'localhost');
  await card(june).getByText('My phone').waitFor();

  await adds(june, 'My phone again'); // it is known: the browser says so
  await june.getByText('This phone or computer can let you in already.').waitFor();
  await card(june).getByRole('button', { name: 'Cancel' }).click();

  await signsOut(june);
  await looksWell(june, 'passkey-sign-in');
  await june.getByRole('button', SIGN_IN).click();
  await june.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await openMe(june);
  await card(june).getByText('Last used: Today').waitFor();
  await looksWell(june, 'passkey-list');

  await card(june).getByRole('button', { name: 'Remove My phone' }).click();
  await looksWell(june, 'passkey-remove');
  await card(june).getByRole('button', { name: 'Unlock this phone or computer instead' }).click();
  await hears(june, 'My phone is removed.');
  await card(june).getByText('My phone').waitFor({ state: 'detached' });
  await signsOut(june);
  await june.getByRole('button', SIGN_IN).click();
  await june.getByText('This phone or computer is not known here, or no longer.').waitFor();
  await looksWell(june, 'passkey-unknown');
});

test('whoever is not recognised by the phone is not let in; the password still works', async () => {
  const mo = await house.asOnNewDevice('mo');
  const phone = await plugIn(mo);
  await openMe(mo);
  await adds(mo, 'My phone');
  await hears(mo, 'From now on you can sign in by unlocking it.');
  await signsOut(mo);
  await phone.recognises(false);
  await mo.getByRole('button', SIGN_IN).click();
  await mo.getByText('That did not work. You can sign in with your password.').waitFor();
  await phone.recognises(true);
  await phone.clear(); // the phone has forgotten it
  await mo.getByRole('button', SIGN_IN).click();
  await mo.getByText('That did not work. You can sign in with your password.').waitFor();
  await typesPassword(mo, 'mo');
  await mo.getByRole('heading', { name: 'Your conversations' }).waitFor();
  await openMe(mo);
  await card(mo).getByRole('button', { name: 'Remove My phone' }).click();
  await card(mo).getByLabel('Your password').fill(DEMO_PASSWORD);
  await card(mo).getByRole('button', { name: 'Remove it' }).click();
  await hears(mo, 'My phone is removed.');
});

test('a lost phone that is taken away is signed out, and the list says so', async () => {
  const lost = await house.asOnNewDevice('grace');
  await plugIn(lost);
  await openMe(lost);
  await adds(lost, 'My lost phone');
  await hears(lost, 'From now on you can sign in by unlocking it.');
  const tablet = await house.asOnNewDevice('grace');
  await openMe(tablet);
  const others = tablet.getByRole('button', { name: 'Sign out', exact: false })
    .and(tablet.locator('.person-line button'));
  await others.first().waitFor();
  const before = await others.count();
  await card(tablet).getByRole('button', { name: 'Remove My lost phone' }).click();
  await card(tablet).getByText('is signed out unless it is this one').waitFor();
  await card(tablet).getByLabel('Your password').fill(DEMO_PASSWORD);
  await card(tablet).getByRole('button', { name: 'Remove it' }).click();
  await hears(tablet, 'My lost phone is removed.');
  await lost.getByRole('button', SIGN_IN).waitFor();
  await others.nth(before - 1).waitFor({ state: 'detached' });
  assert.equal(await others.count(), before - 1);
});

test('an older browser gives the same within its attestation', async () => {
  const june = await house.asOnNewDevice('june');
  await plugIn(june);
  await june.evaluate(() => { delete AuthenticatorAttestationResponse.prototype.getAuthenticatorData; });
  await openMe(june);
  await adds(june, 'An old phone');
  await hears(june, 'From now on you can sign in by unlocking it.');
});

test('a browser that knows no passkeys offers none', async () => {
  const page = await house.asNobody();
  await page.addInitScript(() => { delete window.PublicKeyCredential; });
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  assert.equal(await page.getByRole('button', SIGN_IN).count(), 0);
});

test('staff who need a second step make it with this phone, and come in with it', async () => {
  const amara = await house.asNobody();
  await amara.goto('/');
  const phone = await plugIn(amara);
  await typesPassword(amara, 'amara');
  await amara.getByRole('heading', { name: 'One more thing before you start' }).waitFor();
  await amara.getByText('There are two ways.').waitFor();
  await looksWell(amara, 'passkey-required');
  await amara.getByRole('button', { name: 'Set up a second step' }).click();
  await card(amara).waitFor({ state: 'detached' });
  await amara.getByRole('button', { name: 'Cancel' }).click();
  await adds(amara, 'My phone', 'not this one');
  await amara.getByText('This is not your password.').waitFor();
  assert.equal(await amara.getByLabel('Your password').count(), 1, 'the other way rests');
  await looksWell(amara, 'passkey-required-add');
  await amara.getByLabel('Your password').fill(DEMO_PASSWORD);
  await amara.getByRole('button', { name: 'Go on' }).click();
  await amara.getByRole('heading', { name: 'Your conversations' }).waitFor();
  assert.equal((await phone.credentials()).length, 1);

  await openMe(amara);
  await signsOut(amara);
  await typesPassword(amara, 'amara'); // is not enough now, and makes no other
  await amara.getByRole('heading', { name: 'Unlock your phone or computer' }).waitFor();
  assert.equal(await amara.getByRole('button', { name: 'Set up a second step' }).count(), 0);
  await looksWell(amara, 'passkey-required-known');
  await phone.recognises(false);
  await amara.getByRole('button', SIGN_IN).click();
  await amara.getByText('That did not work. Nothing has changed.').waitFor();
  await phone.recognises(true);
  await amara.getByRole('button', SIGN_IN).click();
  await amara.getByRole('heading', { name: 'Your conversations' }).waitFor();
});
