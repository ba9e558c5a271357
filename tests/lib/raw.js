// Sockets driven by hand, for what a well-behaved library would never send: odd request
// heads, half-open connections, single WebSocket frames built bit by bit.

import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { until, within } from './wait.js';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export class RawSocket {
  constructor(socket) {
    this.socket = socket;
    this.bytes = Buffer.alloc(0);
    this.ended = false;
    this.opened = performance.now();
    socket.on('data', (data) => { this.bytes = Buffer.concat([this.bytes, data]); });
    const over = () => {
      this.ended = true;
      this.lived = performance.now() - this.opened;
    };
    socket.on('end', over);
    socket.on('close', over);
    socket.on('error', over);
  }

  static async open(port) {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.setNoDelay(true);
    await within(new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    }), 'a TCP connection');
    return new RawSocket(socket);
  }

  write(data) {
    if (!this.ended && this.socket.writable) {
      this.socket.write(data);
    }
    return this;
  }

  get text() {
    return this.bytes.toString('latin1');
  }

  /** The status of the last response head received, or null when none came. */
  get status() {
    const heads = [...this.text.matchAll(/HTTP\/1\.1 (\d{3})/g)];
    return heads.length ? Number(heads.at(-1)[1]) : null;
  }

  /** Resolves when the peer has closed. */
  isCut(ms) {
    return until('the server to cut the connection', () => this.ended, ms);
  }

  /** Resolves with the status once a response head or the end has come. */
  async answers(ms) {
    await until('an answer or the end',
      () => this.ended || this.text.includes('\r\n\r\n'), ms);
    return this.status;
  }

  destroy() {
    this.socket.destroy();
  }
}

/** Sends a request head and body as given, waits for the answer or the cut. */
export async function rawRequest(port, text, ms) {
  const socket = await RawSocket.open(port);
  socket.write(text);
  const status = await socket.answers(ms);
  socket.destroy();
  return { status, text: socket.text };
}

export function upgradeHead(port, changes = {}) {
  const headers = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'kith.v1',
    Origin: `http://127.0.0.1:${port}`,
    ...changes,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`);
  return `GET /ws HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** One client frame. `length` overrides the declared length, `mask: false` leaves it bare. */
export function frame(payload, { opcode = 1, fin = true, rsv = 0, mask = true, length } = {}) {
  const body = Buffer.from(payload);
  const declared = BigInt(length ?? body.length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const bit = mask ? 0x80 : 0;
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(declared);
  if (declared < 126n) {
    head.push(bit | Number(declared));
  } else if (declared < 65536n) {
    head.push(bit | 126, ...long.subarray(6));
  } else {
    head.push(bit | 127, ...long);
  }
  const key = mask ? randomBytes(4) : Buffer.alloc(0);
  const sent = mask ? body.map((byte, i) => byte ^ key[i & 3]) : body;
  return Buffer.concat([Buffer.from(head), key, sent]);
}

/** A WebSocket handled frame by frame. */
export class RawWs extends RawSocket {
  static async open(port, changes) {
    const raw = new RawWs((await RawSocket.open(port)).socket);
    raw.write(upgradeHead(port, changes));
    await raw.answers();
    return raw;
  }

  get upgraded() {
    return this.status === 101;
  }

  /** The server's frames so far: [{opcode, fin, payload}]. */
  frames() {
    const frames = [];
    const start = this.bytes.indexOf('\r\n\r\n') + 4;
    for (let at = start; at + 2 <= this.bytes.length;) {
      const short = this.bytes[at + 1] & 0x7f;
      let length = short;
      let head = 2;
      if (short === 126) {
        length = this.bytes.readUInt16BE(at + 2);
        head = 4;
      } else if (short === 127) {
        length = Number(this.bytes.readBigUInt64BE(at + 2));
        head = 10;
      }
      if (at + head + length > this.bytes.length) {
        break;
      }
      frames.push({
        fin: Boolean(this.bytes[at] & 0x80),
        opcode: this.bytes[at] & 0x0f,
        payload: this.bytes.subarray(at + head, at + head + length),
      });
      at += head + length;
    }
    return frames;
  }

  /** The close code the server sent, 0 for a close without code, null for none. */
  get closeCode() {
    const close = this.frames().find((f) => f.opcode === 8);
    if (!close) {
      return null;
    }
    return close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 0;
  }

  send(payload, options) {
    return this.write(frame(payload, options));
  }

  sendJson(value, options) {
    return this.send(JSON.stringify(value), options);
  }

  /** Waits for a JSON message that fits. */
  message(where, ms) {
    return until('a message', () => this.frames().filter((f) => f.opcode === 1)
      .map((f) => JSON.parse(f.payload.toString())).find(where), ms);
  }

  /** Waits for the close frame or the cut; answers the code or null. */
  async isClosed(ms) {
    await until('a close', () => this.ended || this.closeCode !== null, ms);
    return this.closeCode;
  }
}
