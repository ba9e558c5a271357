// kithd listens where it was told and nowhere else.

import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, it } from 'node:test';
import { freePort, startServer } from '../lib/server.js';

/** 'connected', or the code of the refusal. */
const knock = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  socket.setTimeout(5_000, () => { resolve('nothing'); socket.destroy(); });
  socket.on('connect', () => { resolve('connected'); socket.destroy(); });
  socket.on('error', (error) => resolve(error.code));
});

describe('listening', () => {
  // 127.0.0.2 is this machine as well, so it answers only where all addresses do.
  it('on 127.0.0.1 is on no other address', async () => {
    const metricsPort = await freePort();
    const server = await startServer({ metrics: `127.0.0.1:${metricsPort}` });
    try {
      for (const port of [server.port, metricsPort]) {
        assert.equal(await knock('127.0.0.1', port), 'connected');
        assert.equal(await knock('127.0.0.2', port), 'ECONNREFUSED');
        assert.equal(await knock('::1', port), 'ECONNREFUSED');
      }
    } finally {
      await server.stop();
    }
  });
});
