// One server for one measurement: begun in a new folder, with nobody there yet.

import { family, newFolder, removeFolder } from './child.js';
import { brokers } from './peers/broker.js';
import { kith } from './peers/kith.js';
import { nodeServers } from './peers/node.js';
import { xmppServers } from './peers/xmpp.js';

export const PEERS = [kith, ...nodeServers, ...brokers, ...xmppServers];

/** A thousand people in 20 rooms of 50, and in 500 rooms of two. */
export const THOUSAND = { people: 1_000, groups: 20, pairs: 500 };
/** Ten thousand in 200 rooms of 50. */
export const TEN_THOUSAND = { people: 10_000, groups: 200, pairs: 0 };

/** What `work` gives with a server of `peer`'s, which is gone afterwards. */
export async function withServer(peer, { crowd = THOUSAND, env = {} }, work) {
  const folder = newFolder();
  let started = null;
  try {
    started = await peer.start(folder, { crowd, env });
    const { child, port, people } = started;
    return await work({ speaks: peer.speaks, port, people, pids: () => family(child.pid) });
  } finally {
    await started?.child.stop();
    removeFolder(folder);
  }
}
