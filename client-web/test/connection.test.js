import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock } from "./clock.js";
import { load } from "./load.js";

const { Connection, noConnection, RpcError } =
  await load("models/connection", "lib/rpc-error");
let clock;

const ATTACHED = { person: "p1", roles: [], conversations: [], people: {}, gone: [] };

/** A connection whose other side is the test. */
function newConnection(more = {}) {
  const sockets = [];
  const states = [];
  const heard = [];
  const ends = {
    openSocket() {
      const socket = {
        readyState: 1, frames: [], onopen: null, onmessage: null, onclose: null,
        send: (text) => socket.frames.push(JSON.parse(text)),
        close: () => { socket.readyState = 3; },
      };
      sockets.push(socket);
      return socket;
    },
    ticket: async () => "t",
    resume: () => ({ c1: ["e", 4] }),
    random: () => 1,
    now: clock.now,
    onAttach: () => undefined,
    onEvents: (streams) => heard.push(streams),
    onSignal: () => undefined,
    onState: (state) => states.push(state),
    onSignedOut: () => states.push("signed out"),
    onSetUp: () => states.push("set up"),
    ...more,
  };
  return { connection: new Connection(ends), sockets, states, heard, tick: clock.tick };
}

function reply(socket, result) {
  const { id } = socket.frames[socket.frames.length - 1];
  socket.onmessage({ data: JSON.stringify({ jsonrpc: "2.0", id, result }) });
}

async function attached(more) {
  const made = newConnection(more);
  made.connection.start();
  await settled();
  made.sockets[0].onopen();
  reply(made.sockets[0], ATTACHED);
  return made;
}

/** Lets promises that are already fulfilled run on. */
async function settled() {
  for (let i = 0; i < 10; i += 1) {
    await Promise.resolve();
  }
}

test("connection", async (t) => {
  t.beforeEach(() => { clock = fakeClock(); });
  t.afterEach(() => clock.restore());

  await t.test("attaches with a ticket and its cursors, then is live", async () => {
    const { sockets, states } = await attached();
    const [frame] = sockets[0].frames;
    assert.equal(frame.method, "session.attach");
    assert.deepEqual(frame.params, { ticket: "t", resume: { c1: ["e", 4] } });
    assert.deepEqual(states, ["connecting", "live"]);
  });

  await t.test("answers a heartbeat with the same", async () => {
    const { sockets } = await attached();
    sockets[0].onmessage({ data: '{"jsonrpc":"2.0","method":"heartbeat"}' });
    assert.deepEqual(sockets[0].frames[1], { jsonrpc: "2.0", method: "heartbeat" });
  });

  await t.test("a request without a connection is refused at once, to be sent later", async () => {
    const { connection } = newConnection();
    await assert.rejects(connection.request("message.send", {}), { kind: "no_connection" });
  });

  await t.test("at most six requests are under way and the others follow", async () => {
    const { connection, sockets } = await attached();
    for (let i = 0; i < 8; i += 1) {
      connection.request("message.send", { i }).catch(() => undefined);
    }
    assert.equal(sockets[0].frames.length, 1 + 6);
    reply(sockets[0], {});
    assert.equal(sockets[0].frames.length, 1 + 7);
  });

  await t.test("a broken connection rejects what is under way and comes back", async () => {
    const { connection, sockets, states, tick } = await attached();
    const lost = connection.request("message.send", {});
    sockets[0].onclose({ code: 1006, reason: "" });
    await assert.rejects(lost, { kind: "no_connection" });
    assert.equal(states[states.length - 1], "waiting");
    tick(500);
    await settled();
    assert.equal(sockets.length, 2);
  });

  await t.test("waits as long as the server asks", async () => {
    const { sockets, tick } = await attached();
    sockets[0].onclose({ code: 4000, reason: "after_ms=9000" });
    tick(8999);
    await settled();
    assert.equal(sockets.length, 1);
    tick(1);
    await settled();
    assert.equal(sockets.length, 2);
  });

  await t.test("does not come back after being signed out", async () => {
    const { sockets, states, tick } = await attached();
    sockets[0].onclose({ code: 4500, reason: "revoked" });
    tick(60_000);
    await settled();
    assert.equal(sockets.length, 1);
    assert.equal(states[states.length - 1], "signed out");
  });

  await t.test("35 seconds of silence are a broken connection", async () => {
    const { states, tick } = await attached();
    tick(34_999);
    assert.equal(states[states.length - 1], "live");
    tick(1);
    assert.equal(states[states.length - 1], "waiting");
  });

  await t.test("a nudge connects at once instead of waiting", async () => {
    const { connection, sockets } = await attached();
    sockets[0].onclose({ code: 4000, reason: "after_ms=15000" });
    connection.nudge();
    await settled();
    assert.equal(sockets.length, 2);
  });

  await t.test("frames of a connection that was given up are not heard", async () => {
    const { sockets, heard, connection } = await attached();
    connection.offline();
    sockets[0].onmessage({ data: '{"method":"events","params":{"streams":[{}]}}' });
    assert.deepEqual(heard, []);
  });

  await t.test("no network for the ticket is a reason to wait", async () => {
    const { connection, states } = newConnection({ ticket: () => Promise.reject(noConnection()) });
    connection.start();
    await settled();
    assert.deepEqual(states, ["connecting", "waiting"]);
  });

  await t.test("a ticket refused for want of a session is a sign-out", async () => {
    const refusal = new RpcError("unauthenticated", "reauth");
    const { connection, states } = newConnection({ ticket: () => Promise.reject(refusal) });
    connection.start();
    await settled();
    assert.deepEqual(states, ["connecting", "off", "signed out"]);
  });

  await t.test("a server that closes after each attach is asked ever less often", async () => {
    const { sockets, tick } = await attached();
    sockets[0].onclose({ code: 4012, reason: "" });
    tick(500);
    await settled();
    sockets[1].onopen();
    reply(sockets[1], ATTACHED);
    sockets[1].onclose({ code: 4012, reason: "" });
    tick(999);
    await settled();
    assert.equal(sockets.length, 2);
    tick(1);
    await settled();
    assert.equal(sockets.length, 3);
  });
});
