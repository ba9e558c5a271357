// Backups in tests: folders and keys for them, making one, going back to one.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { kithctl, newDataDir, removeDataDir } from './server.js';

export class Backups {
  constructor() {
    this.folder = newDataDir();
    this.privateKey = this.at('private-key');
    const { stdout } = kithctl(this.folder, ['backup-key', 'make', this.privateKey]);
    this.publicKey = /^backup-public-key = ([0-9a-f]{64})$/m.exec(stdout)[1];
  }

  at(name) {
    return path.join(this.folder, name);
  }

  /** What kithd is started with. */
  get options() {
    return {
      'backup-dir': this.at('kith'),
      'backup-keys-dir': this.at('keys'),
      'backup-public-key': this.publicKey,
      'safety-ledger-file': this.at('safety.ledger'),
    };
  }

  #newest(part) {
    const names = fs.existsSync(this.at(part)) ? fs.readdirSync(this.at(part)).sort() : [];
    return names.length > 0 ? path.join(this.at(part), names.at(-1)) : null;
  }

  /** Has `server` make one; answers its two archives. */
  make(server) {
    server.kithctl('backup');
    return { kith: this.#newest('kith'), keys: this.#newest('keys') };
  }

  /** The same while the caller's own people go on. */
  async makeMeanwhile(server) {
    const run = spawn(path.join(server.bin, 'kithctl'),
      ['backup', '--data-dir', server.dataDir], { stdio: 'ignore' });
    const code = await new Promise((resolve) => { run.on('close', resolve); });
    assert.equal(code, 0, 'kithctl backup');
    return { kith: this.#newest('kith'), keys: this.#newest('keys') };
  }

  /** A new data folder that went back to `archives`, or what kithctl said. */
  restore(server, { kith, keys }, { args = [], fails = false, env,
    dataDir = path.join(newDataDir(), 'data') } = {}) {
    const run = kithctl(dataDir, ['restore', kith, keys, '--private-key', this.privateKey,
      '--master-key-file', path.join(server.dataDir, 'master.key'), ...args], { fails, env });
    return { dataDir, ...run };
  }

  remove() {
    removeDataDir(this.folder);
  }
}
