// kithctl rules check: messages in, categories out, whatever the lines hold.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = path.join(process.env.KITH_BIN ?? path.join(ROOT, 'build/debug'), 'kithctl');
const TEXT_MAX = 4000; // characters of a message

function check(input) {
  const run = spawnSync(BIN, ['rules', 'check'], { input });
  assert.equal(run.status, 0, String(run.stderr));
  return { lines: String(run.stdout).split('\n').slice(0, -1), stderr: String(run.stderr) };
}

describe('kithctl rules check', () => {
  it('prints the categories of each line in order, and - for none', () => {
    const { lines, stderr } = check(
      'i want to kill myself\nwhat bins is it\n\n'
      + 'born 14/03/2016, he came back from contact with bruises on his arms');
    assert.equal(lines.length, 4);
    assert.match(lines[0], /^R1\b/);
    assert.deepEqual(lines.slice(1, 3), ['-', '-']);
    assert.match(lines[3], /\bR3 (.* )?R8\b/);
    assert.equal(stderr, '');
  });

  it('reads nothing and says nothing', () => {
    assert.deepEqual(check('').lines, []);
  });

  it('reads over bytes that are no text', () => {
    const input = Buffer.concat([Buffer.from('\xff\xfe', 'latin1'),
      Buffer.from(' i want to kill myself\n')]);
    assert.match(check(input).lines[0], /^R1\b/);
  });

  it('cuts what is longer than a message, and says which line it was', () => {
    const long = `${'a '.repeat(TEXT_MAX)}i want to kill myself`;
    const { lines, stderr } = check(`fine\n${long}\ni want to kill myself\n`);
    assert.deepEqual(lines.slice(0, 2), ['-', '-']);
    assert.match(lines[2], /^R1\b/);
    assert.match(stderr, /^kithctl: line 2 is longer than a message and was cut\n$/);
  });
});
