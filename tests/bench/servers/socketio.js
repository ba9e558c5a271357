// The same as ws.js with socket.io: each message is stored in a transaction of its own,
// then answered by its acknowledgement, then sent to its room.
//   node socketio.js FOLDER

import http from 'node:http';
import { Server } from 'socket.io';
import { listen, openStore } from './store.js';

const store = openStore(process.argv[2]);
const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });
let people = 0;

io.on('connection', (socket) => {
  const number = people;
  people += 1;
  socket.on('join', async (room, done) => {
    await socket.join(`room ${room}`);
    done();
  });
  socket.on('say', (room, text, done) => {
    store.add(room, number, text);
    done();
    io.to(`room ${room}`).emit('said', text);
  });
});
listen(server);
