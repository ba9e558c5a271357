// A command that calls whoever is on call, as an operator would have one.

import fs from 'node:fs';
import path from 'node:path';

/** A program that writes a line for each call; answers its path and what it wrote. */
export function pager(folder, exit = 0) {
  const program = path.join(folder, 'page');
  const log = path.join(folder, 'pages');
  fs.writeFileSync(program, `#!/bin/sh
echo "$KITH_NOTICE|$KITH_ALERT|$KITH_PHONE|$KITH_TEXT|$KITH_URL|$KITH_ID|$#" >>'${log}'
exit ${exit}
`, { mode: 0o700 });
  const calls = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : []);
  return { program, calls };
}
