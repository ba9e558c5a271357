// Builds the fault shims and gives the environment that loads one into kithd.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binFolder } from './server.js';
import { ROOT } from './traffic.js';

/** The shared object of tests/faults/NAME.c beside the programs, built when it is old. */
export function buildShim(name = 'drop_writes') {
  const source = path.join(ROOT, 'tests/faults', `${name}.c`);
  const folder = path.join(binFolder(), 'faults');
  const shim = path.join(folder, `${name}.so`);
  const fresh = fs.existsSync(shim) && fs.statSync(shim).mtimeMs > fs.statSync(source).mtimeMs;
  if (!fresh) {
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('gcc',
      ['-D_GNU_SOURCE', '-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', shim,
        source, '-ldl', '-lpthread'], { stdio: 'inherit' });
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
