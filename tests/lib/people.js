// Made-up people for tests: a fresh organisation founded on the command line, everyone
// else invited through the protocol, as an organisation would really start.

import assert from 'node:assert/strict';
import { Device } from './client.js';
import { Http } from './http.js';
import { startServer } from './server.js';

export const PASSWORD = 'seven slow swans';
export const DEMO_PASSWORD = 'three quiet rivers';

/** The secret of an invitation link, which stands in the fragment. */
export function inviteOf(link) {
  const found = /#invite=([A-Za-z0-9_-]+)/.exec(link);
  assert.ok(found, `an invitation link: ${link}`);
  return found[1];
}

/** Accepts an invitation on a device of its own. */
export async function accept(server, link, name,
  handle = name.toLowerCase().padEnd(3, '-')) {
  const device = new Device(server, { name, http: new Http(server.url) });
  const { person } = await device.http.call('session.accept_invite',
    { invite: inviteOf(link), name, handle, password: PASSWORD });
  device.person = person;
  device.handle = handle;
  return device;
}

export class Town {
  constructor(server) {
    this.server = server;
    this.areas = {}; // name → id
    this.devices = [];
  }

  /** Starts a server with an organisation, two areas, an administrator, a coordinator. */
  static async found(settings = {}) {
    const town = new Town(await startServer(settings));
    const { server } = town;
    server.kithctl('organisation', 'add', 'Testshire Kinship');
    for (const name of ['North', 'South']) {
      town.areas[name] = server.kithctl('area', 'add', name).stdout.trim().split(/\s+/)[0];
    }
    const made = server.kithctl('invite', 'Ada', 'administrator');
    town.ada = town.keep(await accept(server, made.stdout, 'Ada'));
    town.cora = await town.invites(town.ada, 'Cora', 'coordinator');
    return town;
  }

  /** The demo organisation; Amara is attached, others sign in with demoPerson(). */
  static async demo(settings = {}) {
    const town = new Town(await startServer({ ...settings, demo: true }));
    town.amara = await town.demoPerson('amara');
    await town.amara.attach();
    return town;
  }

  async demoPerson(handle) {
    const device = await Device.signIn(this.server, handle, DEMO_PASSWORD);
    device.handle = handle;
    return this.keep(device);
  }

  keep(device) {
    this.devices.push(device);
    return device;
  }

  area(name) {
    return name === null ? null : this.areas[name];
  }

  /** `who` invites somebody, who accepts; answers her device. */
  async invites(who, name, role, area = 'North') {
    const { link } = await who.call('invite.create', { name, role, area: this.area(area) });
    return this.keep(await accept(this.server, link, name));
  }

  carer(name, area) {
    return this.invites(this.cora, name, 'carer', area);
  }

  supporter(name, area) {
    return this.invites(this.cora, name, 'supporter', area);
  }

  async connects(carer, supporter) {
    const { conversation } = await this.cora.call('pair.connect',
      { carer: carer.person, supporter: supporter.person });
    return conversation;
  }

  /** A group that Cora makes, with these people in it, who have accepted its agreement. */
  async group(title, ...members) {
    const { conversation } = await this.cora.call('conversation.create',
      { title, area: this.area('North') });
    for (const member of members) {
      await this.cora.call('conversation.add', { conversation, person: member.person });
      await member.http.call('group.accept', { conversation, version: 1 });
    }
    return conversation;
  }

  /** A second session of somebody, signed in afresh. */
  async again(device) {
    const twin = await Device.signIn(this.server, device.handle, PASSWORD);
    twin.handle = device.handle;
    return this.keep(twin);
  }

  /** Stops, and finds that the rules hold that backups are checked by. */
  async #stopWhole() {
    try {
      await this.server.stop({ keep: true });
      this.server.kithctl('check');
    } finally {
      await this.server.stop();
    }
  }

  /** Everyone leaves; their logs must be dense; the server must stop cleanly and whole. */
  async close() {
    let failure = null;
    for (const device of this.devices) {
      await device.leave().catch((error) => { failure ??= error; });
    }
    await this.#stopWhole().catch((error) => { failure ??= error; });
    if (failure) {
      throw failure;
    }
  }
}
