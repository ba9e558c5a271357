// A mail server on loopback that keeps every letter it gets, and can be told to refuse:
// just enough of RFC 5321 for a client to be done with it.

import net from 'node:net';

export class SmtpSink {
  #server;
  #sockets = new Set();

  constructor() {
    this.letters = []; // {from, to, head, body, id}
    this.refusal = null; // a reply to RCPT in place of 250
    this.silent = false; // takes connections and says nothing
    this.connections = 0;
  }

  static async open(port = 0) {
    const sink = new SmtpSink();
    sink.#server = net.createServer((socket) => sink.#talk(socket));
    await new Promise((resolve) => sink.#server.listen(port, '127.0.0.1', resolve));
    sink.port = sink.#server.address().port;
    return sink;
  }

  get url() { return `smtp://127.0.0.1:${this.port}`; }

  close() {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    return new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket) {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    if (this.silent) {
      return;
    }
    let rest = '';
    let letter = {};
    let inData = false;
    socket.write('220 sink.test\r\n');
    const say = (line) => socket.write(`${line}\r\n`);
    const command = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO') {
        say('250 sink.test');
      } else if (verb === 'MAIL') {
        letter = { from: line.slice(10).trim(), to: [] };
        say('250 ok');
      } else if (verb === 'RCPT') {
        if (!this.refusal) {
          letter.to.push(/<([^>]*)>/.exec(line)[1]);
        }
        say(this.refusal ?? '250 ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else {
        say('250 ok');
      }
    };
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1');
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = rest.indexOf(mark);
        if (end < 0) {
          return;
        }
        const part = rest.slice(0, end);
        rest = rest.slice(end + mark.length);
        if (inData) {
          inData = false;
          this.#keep(letter, part);
          say('250 taken');
        } else {
          command(part);
        }
      }
    });
  }

  #keep(letter, text) {
    const cut = text.indexOf('\r\n\r\n');
    const head = text.slice(0, cut);
    this.letters.push({
      ...letter, head, body: text.slice(cut + 4),
      id: /^Message-ID: (.*)$/im.exec(head)?.[1],
      subject: /^Subject: (.*)$/im.exec(head)?.[1],
    });
  }
}
