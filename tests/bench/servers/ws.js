// A chat server as people write it, with ws and better-sqlite3: each message is stored in
// a transaction of its own, then answered, then sent to everyone in its room.
//   node ws.js FOLDER [--group-commit]
// With --group-commit what came in within one turn of the event loop shares one
// transaction.

import http from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, openStore } from './store.js';

const [folder, ...flags] = process.argv.slice(2);
const groupsCommits = flags.includes('--group-commit');
const store = openStore(folder);
const rooms = new Map();
let people = 0;
let waiting = [];

function join(socket, room) {
  socket.room = room;
  if (!rooms.has(room)) {
    rooms.set(room, new Set());
  }
  rooms.get(room).add(socket);
  socket.send(JSON.stringify({ joined: room }));
}

function keep({ socket, message }) {
  store.add(message.room, socket.number, message.text);
}

function tell({ socket, message }) {
  socket.send(JSON.stringify({ ack: message.id }));
  // Turned into bytes once, not for each of the room.
  const bytes = Buffer.from(JSON.stringify({ room: message.room, text: message.text }));
  for (const member of rooms.get(message.room)) {
    member.send(bytes, { binary: false });
  }
}

function flush() {
  const batch = waiting;
  waiting = [];
  store.together(() => batch.forEach(keep));
  batch.forEach(tell);
}

function say(socket, message) {
  const post = { socket, message };
  if (!groupsCommits) {
    keep(post);
    tell(post);
    return;
  }
  if (waiting.push(post) === 1) {
    setImmediate(flush);
  }
}

const server = http.createServer();
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.number = people;
  people += 1;
  socket.on('message', (bytes) => {
    const message = JSON.parse(bytes);
    if (message.join === undefined) {
      say(socket, message);
    } else {
      join(socket, message.join);
    }
  });
  socket.on('close', () => rooms.get(socket.room)?.delete(socket));
});
listen(server);
