// Many come in at once: those who talk are served meanwhile, and whoever must wait comes
// in as soon as there is room.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { Town } from '../lib/people.js';
import { RawSocket, RawWs } from '../lib/raw.js';
import { startServer } from '../lib/server.js';
import { until } from '../lib/wait.js';

const CROWD = 300;
const TOO_MANY = 12; // for the descriptors that are left
const LEFT = 6;
const STARTED_MS = 600; // what it opens at its first steps is closed again
const TICKS_PER_S = 100; // clock ticks of /proc/PID/stat, proc(5)

function limitDescriptors(pid, count) {
  const { status, stderr } =
    spawnSync('prlimit', ['--pid', String(pid), `--nofile=${count}:`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

const descriptors = (pid) => fs.readdirSync(`/proc/${pid}/fd`).length;

/** Processor time since it began [s]. */
function processorTime(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const answered = (sockets) => sockets.filter((socket) => socket.status === 200).length;

describe('coming in', () => {
  it('hundreds at once are let in while others talk, and every word arrives', async () => {
    const town = await Town.found();
    const june = await town.carer('June');
    const priya = await town.supporter('Priya');
    const group = await town.group('Kettle', june, priya);
    await Promise.all([june, priya].map((who) => who.attach()));
    try {
      const crowd = Array.from({ length: CROWD }, () => RawWs.open(town.server.port));
      const words = [];
      let allIn = false;
      const comeIn = Promise.all(crowd).then((all) => { allIn = true; return all; });
      while (!allIn || words.length < 20) {
        words.push(`still here ${words.length}`);
        await june.sends(words.at(-1), group);
      }
      const sockets = await comeIn;
      const heard = () => [...priya.stream(group).events.values()]
        .map((event) => event.data?.text).filter(Boolean);
      await until('all to be heard', () => heard().length >= words.length);
      assert.deepEqual(heard(), words);
      assert.ok(sockets.every((socket) => socket.upgraded));
      sockets.forEach((socket) => socket.destroy());
    } finally {
      await town.server.stop();
    }
  });

  it('who finds no descriptor left waits, costs nothing and is let in later', async () => {
    const server = await startServer();
    try {
      await later(STARTED_MS);
      limitDescriptors(server.pid, descriptors(server.pid) + LEFT);
      const sockets = await Promise.all(
        Array.from({ length: TOO_MANY }, () => RawSocket.open(server.port)));
      const ask = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;
      sockets.forEach((socket) => socket.write(ask));
      await until('the first to be answered', () => answered(sockets) >= 1);
      const before = processorTime(server.pid);
      await later(1_000);
      const spent = processorTime(server.pid) - before;
      const first = answered(sockets);
      assert.ok(first < TOO_MANY, `${first} of ${TOO_MANY} are in`);
      assert.ok(spent < 0.5, `${spent} s of the processor while it waits`);
      sockets.filter((socket) => socket.status === 200).forEach((socket) => socket.destroy());
      await until('the others to be answered', () =>
        answered(sockets) > first && sockets.filter((s) => s.status !== 200).length <= LEFT);
    } finally {
      await server.stop();
    }
  });
});
