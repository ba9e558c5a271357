// A phone that makes passkeys and signs with them, as browsers hand it on: for tests of the
// server without a browser.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const PRESENT = 0x01;
const RECOGNISED = 0x04;
const HAS_KEY = 0x40;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const uint32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const hex = (text) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** Key pairs, what their public half is in COSE, and the hash that is signed. */
const KINDS = {
  ES256: () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = pair.publicKey.export({ format: 'jwk' });
    return { pair, hash: 'sha256', cose: Buffer.concat([hex('a5 01 02 03 26 20 01 21 58 20'),
      Buffer.from(x, 'base64url'), hex('22 58 20'), Buffer.from(y, 'base64url')]) };
  },
  EdDSA: () => {
    const pair = generateKeyPairSync('ed25519');
    const { x } = pair.publicKey.export({ format: 'jwk' });
    return { pair, hash: null, cose: Buffer.concat([hex('a4 01 01 03 27 20 06 21 58 20'),
      Buffer.from(x, 'base64url')]) };
  },
  RS256: () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n } = pair.publicKey.export({ format: 'jwk' });
    return { pair, hash: 'sha256', cose: Buffer.concat([hex('a4 01 03 03 39 01 00 20 59 01 00'),
      Buffer.from(n, 'base64url'), hex('21 43 01 00 01')]) };
  },
};

export class SoftPasskey {
  constructor(origin, kind = 'ES256') {
    Object.assign(this, KINDS[kind]());
    this.origin = origin;
    this.id = randomBytes(32);
    this.counter = 0;
    this.user = null;
  }

  #clientData(type, challenge, changes) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin,
      crossOrigin: false, ...changes }));
  }

  #head(rpId, flags) {
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), uint32(this.counter)]);
  }

  /** What account.passkey_add takes; `changes` are of the client data, `flags` go away. */
  make(ask, { name = 'My phone', without = 0, changes = {} } = {}) {
    this.user = ask.user;
    const data = Buffer.concat([this.#head(ask.rp_id,
      (PRESENT | RECOGNISED | HAS_KEY) & ~without), Buffer.alloc(16),
    Buffer.from([0, this.id.length]), this.id, this.cose]);
    return { name, authenticator_data: b64(data),
      client_data: b64(this.#clientData('webauthn.create', ask.challenge, changes)) };
  }

  /** What answers a challenge. */
  answer(ask, { without = 0, changes = {}, rpId = ask.rp_id } = {}) {
    this.counter += this.counter > 0 ? 1 : 0;
    const data = this.#head(rpId, (PRESENT | RECOGNISED) & ~without);
    const clientData = this.#clientData('webauthn.get', ask.challenge, changes);
    const signature = sign(this.hash, Buffer.concat([data, sha256(clientData)]),
      this.pair.privateKey);
    return { credential: b64(this.id), authenticator_data: b64(data),
      client_data: b64(clientData), signature: b64(signature) };
  }

  /** The same with whose it is, for session.passkey_start. */
  signIn(ask, how) {
    return { ...this.answer(ask, how), user: this.user };
  }
}

export const FLAGS = { PRESENT, RECOGNISED };
