// A small client of kith.v1 written from the protocol page alone: one device of one
// person. It answers heartbeats, matches replies to requests, and keeps a dense log of
// every conversation.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { Http, Refusal } from './http.js';
import { Stream } from './stream.js';
import { nextConnection, record } from './traffic.js';
import { later, within } from './wait.js';

export class Closed extends Error {
  constructor(code, reason) {
    super(`the server closed with ${code} ${reason}`);
    this.code = code;
    this.reason = reason;
  }
}

export class Device {
  #ws = null;
  #ids = 0;
  #pending = new Map();
  #waiters = new Set();
  #conn = 0;

  constructor(server, { http, name = 'someone', answersHeartbeat = true } = {}) {
    this.server = server;
    this.http = http ?? new Http(server.url);
    this.name = name;
    this.answersHeartbeat = answersHeartbeat;
    this.person = null;
    this.streams = new Map(); // conversation → Stream
    this.conversations = new Map(); // id → C as last told
    this.people = {};
    this.heard = []; // events in order of arrival, with their conversation
    this.signals = [];
    this.heartbeats = 0;
    this.closed = null; // {code, reason} once the connection ended
  }

  static async signIn(server, handle, password, settings = {}) {
    const device = new Device(server, { name: handle, ...settings });
    const { person } = await device.http.call('session.start', { handle, password });
    device.person = person;
    return device;
  }

  /** Another device of the same person: its own session when a password is given. */
  async another(handle, password) {
    if (handle) {
      return Device.signIn(this.server, handle, password);
    }
    const twin = new Device(this.server, {
      name: this.name,
      http: new Http(this.http.url, { cookie: this.http.cookie, net: this.http.net }),
    });
    twin.person = this.person;
    return twin;
  }

  get attached() {
    return this.#ws?.readyState === WebSocket.OPEN;
  }

  /** Opens the socket without attaching. */
  async connect({ url, protocols = ['kith.v1'], origin, headers } = {}) {
    this.closed = null;
    this.#conn = nextConnection();
    const ws = new WebSocket(url ?? `${this.http.url.replace(/^http/, 'ws')}/ws`, protocols,
      { ...this.http.net, origin: origin ?? this.server.origin, headers,
        perMessageDeflate: false });
    const open = later();
    const gone = later();
    this.#ws = ws;
    this.gone = gone.promise;
    ws.on('open', () => open.resolve());
    ws.on('unexpected-response', (_, response) => {
      open.reject(Object.assign(new Error(`upgrade refused: ${response.statusCode}`),
        { status: response.statusCode }));
      ws.terminate();
    });
    ws.on('error', (error) => open.reject(error));
    ws.on('message', (data) => { if (this.#ws === ws) this.#take(data.toString()); });
    ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      const failure = new Closed(code, reason.toString());
      open.reject(failure);
      for (const [, { box }] of this.#pending) {
        box.reject(failure);
      }
      this.#pending.clear();
      gone.resolve(this.closed);
    });
    await within(open.promise, `${this.name} to connect`);
    return this;
  }

  /**
   * Connects and attaches. `resume`: true = from the logs held, an object = these
   * cursors, absent = from head.
   */
  async attach({ resume, token, device, connect, all = true } = {}) {
    const pass = token ? { token } : {
      ticket: (await this.http.call('session.ticket')).ticket,
    };
    if (!this.#ws || this.#ws.readyState !== WebSocket.OPEN) {
      await this.connect(connect);
    }
    const cursors = resume === true ? this.cursors() : resume;
    const reply = await this.call('session.attach', {
      ...pass, ...(device ? { device } : {}), ...(cursors ? { resume: cursors } : {}),
    });
    this.person = reply.person;
    this.hello = reply;
    this.#learn(reply, cursors ?? {});
    for (let page = reply; all && page.more;) {
      const after = page.conversations.at(-1).id;
      page = await this.call('conversation.list', { after });
      this.#learn(page, cursors ?? {});
    }
    for (const id of reply.gone ?? []) {
      this.streams.delete(id);
    }
    return reply;
  }

  #learn({ conversations, people }, cursors) {
    Object.assign(this.people, people);
    for (const c of conversations) {
      this.conversations.set(c.id, c);
      const stream = this.stream(c.id);
      if (c.resync) {
        stream.faults.push(`resync of ${c.id} from ${JSON.stringify(cursors[c.id])}`);
        this.streams.set(c.id, new Stream(c.id, { epoch: c.epoch, last: c.head }));
      } else if (cursors[c.id]) {
        stream.begin(...cursors[c.id]);
      } else {
        stream.begin(c.epoch, c.head);
      }
    }
  }

