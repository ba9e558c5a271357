// What the kinds of work have in common: one run, its figures, and several of them together.

import { isDisturbed, load } from '../load.js';
import { withServer } from '../server.js';

export const GROUPS = { rooms: 20, size: 50 };
export const PAIRS = { rooms: 500, size: 2 };

const FAULTS = ['lost', 'doubled', 'reordered', 'misplaced', 'broken', 'refused'];

/** Figures of one run; where something went wrong they carry what it was. */
export function figures(mode, result, values) {
  if (result.failed) {
    return { failed: result.failed, lines: [result] };
  }
  const faults = FAULTS.filter((fault) => result[fault] > 0)
    .map((fault) => `${result[fault]} ${fault}`);
  const others = isDisturbed(mode, result)
    ? [`others took ${Math.round(result.others_cpu_share * 100)} % of a core`] : [];
  return { values: values(result), faults: [...faults, ...others], lines: [result] };
}

/** One run with a server of its own; where it comes to nothing, once more with another. */
export async function once(peer, mode, options, values, setting = {}) {
  const run = () => withServer(peer, setting, (server) => load(server, mode, options));
  const first = await run();
  return figures(mode, first.failed ? await run() : first, values);
}

/** What several runs gave, as if it were one; what failed among them is a fault. */
export function together(runs) {
  return {
    values: Object.assign({}, ...runs.map((run) => run.values)),
    faults: runs.flatMap((run) => (run.failed ? [run.failed] : run.faults)),
    lines: runs.flatMap((run) => run.lines),
  };
}
