// Keeps every frame and HTTP body of a run in build/traffic/*.ndjson, one JSON object a
// line, when KITH_TRAFFIC is set. check-traffic.js reads them afterwards.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const TRAFFIC_DIR = process.env.KITH_TRAFFIC_DIR ?? path.join(ROOT, 'build/traffic');

const wanted = Boolean(process.env.KITH_TRAFFIC);
let fd = null;
let connections = 0;
let written = 0;

// A process keeps so much at most: floods of one kind of message teach nothing new.
const RECORD_MAX_BYTES = 32 * 1024 * 1024;

/** A number for a connection, unique in this process. */
export function nextConnection() {
  connections += 1;
  return connections;
}

/**
 * Notes one message. `wild` marks what a test sent malformed on purpose: such a request
 * is not checked against the schema, its answer is.
 */
export function record(via, conn, dir, body, wild = false) {
  if (!wanted || written > RECORD_MAX_BYTES) {
    return;
  }
  if (fd === null) {
    fs.mkdirSync(TRAFFIC_DIR, { recursive: true });
    fd = fs.openSync(path.join(TRAFFIC_DIR, `${process.pid}.ndjson`), 'a');
  }
  const line = { via, conn, dir, body };
  if (wild) {
    line.wild = true;
  }
  written += fs.writeSync(fd, JSON.stringify(line) + '\n');
}
