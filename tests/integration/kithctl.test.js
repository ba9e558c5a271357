// The operator's command line: over admin.sock while kithd runs, and by itself without it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Http, refused } from '../lib/http.js';
import { PASSWORD, Town } from '../lib/people.js';
import { kithctl } from '../lib/server.js';

const fails = (server, ...args) => kithctl(server.dataDir, args, { bin: server.bin, fails: true });
const json = (server, ...args) => JSON.parse(server.kithctl(...args, '--json').stdout);

describe('kithctl', () => {
  let town;
  let mo;
  before(async () => {
    town = await Town.found();
    mo = await town.carer('Mo');
  });
  after(() => town.close());

  /** The same either way: kithd has to be asked, or is not there. */
  const bothWays = (name, body) => {
    it(`${name}, while kithd runs`, () => body());
    it(`${name}, without kithd`, async () => {
      await town.server.stop({ keep: true });
      try {
        await body();
      } finally {
        await town.server.restart();
      }
    });
  };

  bothWays('lists people, areas, organisations and how much there is', () => {
    const { people } = json(town.server, 'people');
    assert.deepEqual(people.map((p) => p.name).sort(), ['Ada', 'Cora', 'Mo']);
    assert.match(town.server.kithctl('people', '--role', 'carer').stdout, /Mo \(carer North\)/);
    const areas = town.server.kithctl('area', 'list').stdout;
    assert.ok(/^a\w{13}  North$/m.test(areas) && /^a\w{13}  South$/m.test(areas), areas);
    assert.match(town.server.kithctl('organisation', 'list').stdout, /Testshire Kinship/);
    assert.equal(json(town.server, 'status').people, 3);
  });

  bothWays('gives a role and takes it, by id and by sign-in name', () => {
    const { server } = town;
    const rolesOfMo = () => json(server, 'people').people.find((p) => p.name === 'Mo').roles;
    assert.match(server.kithctl('role', 'grant', mo.handle, 'supporter', 'South').stdout,
      /is given/);
    assert.ok(rolesOfMo().some((r) => r.role === 'supporter' && r.area === town.areas.South));
    assert.match(fails(server, 'role', 'grant', mo.person, 'supporter', 'South').stderr, /already/);
    assert.match(server.kithctl('role', 'revoke', mo.person, 'supporter', town.areas.South).stdout,
      /is taken away/);
    assert.equal(rolesOfMo().length, 1);
    assert.equal(fails(server, 'role', 'revoke', mo.person, 'supporter', 'South').code, 1);
  });

  bothWays('suspends and restores', async () => {
    assert.match(town.server.kithctl('suspend', mo.handle).stdout,
      /signed out everywhere, and nobody signs in as her until\n"kithctl unsuspend"/);
    assert.match(fails(town.server, 'suspend', mo.handle).stderr, /suspended already/);
    assert.match(town.server.kithctl('unsuspend', mo.handle).stdout, /can sign in again/);
    assert.match(fails(town.server, 'unsuspend', mo.handle).stderr, /is not suspended/);
    assert.match(fails(town.server, 'second-factor', 'reset', mo.handle).stderr, /no second step/);
  });

  it('ends every session of a person who is suspended', async () => {
    const tess = await town.carer('Tess');
    const listed = json(town.server, 'sessions', 'list', tess.handle).sessions;
    assert.equal(listed.length, 1);
    town.server.kithctl('suspend', tess.handle);
    await refused(tess.http.call('session.list'), 'unauthenticated');
    assert.equal(json(town.server, 'sessions', 'list', tess.handle).sessions.length, 0);
    town.server.kithctl('unsuspend', tess.handle);
  });

  it('signs somebody out everywhere, who can sign in again', async () => {
    const uma = await town.carer('Uma');
    assert.match(town.server.kithctl('sessions', 'revoke', uma.handle).stdout,
      /signed out everywhere, and can sign in again/);
    await refused(uma.http.call('session.list'), 'unauthenticated');
    await new Http(town.server.url).call('session.start', { handle: uma.handle, password: PASSWORD });
  });

  it('makes, lists and revokes tokens', () => {
    const made = json(town.server, 'token', 'create', town.cora.handle, 'bridge');
    const { tokens } = json(town.server, 'token', 'list');
    assert.ok(tokens.some((t) => t.session === made.session && t.label === 'bridge'));
    assert.ok(!JSON.stringify(tokens).includes(made.token));
    assert.match(town.server.kithctl('token', 'revoke', made.session).stdout, /of no use/);
    assert.equal(json(town.server, 'token', 'list').tokens.length, 0);
    assert.equal(fails(town.server, 'token', 'revoke', made.session).code, 1);
  });

  it('refuses what is wrong and says what would be right', () => {
    const cases = [
      [['peple'], 64, /nearest is "people"/],
      [['keys'], 64, /nearest is "keys status"/],
      [['invite', 'Al'], 64, /role is missing/],
      [['invite', 'Al', 'wizard'], 64, /carer, supporter/],
      [['invite', 'Al', 'carer', 'West'], 1, /West/],
      [['people', '--colour', 'red'], 64, /not an option/],
      [['suspend', 'nobody-at-all'], 1, /none of that name/],
      [['people', 'North', 'carer', 'more'], 64, /no more to say/],
      [[], 64, /--help/],
      [['clock', 'advance', 'soon'], 64, /14d/],
      [['clock', 'advance', '1d'], 1, /folder/], // only a demo's clock moves
      [['check'], 1, /kithd is running/],
    ];
    for (const [args, code, words] of cases) {
      const run = fails(town.server, ...args);
      assert.equal(run.code, code, `${args.join(' ')}: ${run.stderr}`);
      assert.match(run.stderr, words);
      assert.equal(run.stdout, '');
    }
  });

  it('spells the options of a restore in its help', () => {
    const { stdout } = kithctl('/nonexistent', ['restore', '--help'], { bin: town.server.bin });
    assert.match(stdout, /^kithctl restore \[ARCHIVE\] \[KEYS\] \[--private-key FILE\] \[--ledger FILE\] \[--adopt\] \[--acknowledge\]\n/);
    assert.match(stdout, /--master-key-file/);
  });

  it('leaves a folder alone that is none of ours', () => {
    const run = kithctl('/nonexistent', ['people'], { bin: town.server.bin, fails: true });
    assert.match(run.stderr, /no data folder/);
  });

  it('finds nothing wrong in a folder that was used', async () => {
    await town.server.stop({ keep: true });
    assert.match(town.server.kithctl('check').stdout, /^ok/);
    await town.server.restart();
  });
});

