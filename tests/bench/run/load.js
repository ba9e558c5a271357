// The load generator: one run of it, and its line of JSON.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { binFolder } from '../../lib/server.js';
import { LOAD_CORE } from './child.js';

const COMING_IN_S = 90; // with all that is under way when it is over

const OTHERS_MOST = 0.2; // of a core, that other programs may take
const TRIES = 2;

/** A program under which each run stands: `flock FILE` takes turns with others. */
const WRAP = (process.env.BENCH_WRAP ?? '').split(' ').filter(Boolean);

const asArgs = (options) => Object.entries(options)
  .flatMap(([name, value]) => [`--${name}`, String(value)]);

function commandOf(server, mode, options) {
  const people = server.people ? { people: server.people } : {};
  const pids = server.pids().flatMap((pid) => ['--pid', String(pid)]);
  return ['taskset', '-c', String(LOAD_CORE), path.join(binFolder(), 'bench', 'load'),
    server.speaks, mode, '--port', String(server.port), ...asArgs({ ...people, ...options }),
    ...pids];
}

/** What one run of the generator said, under `wrap`, or {failed: why}. */
function run(server, mode, options, wrap) {
  const [program, ...args] = [...wrap, ...commandOf(server, mode, options)];
  const most_s = (options.warm ?? 2) + (options.for ?? 10) + (options.drain ?? 60) + COMING_IN_S;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const watch = setTimeout(() => child.kill('SIGKILL'), wrap.length ? 1e9 : most_s * 1_000);
    let out = '';
    let words = '';
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { words += data; });
    child.on('close', (code) => {
      clearTimeout(watch);
      resolve(code === 0
        ? { ...JSON.parse(out), words: words.trim() }
        : { failed: words.trim() || `ended with ${code}` });
    });
  });
}

/** One run, whoever else is busy. */
export const loadOnce = (server, mode, options) => run(server, mode, options, WRAP);

/** A second generator while loadOnce() runs: it waits for nobody's turn. */
export const beside = (server, mode, options, wrap = []) => run(server, mode, options, wrap);

/** Memory does not depend on who else was busy; beside a second generator that one is. */
export const isDisturbed = (mode, result) =>
  mode !== 'idle' && mode !== 'beside' && result.others_cpu_share >= OTHERS_MOST;

/** What it measured, or {failed: why}; again where others kept the machine busy meanwhile. */
export async function load(server, mode, options) {
  for (let i = 1; ; i += 1) {
    const result = await loadOnce(server, mode, options);
    if (i === TRIES || result.failed || !isDisturbed(mode, result)) {
      return result;
    }
  }
}

/** Whether everybody heard everything once, in one order. */
export function isSound(result) {
  return !result.failed && ['lost', 'doubled', 'reordered', 'misplaced', 'broken', 'refused']
    .every((fault) => result[fault] === 0) && result.acked === result.said;
}
