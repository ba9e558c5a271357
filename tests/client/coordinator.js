// Amara's part of a journey, asked of the server directly, where a test is about what carers
// and supporters see.

import { Device } from '../lib/client.js';
import { DEMO_PASSWORD } from '../lib/people.js';
import { until } from '../lib/wait.js';

export async function amaraOf(server) {
  const amara = await Device.signIn(server, 'amara', DEMO_PASSWORD);
  await amara.attach();
  return amara;
}

/** Makes a link for a carer called Nell. */
export async function invitesNell(server) {
  const amara = await Device.signIn(server, 'amara', DEMO_PASSWORD);
  const { areas } = await amara.attach();
  const made = await amara.call(
    'invite.create', { name: 'Nell', role: 'carer', area: Object.keys(areas)[0] });
  return made.link;
}

async function waitingOf(amara, name) {
  for (let after, more = true; more;) {
    const page = await amara.call('matching.waiting', after ? { after } : {});
    const found = page.people.find((one) => one.name === name);
    if (found) {
      return found;
    }
    more = page.more;
    after = page.people.at(-1)?.request;
  }
  throw new Error(`${name} does not wait`);
}

/** She has read the story: the carer stands in the queue. */
export async function screens(amara, name) {
  const { request } = await waitingOf(amara, name);
  await amara.call('request.screen', { request });
}

/** Two who both asked to go on after a half-hour: she looks, and both are asked. */
export async function approvesWish(amara, carerName) {
  const { request, state, wished: [{ cuppa }] } = await waitingOf(amara, carerName);
  if (state === 'consent_given') {
    await amara.call('request.screen', { request });
  }
  await amara.call('cuppa.approve', { cuppa });
}

async function finished(amara, run) {
  return until(`run ${run} to finish`, async () => {
    const { runs } = await amara.call('matching.runs', {});
    return runs.find((one) => one.run === run && one.finished_at !== undefined);
  });
}

/** Runs matching, holds these two together in it, and approves them: both are asked. */
export async function bringsTogether(amara, carerName, supporterName) {
  const { person: carer } = await waitingOf(amara, carerName);
  const { supporters } = await amara.call('supporters.list', {});
  const supporter = supporters.find((one) => one.name === supporterName).person;
  const { run } = await amara.call('matching.run', {});
  await finished(amara, run);
  const locked = await amara.call('matching.adjust', { run, change: 'lock', carer, supporter });
  await finished(amara, locked.run);
  const made = await amara.call('matching.approve', { run: locked.run, carer, supporter });
  return made.match;
}
