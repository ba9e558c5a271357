// The people of the kill test and what they do under load. Every sender keeps an outbox:
// a message stays in it, under the same cid, until the server has acknowledged it.

import { randomUUID } from 'node:crypto';
import { Refusal } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const LANES = 2; // sends in flight per device
const ACKS_PER_GROUP = 150; // a new group, hence new keys, each time so many were sent

export class Sender {
  constructor(device) {
    this.device = device;
    this.waiting = new Map(); // cid → {conversation, text}
    this.acked = new Map(); // cid → {conversation, seq}
    this.faults = [];
    this.groups = [];
    this.touched = new Set(); // conversations written to since the last verification
  }

  /** Sends what waits under `cid` until it is acknowledged; throws when the link breaks. */
  async deliver(cid) {
    const { conversation, text } = this.waiting.get(cid);
    try {
      const { seq } = await this.device.call('message.send', { conversation, cid, text });
      this.acked.set(cid, { conversation, seq });
      this.waiting.delete(cid);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      if (error.data.retry !== 'later') {
        this.faults.push(`acknowledged and lost: conversation ${conversation} (${error.error})`);
        this.waiting.delete(cid);
      }
    }
  }

  async #lane(going) {
    while (going()) {
      const conversation = this.groups[Math.floor(Math.random() * this.groups.length)];
      const cid = randomUUID();
      this.touched.add(conversation);
      this.waiting.set(cid, { conversation, text: `${this.device.name} says ${cid}` });
      await this.deliver(cid);
    }
  }

  /** Writes until `going()` says no or the link breaks. */
  async chatters(going) {
    await Promise.allSettled(Array.from({ length: LANES }, () => this.#lane(going)));
  }

  /** After a restart: everything not acknowledged goes again. */
  async flush() {
    while (this.waiting.size > 0) {
      for (const cid of [...this.waiting.keys()]) {
        await this.deliver(cid);
      }
    }
  }
}

export class KillTown {
  static async found(settings) {
    const kill = new KillTown();
    const town = await Town.found(settings);
    kill.town = town;
    kill.server = town.server;
    const carers = [];
    const supporters = [];
    for (let i = 0; i < 3; i += 1) {
      carers.push(await town.carer(`Carer-${i}`));
      supporters.push(await town.supporter(`Supporter-${i}`));
    }
    const people = [...carers, ...supporters];
    kill.senders = people.map((device) => new Sender(device));
    kill.listener = town.keep(await carers[0].another()); // a second device, only reading
    kill.listener.name = 'Carer-0 on her tablet';
    kill.devices = [...people, kill.listener];
    const group = await town.group('Everybody', ...people);
    for (let i = 0; i < 3; i += 1) {
      const pair = await town.connects(carers[i], supporters[i]);
      kill.senders[i].groups = [group, pair];
      kill.senders[i + 3].groups = [group, pair];
    }
    kill.conversations = new Map([[group, people]]);
    carers.forEach((c, i) => kill.conversations.set(kill.senders[i].groups[1],
      [c, supporters[i]]));
    return kill;
  }

  async attach() {
    await Promise.all(this.devices.map((d) => d.attach({ resume: true })));
    // Cora is in more groups than one may name cursors for: she starts from their heads.
    this.town.cora.streams.clear();
    await this.town.cora.attach();
  }

  #acks() {
    return this.senders.reduce((sum, { acked }) => sum + acked.size, 0);
  }

  /** Cora makes groups and fills them: new keys in keys.db all the time. */
  async #makesGroups(going) {
    for (let aim = 0; going(); aim = this.#acks() + ACKS_PER_GROUP) {
      await until('more messages', () => !going() || this.#acks() >= aim);
      const [one, two] = [...this.senders].sort(() => Math.random() - 0.5);
      const members = [one.device, two.device];
      const id = await this.town.group(`Small ${randomUUID().slice(0, 8)}`, ...members);
      this.conversations.set(id, members);
      one.groups = [...one.groups.slice(0, 2), id];
      two.groups = [...two.groups.slice(0, 2), id];
    }
  }

  /** Load until the link breaks or `going()` says no. */
  async load(going) {
    await Promise.allSettled([
      this.#makesGroups(going), ...this.senders.map((s) => s.chatters(going))]);
  }

  async dropAll() {
    await Promise.all([...this.devices, this.town.cora].map((d) => d.gone ? d.drop() : null));
  }
}
