// One server for one measurement: begun in a new folder, with nobody there yet.

import fs from 'node:fs';
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

/** Resident memory of all its processes [KiB]. */
const rssKib = (pids) => pids.reduce((sum, pid) =>
  sum + Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0), 0);

/**
 * What `work` gives with a server of `peer`'s, which is gone afterwards. `env`, and `options`
 * where it takes some, are for this server alone.
 */
export async function withServer(peer, { crowd = THOUSAND, env = {}, options = {} }, work) {
  const folder = newFolder();
  let started = null;
  try {
    started = await peer.start(folder, { crowd, env, options });
    const { child, ...server } = started;
    const pids = () => family(child.pid);
    return await work({ ...server, speaks: peer.speaks, pids, rssKib: () => rssKib(pids()) });
  } finally {
    await started?.child.stop();
    removeFolder(folder);
  }
}
