// A mail server on loopback that keeps every letter it gets, and can be told to refuse:
// just enough of RFC 5321 for a client to be done with it. With a certificate it speaks
// TLS from the first byte (smtps) or after STARTTLS (RFC 3207), with a password it wants
// AUTH PLAIN or LOGIN (RFC 4954) before it takes anything.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

const HOST = '127.0.0.1';
const PLAIN = 'PLAIN';
const LOGIN = 'LOGIN';

/** A self-signed certificate of `host`: {key, cert} as text and the file of the latter. */
export function makeCertificate(folder, name, host = HOST) {
  const key = path.join(folder, `${name}.key`);
  const file = path.join(folder, `${name}.pem`);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${host}`,
    '-addext', `subjectAltName=IP:${host}`, '-keyout', key, '-out', file],
  { stdio: 'pipe' });
  return { key: fs.readFileSync(key), cert: fs.readFileSync(file), file };
}

const decode = (text) => Buffer.from(text, 'base64').toString();

/** One connection: commands in, replies out. */
class Session {
  #sink;
  #socket;
  #rest = '';
  #letter = {};
  #inData = false;
  #asks = null; // what the next line answers: a step of AUTH
  #secure;
  #signedIn = false;

  constructor(sink, socket, secure) {
    this.#sink = sink;
    this.#secure = secure;
    this.#listen(socket);
    this.#say('220 sink.test');
  }

  #listen(socket) {
    this.#socket = socket;
    this.#rest = '';
    this.#sink.watch(socket);
    socket.on('data', (bytes) => this.#take(bytes));
  }

  #say(line) { this.#socket.write(`${line}\r\n`); }

  #take(bytes) {
    this.#rest += bytes.toString('latin1');
    for (;;) {
      const mark = this.#inData ? '\r\n.\r\n' : '\r\n';
      const end = this.#rest.indexOf(mark);
      if (end < 0) {
        return;
      }
      const part = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + mark.length);
      if (this.#inData) {
        this.#inData = false;
        this.#sink.keep(this.#letter, part);
        this.#say('250 taken');
      } else if (this.#asks) {
        this.#asks(part);
      } else {
        this.#command(part);
      }
    }
  }

  #command(line) {
    const verb = line.split(' ')[0].toUpperCase();
    const { user } = this.#sink.options;
    if ((verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA') && user && !this.#signedIn) {
      this.#say('530 sign in first');
      return;
    }
    const known = {
      EHLO: () => this.#greet(), HELO: () => this.#say('250 sink.test'),
      STARTTLS: () => this.#startTls(), AUTH: () => this.#auth(line.split(' ').slice(1)),
      MAIL: () => this.#from(line), RCPT: () => this.#to(line), DATA: () => this.#data(),
      QUIT: () => this.#quit(),
    };
    (known[verb] ?? (() => this.#say('250 ok')))();
  }

  #greet() {
    const { options } = this.#sink;
    const lines = ['sink.test'];
    if (options.certificate && !this.#secure) {
      lines.push('STARTTLS');
    } else if (options.user) {
      lines.push(`AUTH ${options.mechanism ?? PLAIN}`);
    }
    lines.forEach((words, i) => this.#say(`250${i + 1 < lines.length ? '-' : ' '}${words}`));
  }

  #startTls() {
    const plain = this.#socket;
    this.#say('220 go on');
    plain.removeAllListeners('data');
    this.#secure = true;
    this.#listen(new tls.TLSSocket(plain, {
      isServer: true, secureContext: tls.createSecureContext(this.#sink.options.certificate),
    }));
  }

  #auth([mechanism, initial]) {
    const judge = (user, password) => {
      const { options } = this.#sink;
      this.#asks = null;
      this.#signedIn = user === options.user && password === options.password;
      this.#sink.signIns.push({ mechanism, secure: this.#secure, accepted: this.#signedIn });
      this.#say(this.#signedIn ? '235 welcome' : '535 no');
    };
    const plain = (line) => judge(...decode(line).split('\0').slice(1));
    const login = (name) => {
      this.#asks = (password) => judge(decode(name), decode(password));
      this.#say(`334 ${Buffer.from('Password:').toString('base64')}`);
    };
    const step = mechanism === LOGIN ? login : plain;
    if (initial) {
      step(initial);
      return;
    }
    this.#asks = step;
    this.#say(`334 ${mechanism === LOGIN ? Buffer.from('Username:').toString('base64') : ''}`);
  }

  #from(line) {
    this.#letter = { from: line.slice(10).trim(), to: [], secure: this.#secure };
    this.#say('250 ok');
  }

  #to(line) {
    if (!this.#sink.refusal) {
      this.#letter.to.push(/<([^>]*)>/.exec(line)[1]);
    }
    this.#say(this.#sink.refusal ?? '250 ok');
  }

  #data() {
    this.#inData = true;
    this.#say('354 go on');
  }

  #quit() {
    this.#say('221 bye');
    this.#socket.end();
  }
}

export class SmtpSink {
  #server;
  #sockets = new Set();

  constructor(options) {
    this.options = options; // {certificate, smtps, user, password, mechanism}; may change
    this.letters = []; // {from, to, secure, head, body, id, subject}
    this.signIns = []; // {mechanism, secure, accepted}
    this.refusal = null; // a reply to RCPT in place of 250
    this.silent = false; // takes connections and says nothing
    this.connections = 0;
  }

  static async open(options = {}) {
    const sink = new SmtpSink(options);
    const talk = (socket) => sink.#talk(socket);
    sink.#server = options.smtps
      ? tls.createServer(options.certificate, talk) : net.createServer(talk);
    sink.#server.on('tlsClientError', () => {}); // a client that trusts nobody here
    await new Promise((resolve) => sink.#server.listen(0, HOST, resolve));
    sink.port = sink.#server.address().port;
    return sink;
  }

  get url() { return `${this.options.smtps ? 'smtps' : 'smtp'}://${HOST}:${this.port}`; }

  /** Shows another certificate from now on. */
  show(certificate) {
    this.options.certificate = certificate;
    if (this.options.smtps) {
      this.#server.setSecureContext(certificate);
    }
  }

  close() {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    return new Promise((resolve) => this.#server.close(resolve));
  }

  watch(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  #talk(socket) {
    this.connections += 1;
    if (this.silent) {
      this.watch(socket);
      return;
    }
    new Session(this, socket, Boolean(this.options.smtps)); // lives by its socket
  }

  keep(letter, text) {
    const cut = text.indexOf('\r\n\r\n');
    const head = text.slice(0, cut);
    this.letters.push({
      ...letter, head, body: text.slice(cut + 4),
      id: /^Message-ID: (.*)$/im.exec(head)?.[1],
      subject: /^Subject: (.*)$/im.exec(head)?.[1],
    });
  }
}
