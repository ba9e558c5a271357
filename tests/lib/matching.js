// People who can be brought together: what they tell, the short way to an offer, and runs.

import { until } from './wait.js';

const DAY_MS = 86_400_000;
const TIMES = ['mon_evening', 'tue_evening', 'wed_night', 'thu_night'];

const CARER = {
  relationship: ['maternal_grandparent'], arrangement: ['sgo'], stage: ['first_year'],
  topics: ['prison:now', 'trauma:want'], top_three: ['prison'], mode: ['chat', 'phone'],
  time_grid: TIMES, language: ['english'],
};
const SUPPORTER = {
  relationship: ['maternal_grandparent'], arrangement: ['sgo'], stage: ['over_three'],
  topics: ['prison:been', 'trauma:been'], mode: ['chat', 'phone'], time_grid: TIMES,
  language: ['english'],
};

async function tells(device, answers) {
  for (const [field, values] of Object.entries(answers)) {
    await device.call('profile.answer', { field, values });
  }
}

/** A carer agrees to be matched and tells what is needed. */
export async function agrees(device) {
  await device.call('consent.give', { what: 'matching' });
  await tells(device, CARER);
}

/** A supporter tells her story, and `coordinator` records that she is ready. */
export async function isReady(device, coordinator, people = 5) {
  const { time } = await device.call('server.hello');
  const today = Math.floor(time / DAY_MS) * DAY_MS;
  await tells(device, SUPPORTER);
  await coordinator.call('supporter.readiness', { person: device.person,
    trained_at: today - 90 * DAY_MS, references_at: today - 80 * DAY_MS,
    agreement_at: today - 70 * DAY_MS, supervision_due_at: today + 300 * DAY_MS });
  await device.call('supporter.capacity', { people, hours_a_week: 5 });
}

/** The next that `device` is told of matching. */
export function told(device, what) {
  return device.hears('matching.changed', { where: (e) => e.data.what === what });
}

export const today = (device) => device.call('matching.today');

/** A run with all its pages: {run, proposals, unmatched}. */
export async function wholeRun(desk, run) {
  const whole = { run: null, proposals: [], unmatched: [], pages: 0 };
  for (let after; ;) {
    const page = await desk.call('matching.get', { run, ...(after ? { after } : {}) });
    whole.run ??= page.run;
    whole.proposals.push(...page.proposals);
    whole.unmatched.push(...page.unmatched);
    whole.pages += 1;
    if (!page.more) {
      return whole;
    }
    after = page.last;
  }
}

/** The run as its desk sees it in the list of runs. */
export async function runInList(desk, run) {
  const { runs } = await desk.call('matching.runs');
  return runs.find((r) => r.run === run);
}

/** The run, once it is over. */
export function runOver(desk, run, ms = undefined) {
  return until(`run ${run} is over`, async () => {
    const found = await runInList(desk, run);
    return found && !['requested', 'storing'].includes(found.state) ? found : null;
  }, ms);
}

/** A half-hour that both would like to go on with, and their desk offers them. */
export async function offered(carer, supporter, desk) {
  const { cuppa } = await carer.call('cuppa.ask');
  const { conversation } = await supporter.call('cuppa.take', { cuppa });
  await carer.call('cuppa.again', { cuppa, again: true });
  await supporter.call('cuppa.again', { cuppa, again: true });
  const { people } = await desk.call('matching.waiting');
  const waits = people.find((one) => one.wished.some((wished) => wished.cuppa === cuppa));
  if (waits.state === 'consent_given') {
    await desk.call('request.screen', { request: waits.request });
  }
  const { match } = await desk.call('cuppa.approve', { cuppa });
  return { cuppa, conversation, match };
}

/** The two say yes, at the same moment, each on her own connection. */
export async function introduced(carer, supporter, desk) {
  const { match } = await offered(carer, supporter, desk);
  await Promise.all([carer, supporter]
    .map((who) => who.call('match.answer', { match, answer: 'yes' })));
  return match;
}
