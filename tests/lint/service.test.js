// config/kithd.service takes away what docs/security.md says that it takes away.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../lib/traffic.js';

const UNIT = path.join(ROOT, 'config/kithd.service');
const EXPOSURE_MOST = 15; // tenths: 1.5 of 10
const ANALYZE = 'systemd-analyze';

// What the claims rest on; the exposure that systemd works out knows nothing of the first ones.
const SAID = {
  LimitCORE: '0', MemorySwapMax: '0', LimitMEMLOCK: '64M', UMask: '0077',
  StateDirectoryMode: '0700', User: 'kith', NoNewPrivileges: 'yes', CapabilityBoundingSet: '', AmbientCapabilities: '',
  ProtectSystem: 'strict', ProtectHome: 'yes', PrivateTmp: 'yes', PrivateDevices: 'yes',
  PrivateUsers: 'yes', PrivateIPC: 'yes', ProtectProc: 'invisible', ProcSubset: 'pid',
  ProtectKernelTunables: 'yes', ProtectKernelModules: 'yes', ProtectKernelLogs: 'yes',
  ProtectControlGroups: 'yes', ProtectClock: 'yes', ProtectHostname: 'yes', DevicePolicy: 'closed',
  MemoryDenyWriteExecute: 'yes', LockPersonality: 'yes', RestrictNamespaces: 'yes',
  RestrictRealtime: 'yes', RestrictSUIDSGID: 'yes', RemoveIPC: 'yes',
  SystemCallArchitectures: 'native', RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX',
  IPAddressDeny: 'any', IPAddressAllow: 'localhost',
};

/** The settings of the unit; of one that is set again the last. */
function settings() {
  return new Map(fs.readFileSync(UNIT, 'utf8').split('\n')
    .map((line) => /^(\w+)=(.*)$/.exec(line)).filter(Boolean)
    .map(([, name, value]) => [name, value]));
}

const isMissing = spawnSync(ANALYZE, ['--version']).error !== undefined;
const needsIt = { skip: isMissing && `no ${ANALYZE} here` };

it('the unit says what security.md claims', () => {
  const unit = settings();
  for (const [name, value] of Object.entries(SAID)) {
    assert.equal(unit.get(name), value, name);
  }
});

it('its exposure, as systemd works it out, is at most 1.5 of 10', needsIt, () => {
  const { status, stdout, stderr } = spawnSync(ANALYZE,
    ['security', '--offline=true', '--no-pager', `--threshold=${EXPOSURE_MOST}`, UNIT],
    { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /Overall exposure level for kithd.service/);
});

it('its filter of system calls lets memory be locked', needsIt, () => {
  const { stdout } = spawnSync(ANALYZE, ['syscall-filter', '--no-pager', '@system-service'],
    { encoding: 'utf8' });
  assert.match(stdout, /@memlock/);
  assert.ok(!fs.readFileSync(UNIT, 'utf8').includes('~@memlock'));
});