describe('kithctl on the demo', () => {
  let town;
  before(async () => { town = await Town.demo(); });
  after(() => town.close());

  it('has two conversations of a few dozen messages, partly unread', async () => {
    const june = await town.demoPerson('june');
    const { conversations } = await june.attach();
    const group = conversations.find((c) => c.title === 'Grandparents North');
    const pair = conversations.find((c) => c.kind === 'pair');
    for (const c of [group, pair]) {
      assert.ok(c.head > 50 && c.unread > 0 && c.unread < 10, JSON.stringify(c));
      const { events } = await june.call('conversation.history',
        { conversation: c.id, limit: 100 });
      const said = events.filter((e) => e.kind === 'message.sent');
      assert.ok(said.length > 35);
      assert.ok(said.some((e) => e.data.reply_to));
      assert.ok(events.some((e) => e.kind === 'message.reacted'));
      const times = events.map((e) => e.at);
      assert.deepEqual([...times].sort((a, b) => a - b), times, 'in the order of time');
      assert.ok(Date.now() - times[0] < 16 * 86_400_000 && times.at(-1) < Date.now());
    }
  });

  it('has a group under way: settled, agreed, with somebody on duty and a meeting', async () => {
    const tom = await town.demoPerson('tom');
    const { conversations } = await tom.attach();
    const { id: conversation } = conversations.find((c) => c.title === 'Grandparents North');
    const group = await tom.call('group.get', { conversation });
    assert.equal(group.on_duty.name, 'Tom');
    assert.equal(group.accepted, true);
    assert.equal(group.pinned.length, 1);
    const { meetings } = await tom.call('meeting.list', { conversation });
    assert.deepEqual(meetings.map((m) => [m.state, m.booked]), [['planned', 3]]);
    assert.ok(meetings[0].at > Date.now());
  });

  it('has cases in several states, an alert that is seen to, and a concern', async () => {
    const tom = await town.demoPerson('tom');
    const ruth = await town.demoPerson('ruth');
    const states = async (view) =>
      (await tom.call('cases.list', { state: view })).cases.map((c) => c.state).sort();
    assert.deepEqual(await states('open'), ['claimed', 'queued']);
    assert.deepEqual(await states('appealed'), ['appealed']);
    assert.deepEqual(await states('decided'), ['decided']);
    const { alerts, waiting } = await ruth.call('alerts.list');
    assert.deepEqual([waiting, alerts.length, alerts[0].risks], [0, 1, ['R4']]);
    assert.equal(alerts[0].acknowledged_by.name, 'Ruth');
    const { concerns } = await ruth.call('concerns.list');
    assert.deepEqual(concerns.map((c) => c.state), ['awaiting']);
    const { full } = await ruth.call('concern.get', { concern: concerns[0].concern });
    assert.equal(full.referrals.length, 1);
    assert.ok(full.referrals[0].reply_by > Date.now());
  });

  it('moves the clock forward while kithd runs, for good', async () => {
    const now = () => json(town.server, 'status').time;
    const start = now();
    town.server.kithctl('clock', 'advance', '3d');
    assert.ok(Math.abs(now() - start - 3 * 86_400_000) < 60_000);
    await town.server.stop({ keep: true });
    await town.server.restart();
    assert.ok(Math.abs(now() - start - 3 * 86_400_000) < 60_000);
  });

  it('is not made twice', async () => {
    await town.server.stop({ keep: true });
    assert.match(fails(town.server, 'demo').stderr, /has an organisation already/);
    await town.server.restart();
  });
});
