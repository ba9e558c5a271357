// Programs that run while something is measured: pinned to a core, in a folder of their
// own, ended by their own process number.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { until, within } from '../../lib/wait.js';

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const START_MS = 30_000;
const STOP_MS = 20_000;
const WORDS_KEPT = 4_000;

const alive = new Set();
process.on('exit', () => [...alive].flatMap((child) => family(child.pid))
  .forEach((pid) => process.kill(pid, 'SIGKILL')));
['SIGINT', 'SIGTERM'].forEach((name) => process.on(name, () => process.exit(1)));

export const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'kith-bench-'));
export const removeFolder = (folder) => fs.rmSync(folder, { recursive: true, force: true });

/** The process and all that it started, by number. */
export function family(pid) {
  const parents = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    } catch {
      return []; // gone meanwhile
    }
  });
  const members = [pid];
  for (const member of members) {
    members.push(...parents.filter(([, parent]) => parent === member).map(([child]) => child));
  }
  return members;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

export class Child {
  words = '';
  ended = false;

  constructor([program, ...args], { core, env = {}, cwd } = {}) {
    this.name = path.basename(program);
    this.process = spawn('taskset', ['-c', String(core ?? SERVER_CORE), program, ...args],
      { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    alive.add(this.process);
    this.end = new Promise((resolve) => this.process.on('close', (code, signal) => {
      alive.delete(this.process);
      this.ended = true;
      resolve(code ?? signal);
    }));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (data) => { this.words = (this.words + data).slice(-WORDS_KEPT); });
    }
  }

  get pid() { return this.process.pid; }

  async #while(what, condition) {
    const value = await until(what, async () => this.ended || condition(), START_MS);
    if (this.ended) {
      throw new Error(`${this.name} ended while it started: ${this.words.trim()}`);
    }
    return value;
  }

  /** The port that its words name. */
  async says(pattern) {
    const port = () => pattern.exec(this.words)?.[1];
    return Number(await this.#while(`${this.name} to say ${pattern}`, port));
  }

  async listensOn(port) {
    await this.#while(`${this.name} to listen`, () => answers(port));
    return port;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await within(this.end, `${this.name} to end`, STOP_MS).catch(() => {
      this.process.kill('SIGKILL');
      return this.end;
    });
  }
}