  cursors() {
    const cursors = {};
    for (const [id, stream] of this.streams) {
      if (stream.last !== null) {
        cursors[id] = stream.cursor;
      }
    }
    return cursors;
  }

  stream(conversation) {
    let stream = this.streams.get(conversation);
    if (!stream) {
      stream = new Stream(conversation);
      this.streams.set(conversation, stream);
    }
    return stream;
  }

  #take(text) {
    const message = JSON.parse(text);
    record('ws', this.#conn, 'in', message);
    if ('id' in message && !message.method) {
      this.#reply(message);
    } else if (message.method === 'events') {
      this.#events(message.params.streams);
    } else if (message.method === 'signal') {
      this.signals.push(message.params);
      this.#tell();
    } else if (message.method === 'heartbeat') {
      this.heartbeats += 1;
      if (this.answersHeartbeat) {
        this.notify({ jsonrpc: '2.0', method: 'heartbeat' });
      }
      this.#tell();
    } else {
      throw new Error(`unknown message ${text}`);
    }
  }

  #reply(message) {
    const waiting = this.#pending.get(message.id);
    if (!waiting) {
      this.orphan = message; // an answer to raw(): tests read it with lastOrphan
      this.#tell();
      return;
    }
    this.#pending.delete(message.id);
    if (message.error) {
      waiting.box.reject(new Refusal(waiting.method, message.error));
    } else {
      waiting.box.resolve(message.result);
    }
  }

  #events(streams) {
    for (const { conversation, epoch, events } of streams) {
      const stream = this.stream(conversation);
      for (const event of events) {
        if (stream.apply(event, epoch)) {
          this.#follow(event);
          this.heard.push({ conversation, ...event });
        }
      }
    }
    this.#tell();
  }

  /** Memberships tell where a new stream begins and that one has ended. */
  #follow(event) {
    if (event.kind === 'membership.began') {
      const { conversation, epoch, floor } = event.data;
      const known = this.streams.get(conversation);
      if (known?.ended) {
        this.streams.set(conversation, new Stream(conversation, { epoch, last: floor - 1 }));
        this.streams.get(conversation).events = known.events;
      } else {
        this.stream(conversation).begin(epoch, floor - 1);
      }
    } else if (event.kind === 'membership.ended') {
      this.stream(event.data.conversation).ended = true;
    }
  }

  #tell() {
    for (const waiter of [...this.#waiters]) {
      waiter();
    }
  }

  /** Sends any text or value as one frame, unchecked. */
  raw(value) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    record('ws', this.#conn, 'out', typeof value === 'string' ? null : value, true);
    this.#ws.send(text);
  }

  /** Sends a raw value and answers the next reply that no call() waits for. */
  async rawAnswer(value) {
    this.orphan = null;
    this.raw(value);
    await this.#when('an answer', () => this.orphan);
    return this.orphan;
  }

  notify(message) {
    record('ws', this.#conn, 'out', message);
    this.#ws.send(JSON.stringify(message));
  }

  /** The result of a command: over the socket when there is one, else over HTTP. */
  call(method, params = {}, { wild = false } = {}) {
    if (!this.attached) {
      return this.http.call(method, params, { wild });
    }
    this.#ids += 1;
    const id = this.#ids;
    const message = { jsonrpc: '2.0', id, method, params };
    const box = later();
    this.#pending.set(id, { method, box });
    record('ws', this.#conn, 'out', message, wild);
    this.#ws.send(JSON.stringify(message));
    return within(box.promise, `${this.name}: an answer to ${method}`);
  }

  #when(what, condition, ms) {
    const box = later();
    const check = () => {
      const value = condition();
      if (value) {
        this.#waiters.delete(check);
        box.resolve(value);
      }
    };
    this.#waiters.add(check);
    this.gone?.then(({ code, reason }) => box.reject(new Closed(code, reason)));
    check();
    return within(box.promise, `${this.name}: ${what}`, ms)
      .finally(() => this.#waiters.delete(check));
  }

  // -- prose ---------------------------------------------------------------------

  sends(text, conversation, more = {}) {
    return this.call('message.send', { conversation, cid: randomUUID(), text, ...more });
  }

  /** The next event of this kind (not heard before) that matches. */
  async hears(kind, { text, where, within: ms } = {}) {
    let from = 0;
    const fits = (e) => !e.taken && (kind === '*' || e.kind === kind) &&
      (text === undefined || e.data?.text === text) && (!where || where(e));
    const event = await this.#when(`to hear ${kind} ${text ?? ''}`, () => {
      const found = this.heard.findIndex((e, i) => i >= from && fits(e));
      from = found < 0 ? this.heard.length : found;
      return found < 0 ? null : this.heard[found];
    }, ms);
    event.taken = true;
    return event;
  }

  /** The next signal that matches; taken out of the list. */
  async senses(type, where = () => true, ms = undefined) {
    const signal = await this.#when(`signal ${type}`,
      () => this.signals.find((s) => s.type === type && where(s)), ms);
    this.signals.splice(this.signals.indexOf(signal), 1);
    return signal;
  }

  /** Has every event of the conversation up to and including `seq`. */
  reaches(conversation, seq, ms) {
    return this.#when(`${conversation} up to ${seq}`,
      () => (this.streams.get(conversation)?.last ?? -1) >= seq, ms);
  }

  beats(count, ms) {
    return this.#when(`${count} heartbeats`, () => this.heartbeats >= count, ms);
  }

  history(conversation, bounds = {}) {
    return this.call('conversation.history', { conversation, ...bounds });
  }

  /** Everything of a conversation that this person may read, oldest first. */
  async wholeHistory(conversation) {
    const events = [];
    for (let after = 0, more = true; more;) {
      const page = await this.history(conversation, { after, limit: 100 });
      events.push(...page.events);
      after = page.events.at(-1)?.seq ?? after;
      more = page.more;
    }
    return events;
  }

  /** C of one conversation, fresh from the server. */
  async overview(conversation) {
    for (let after, more = true; more;) {
      const page = await this.call('conversation.list', after ? { after } : {});
      const found = page.conversations.find((c) => c.id === conversation);
      if (found) {
        return found;
      }
      more = page.more;
      after = page.conversations.at(-1)?.id;
    }
    return null;
  }

  // -- ending --------------------------------------------------------------------

  /** Every log is dense and never contradicted itself. */
  checkStreams() {
    for (const stream of this.streams.values()) {
      assert.deepEqual(stream.faults, [], `${this.name} in ${stream.conversation}`);
    }
  }

  /** Drops the connection; the logs stay for a later attach({resume: true}). */
  async detach() {
    if (this.#ws && this.#ws.readyState !== WebSocket.CLOSED) {
      this.#ws.close(1000);
      await within(this.gone, `${this.name} to close`);
    }
  }

  /** As detach, but without a word to the server. */
  async drop() {
    this.#ws?.terminate();
    await within(this.gone, `${this.name} to drop`);
  }

  /** Resolves with {code, reason} once the server has closed the connection. */
  isClosed(ms) {
    return within(this.gone, `${this.name} to be closed`, ms);
  }

  pause() { this.#ws.pause(); }
  resume() { this.#ws.resume(); }

  async leave() {
    this.checkStreams();
    await this.detach();
    this.http.close();
  }
}
