// Builds the fault shims and gives the environment that loads one into kithd.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './traffic.js';

const FOLDER = process.env.KITH_FAULTS_DIR ?? path.join(ROOT, 'build/faults');

/** The shared object of tests/faults/NAME.c, built when it is older than its source. */
export function buildShim(name = 'drop_writes') {
  const source = path.join(ROOT, 'tests/faults', `${name}.c`);
  const shim = path.join(FOLDER, `${name}.so`);
  const fresh = fs.existsSync(shim) && fs.statSync(shim).mtimeMs > fs.statSync(source).mtimeMs;
  if (!fresh) {
    fs.mkdirSync(FOLDER, { recursive: true });
    execFileSync(process.env.CC ?? 'cc',
      ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', shim, source,
        '-ldl', '-lpthread'], { stdio: 'inherit' });
  }
  return shim;
}

/** `faults` as the shim's header describes them: {cut: …} becomes KITH_FAULT_CUT. */
export function shimEnv(faults = {}, name = 'drop_writes') {
  const env = { LD_PRELOAD: buildShim(name) };
  for (const [fault, value] of Object.entries(faults)) {
    if (value !== undefined && value !== null) {
      env[`KITH_FAULT_${fault.toUpperCase()}`] = String(value);
    }
  }
  return env;
}
