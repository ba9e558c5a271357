// Starts and stops a real kithd on a data folder of its own. A sanitizer report, a line
// `level=error` that the test did not announce, or a wrong exit code fails the test.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { waysTo } from './http.js';
import { ROOT } from './traffic.js';
import { later, until, within } from './wait.js';

/** Limits so high that a test which is not about them never meets them. */
export const GENEROUS = Object.freeze({
  'send-burst': 1_000_000,
  'send-per-s': 1_000_000,
  'integration-send-burst': 1_000_000,
  'general-burst': 1_000_000,
  'general-per-s': 1_000_000,
  'sign-in-per-account': 100_000,
  'sign-in-known-device': 100_000,
  'sign-in-per-address': 100_000,
  'private-check-per-day': 100_000,
  'connections-per-person': 1_000,
  'attached-per-address': 10_000,
  'unattached-per-address': 10_000,
  // Staff of tests have no authenticator app, but where a test is about it.
  'staff-second-factor': 'offered',
});

/** A program that runs kithd, with its arguments: `valgrind -q …`. */
const WRAP = (process.env.KITH_WRAP ?? '').split(' ').filter(Boolean);

const START_MS = 20_000;
const STOP_MS = 30_000;
const FILL_MS = 120_000;
const SANITIZER = /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|ERROR: libFuzzer/;

const alive = new Set();
process.on('exit', () => {
  for (const child of alive) {
    child.kill('SIGKILL');
  }
});

/** The folder that holds kithd and kithctl. */
export function binFolder() {
  const named = process.env.KITH_BIN;
  const folders = named
    ? [path.resolve(named)]
    : ['asan', 'release', 'debug'].map((b) => path.join(ROOT, 'build', b));
  const found = folders.find((f) => fs.existsSync(path.join(f, 'kithd')));
  if (!found) {
    throw new Error(`no kithd in ${folders.join(', ')}: build it first`);
  }
  return found;
}

export function newDataDir() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'kith-test-'));
}

