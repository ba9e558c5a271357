// JSON-RPC over POST /api/v1/rpc with a cookie jar of its own, and plain requests.

import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { nextConnection, record } from './traffic.js';
import { within } from './wait.js';

/** An error answer of the server, whichever way it came. */
export class Refusal extends Error {
  constructor(method, error) {
    super(`${method}: ${error.data?.error ?? error.code} ${JSON.stringify(error)}`);
    this.code = error.code;
    this.data = error.data ?? {};
    this.error = this.data.error;
    this.answer = error;
  }
}

/**
 * The refusal with which `promise` must fail. `error` is the word in data.error, or a list
 * of words; `expect` holds further members of data (true = any value).
 */
export async function refused(promise, error, expect = {}) {
  let value;
  try {
    value = await promise;
  } catch (failure) {
    if (!(failure instanceof Refusal)) {
      throw failure;
    }
    assert.ok([error].flat().includes(failure.error), `${error} wanted: ${failure.message}`);
    for (const [name, wanted] of Object.entries(expect)) {
      if (wanted === true) {
        assert.ok(name in failure.data, `data.${name} in ${failure.message}`);
      } else {
        assert.deepEqual(failure.data[name], wanted, failure.message);
      }
    }
    return failure;
  }
  throw new assert.AssertionError({
    message: `expected ${error}, but got ${JSON.stringify(value)}`,
  });
}

/** One request with exactly these headers; answers {status, headers, text}. */
export function request(url, { method = 'GET', headers = {}, body, agent, net = {} } = {}) {
  const { request: send } = url.startsWith('https:') ? https : http;
  const answer = new Promise((resolve, reject) => {
    const sent = send(url, { ...net, method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (data) => { text += data; });
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
  return within(answer, `an answer to ${method} ${url}`);
}

/** How to reach what stands behind a URL of a proxy: {ca, lookup}. */
export const waysTo = new Map();

export class Http {
  #agent;
  #ids = 0;

  constructor(url, {
    cookie = null, bearer = null, origin = null, net = waysTo.get(url) ?? {}, headers = {},
  } = {}) {
    this.url = url;
    this.cookie = cookie;
    this.bearer = bearer;
    this.origin = origin;
    this.net = net; // {ca, lookup}: how to reach a server behind a proxy
    this.extra = headers;
    this.setCookie = null; // the last Set-Cookie line, for tests of its attributes
    this.conn = nextConnection();
    const kind = url.startsWith('https:') ? https : http;
    this.#agent = new kind.Agent({ ...net, keepAlive: true, maxSockets: 1 });
  }

  headers() {
    return {
      'Content-Type': 'application/json',
      'X-Kith': '1',
      ...(this.cookie ? { Cookie: this.cookie } : {}),
      ...(this.bearer ? { Authorization: `Bearer ${this.bearer}` } : {}),
      ...(this.origin ? { Origin: this.origin } : {}),
      ...this.extra,
    };
  }

  #remember(response) {
    for (const line of response.headers['set-cookie'] ?? []) {
      this.setCookie = line;
      const pair = line.split(';')[0];
      const empty = pair.endsWith('=') || /max-age=0\b/i.test(line);
      this.cookie = empty ? null : pair;
    }
  }

  /** Posts any value as the body; answers {status, headers, text, body}. */
  async post(value, { wild = true } = {}) {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    record('http', this.conn, 'out', typeof value === 'string' ? null : value, wild);
    const response = await request(`${this.url}/api/v1/rpc`, {
      method: 'POST', headers: this.headers(), body, agent: this.#agent, net: this.net,
    });
    this.#remember(response);
    response.body = /json/.test(response.headers['content-type'] ?? '')
      ? JSON.parse(response.text) : null;
    if (response.body?.jsonrpc) {
      record('http', this.conn, 'in', response.body, false);
    }
    return response;
  }

  /** The result of a command, or a Refusal. `wild` = malformed on purpose. */
  async call(method, params = {}, { wild = false } = {}) {
    this.#ids += 1;
    const id = this.#ids;
    const response = await this.post({ jsonrpc: '2.0', id, method, params }, { wild });
    assert.equal(response.status, 200, `${method}: ${response.status} ${response.text}`);
    assert.equal(response.body.id, id);
    if (response.body.error) {
      throw new Refusal(method, response.body.error);
    }
    return response.body.result;
  }

  close() {
    this.#agent.destroy();
  }
}
