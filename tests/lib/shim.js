// Builds the fault shim and gives the environment that loads it into kithd.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './traffic.js';

const SOURCE = path.join(ROOT, 'tests/faults/drop_writes.c');
const SHIM = path.join(process.env.KITH_FAULTS_DIR ?? path.join(ROOT, 'build/faults'),
  'drop_writes.so');

export function buildShim() {
  const fresh = fs.existsSync(SHIM) && fs.statSync(SHIM).mtimeMs > fs.statSync(SOURCE).mtimeMs;
  if (!fresh) {
    fs.mkdirSync(path.dirname(SHIM), { recursive: true });
    execFileSync(process.env.CC ?? 'cc',
      ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', SHIM, SOURCE,
        '-ldl', '-lpthread'], { stdio: 'inherit' });
  }
  return SHIM;
}

/** `faults`: {cut, delay, keep, plain} as the shim's header describes them. */
export function shimEnv(faults = {}) {
  const env = { LD_PRELOAD: buildShim() };
  for (const [name, value] of Object.entries(faults)) {
    if (value !== undefined && value !== null) {
      env[`KITH_FAULT_${name.toUpperCase()}`] = String(value);
    }
  }
  return env;
}
