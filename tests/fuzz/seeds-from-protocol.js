// Writes one seed for each command: its examples, asked by everybody in turn.
// Use: node tests/fuzz/seeds-from-protocol.js build/gen/protocol.index.json
import fs from 'node:fs';
import path from 'node:path';

const index = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const folder = new URL('seeds/request/', import.meta.url).pathname;
fs.mkdirSync(folder, { recursive: true });
for (const [method, command] of Object.entries(index.commands)) {
  const callers =
    command.via === 'admin' ? '#' : command.via === 'http' ? '-JA' : command.via === 'ws' ? 'jp' : 'ajD';
  const lines = [];
  for (const example of command.examples) {
    for (const caller of callers) {
      const id = lines.length;
      lines.push(caller + JSON.stringify({ jsonrpc: '2.0', id, method, params: example.params }));
    }
  }
  fs.writeFileSync(path.join(folder, method), lines.slice(0, 16).join('\n') + '\n');
}
