// How long this disk takes to sync, asked between the measurements.

import fs from 'node:fs';
import path from 'node:path';
import { newFolder, removeFolder } from './child.js';

const SYNCS = 100;

/** The median of writing 4 KiB and fdatasync [ms]. */
export function syncMs() {
  const folder = newFolder();
  const fd = fs.openSync(path.join(folder, 'probe'), 'w');
  const took = [];
  for (let i = 0; i < SYNCS; i += 1) {
    fs.writeSync(fd, Buffer.alloc(4_096, 1), 0, 4_096, 0);
    const start = performance.now();
    fs.fdatasyncSync(fd);
    took.push(performance.now() - start);
  }
  fs.closeSync(fd);
  removeFolder(folder);
  return took.sort((a, b) => a - b)[SYNCS / 2];
}