export function removeDataDir(dataDir) {
  if (!process.env.KITH_KEEP) {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

function programEnv(extra) {
  return {
    ...process.env,
    ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0:exitcode=99:' +
      'verify_asan_link_order=0:detect_stack_use_after_return=1:' +
      (process.env.ASAN_OPTIONS ?? ''),
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1:exitcode=99',
    ...extra,
  };
}

/** Options as an object → `--name value` arguments; null leaves one out. */
export function optionArgs(options) {
  return Object.entries(options)
    .filter(([, value]) => value !== null)
    .flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** Runs kithctl to its end; fails on a non-zero exit unless `fails` is set. */
export function kithctl(dataDir, args, { bin = binFolder(), fails = false, env } = {}) {
  const run = spawnSync(path.join(bin, 'kithctl'), [...args, '--data-dir', dataDir], {
    encoding: 'utf8', env: programEnv(env), timeout: START_MS,
  });
  if (SANITIZER.test(run.stderr ?? '')) {
    throw new Error(`kithctl ${args.join(' ')}: sanitizer report\n${run.stderr}`);
  }
  if (!fails && run.status !== 0) {
    throw new Error(`kithctl ${args.join(' ')}: exit ${run.status}\n${run.stderr}`);
  }
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** Starts kithd where a refusal is expected; answers its exit code and words. */
export async function refusesToStart({ dataDir, args = [], env, bin = binFolder() }) {
  const child = spawn(path.join(bin, 'kithd'),
    ['--data-dir', dataDir, '--listen', '127.0.0.1:0', ...args],
    { env: programEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
  let words = '';
  child.stdout.on('data', (d) => { words += d; });
  child.stderr.on('data', (d) => { words += d; });
  const code = await within(
    new Promise((resolve) => child.on('close', resolve)), 'kithd to refuse', START_MS)
    .finally(() => { child.kill('SIGKILL'); alive.delete(child); });
  assert.notEqual(code, 0, `kithd should have refused to start:\n${words}`);
  assert.ok(code !== null && code !== 99, `kithd crashed (${code}):\n${words}`);
  assert.ok(!/listening on/.test(words), `kithd listened although it should refuse:\n${words}`);
  return { code, words };
}

export class Server {
  #child = null;
  #ended = null;
  #asked = false; // whether a test wants it to end
  #expected = [];

  constructor(settings) {
    this.settings = settings;
    this.dataDir = settings.dataDir;
    this.bin = settings.bin;
    this.stdout = '';
    this.stderr = '';
    this.port = 0;
  }

  get pid() { return this.#child?.pid; }
  get running() { return this.#child !== null; }
  get url() { return this.proxy?.url ?? `http://127.0.0.1:${this.port}`; }
  /** The Origin that pages of this server have. */
  get origin() { return this.settings.options['public-url'] ?? this.url; }

  /** Announces an error line that this test provokes. */
  expectError(pattern) {
    this.#expected.push(pattern);
  }

  kithctl(...args) {
    return kithctl(this.dataDir, args, { bin: this.bin });
  }

  async start() {
    await this.#prepareProxy();
    const { args, options, env, listen, metrics, wrap } = this.settings;
    const all = ['--data-dir', this.dataDir, '--listen', listen ?? '127.0.0.1:0',
      ...optionArgs(options), ...(metrics ? ['--metrics-listen', metrics] : []), ...args];
    const [program, ...before] = [...(wrap ?? WRAP), path.join(this.bin, 'kithd')];
    const child = spawn(program, [...before, ...all],
      { env: programEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
    alive.add(child);
    this.#child = child;
    this.#asked = false;
    const ended = later();
    this.#ended = ended.promise;
    const listening = later();
    let words = '';
    child.stdout.on('data', (data) => {
      words += data;
      this.stdout += data;
      const line = /listening on http:\/\/[^\s:]+:(\d+)/.exec(words);
      if (line) {
        listening.resolve(Number(line[1]));
      }
    });
    child.stderr.on('data', (data) => { this.stderr += data; });
    child.on('close', (code, signal) => {
      alive.delete(child);
      this.#child = null;
      if (!this.#asked) {
        console.error(`kithd ended by itself (${code ?? signal}):\n${this.stderr.slice(-8_000)}`);
      }
      listening.reject(new Error(
        `kithd ended before it listened (${code ?? signal}):\n${this.stderr}`));
      ended.resolve({ code, signal });
    });
    this.port = await within(listening.promise, 'kithd to listen', START_MS);
    if (this.proxy && !this.proxy.upstream) {
      await this.proxy.start(this.port);
      waysTo.set(this.proxy.url, this.proxy.net);
    }
    return this;
  }

  /** With KITH_PROXY=nginx|caddy every server stands behind that program, TLS included. */
  async #prepareProxy() {
    // Demo people are not served through a proxy.
    if (!process.env.KITH_PROXY || this.proxy || this.settings.demo ||
        this.settings.options['public-url']) {
      return;
    }
    const { Proxy } = await import('./proxy.js');
    this.proxy = await Proxy.prepare(process.env.KITH_PROXY);
    this.settings.options = { ...this.settings.options,
      'public-url': this.proxy.url, 'trusted-proxies': '127.0.0.1' };
  }

  /** Resolves with {code, signal} when the process is gone. */
  ended(ms = STOP_MS) {
    return within(this.#ended, 'kithd to end', ms);
  }

  /** Complains of sanitizer reports and unannounced error lines so far. */
  checkLog() {
    assert.ok(!SANITIZER.test(this.stderr), `sanitizer report:\n${this.stderr}`);
    const bad = this.stderr.split('\n').filter((line) => /\blevel=(error|fatal)\b/.test(line) &&
      !this.#expected.some((pattern) => pattern.test(line)));
    assert.deepEqual(bad, [], 'unexpected error lines in the log');
  }

  signal(name) {
    this.#asked = true;
    this.#child?.kill(name);
  }

  /** SIGTERM; the server must drain and exit 0. */
  async stop({ keep = false } = {}) {
    if (!keep) {
      await this.proxy?.stop();
    }
    if (this.#child) {
      this.signal('SIGTERM');
      const { code, signal } = await this.ended();
      this.checkLog();
      assert.equal(code, 0, `exit after SIGTERM (signal ${signal}):\n${this.stderr}`);
    }
    if (!keep) {
      removeDataDir(this.dataDir);
    }
  }

  async kill9() {
    this.signal('SIGKILL');
    await this.ended();
  }

  /** Starts again on the same folder, by default on the same port. */
  async restart({ env, options, samePort = true } = {}) {
    assert.ok(!this.#child, 'restart() comes after stop() or kill9()');
    Object.assign(this.settings, env ? { env } : {}, options
      ? { options: { ...this.settings.options, ...options } } : {});
    this.settings.listen = samePort ? `127.0.0.1:${this.port}` : undefined;
    return this.start();
  }

  /** Whether a sanitizer is built in: memory figures then mean nothing. */
  get sanitized() {
    const program = fs.readFileSync(path.join(this.bin, 'kithd'));
    return program.includes('__asan_init') || program.includes('__tsan_init');
  }

  /** Kilobytes of resident memory. */
  rssKib() {
    const status = fs.readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)[1]);
  }

  async metrics() {
    const response = await fetch(`http://${this.settings.metrics}/metrics`);
    assert.equal(response.status, 200);
    return response.text();
  }
}

/** Fills a demo folder: so many carers who wait and supporters who are ready. */
export function fillTown(dataDir, [carers, supporters, seed = 1], bin = binFolder()) {
  const run = spawnSync(path.join(bin, 'matching', 'town'),
    [dataDir, carers, supporters, seed].map(String),
    { encoding: 'utf8', env: programEnv(), timeout: FILL_MS });
  assert.equal(run.status, 0, `matching/town (make it first): ${run.error ?? run.stderr}`);
}

/**
 * A running server; `options` override GENEROUS, null removes one. `crowd`: [carers,
 * supporters] who are added to the demo. `wrap`: a program that runs kithd, with arguments.
 */
export async function startServer({
  demo = false, crowd = null, args = [], options = {}, env = {}, dataDir = newDataDir(), metrics,
  listen, wrap, bin = binFolder(),
} = {}) {
  if (demo) {
    kithctl(dataDir, ['demo'], { bin });
  }
  if (crowd) {
    fillTown(dataDir, crowd, bin);
  }
  const server = new Server({
    args, env, dataDir, bin, metrics, listen, demo, wrap, options: { ...GENEROUS, ...options },
  });
  return server.start();
}

const PORT_LEAST = 12_000; // below those that the system gives to whoever asks for any
const PORT_MOST = 32_000;

function canListen(net, port) {
  const probe = net.createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A loopback port that was free a moment ago, and that nobody gets by chance. */
export async function freePort() {
  const net = await import('node:net');
  for (let i = 0; i < 50; i += 1) {
    const port = PORT_LEAST + Math.floor(Math.random() * (PORT_MOST - PORT_LEAST));
    if (await canListen(net, port)) {
      return port;
    }
  }
  throw new Error('no free port');
}

/** Waits until the log holds a line that matches. */
export function logged(server, pattern) {
  return until(`a log line ${pattern}`, () => pattern.test(server.stderr));
}
