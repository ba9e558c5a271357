// An authenticator app: RFC 6238 with SHA-1, six digits, steps of 30 s.

import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const STEP_MS = 30_000;

/** The secret that stands in a key. */
export function bytesOf(base32) {
  const bits = [...base32].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

/** What an app that has the key `base32` shows at a moment. */
export function codeAt(base32, ms) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / STEP_MS)));
  const hash = createHmac('sha1', bytesOf(base32)).update(counter).digest();
  const at = hash.at(-1) & 0xf;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** A phone with an app: each code that it gives is of a step that it gave none of before. */
export class App {
  #last = 0;

  constructor(http, key) {
    this.http = http; // any client of the server, which tells its time
    this.key = key;
  }

  /** The next code that the server has not seen, of the step now or the one to come. */
  async code() {
    const { time } = await this.http.call('server.hello');
    this.#last = Math.max(this.#last + 1, Math.floor(time / STEP_MS) - 1);
    return codeAt(this.key, this.#last * STEP_MS);
  }

  /** A code of long ago. */
  async oldCode() {
    const { time } = await this.http.call('server.hello');
    return codeAt(this.key, time - 10 * STEP_MS);
  }
}

/** Sets the second step up for somebody who is signed in: {app, codes}. */
export async function setUp(http, password) {
  const { key } = await http.call('account.second_factor_begin', { password });
  const app = new App(http, key);
  const { codes } = await http.call('account.second_factor_confirm', { code: await app.code() });
  return { app, codes };
}
