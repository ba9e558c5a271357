// All that a data folder holds, for tests that look for what must not lie there.

import fs from 'node:fs';
import path from 'node:path';

/** The name and the bytes of each file in `folder` and in the folders in it; no sockets. */
export function filesIn(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return filesIn(at).map(([name, bytes]) => [path.join(entry.name, name), bytes]);
    }
    return entry.isFile() ? [[entry.name, fs.readFileSync(at)]] : [];
  });
}
