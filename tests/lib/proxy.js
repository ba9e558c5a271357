// The real nginx and the real Caddy in front of a server, with the configurations from
// config/ and a self-signed certificate; only names of files and ports are replaced.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort, newDataDir, removeDataDir } from './server.js';
import { request } from './http.js';
import { ROOT } from './traffic.js';
import { until, within } from './wait.js';

const NAME = 'kith.example.org';

function certificate(folder) {
  const key = path.join(folder, 'key.pem');
  const cert = path.join(folder, 'cert.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`,
    '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', key, '-out', cert],
  { stdio: 'pipe' });
  return { key, cert, ca: fs.readFileSync(cert) };
}

/** Replaces, and complains when the example no longer has the words. */
function replaced(text, pairs) {
  return pairs.reduce((result, [from, to]) => {
    const next = result.replaceAll(from, to);
    if (next === result) {
      throw new Error(`the example configuration has no ${from}`);
    }
    return next;
  }, text);
}

const example = (name) => fs.readFileSync(path.join(ROOT, 'config', name), 'utf8');

function nginxConfig({ folder, port, plainPort, upstream, key, cert }) {
  const site = replaced(example('nginx.conf.example'), [
    ['127.0.0.1:8080', `127.0.0.1:${upstream}`],
    [/listen \[::\][^\n]*\n/g, '\n'],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen 443 ', `listen 127.0.0.1:${port} `],
    [/ssl_certificate {5}[^;]*;/g, `ssl_certificate ${cert};`],
    [/ssl_certificate_key [^;]*;/g, `ssl_certificate_key ${key};`],
  ]);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
  return `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\n` +
    `error_log ${folder}/error.log warn;\nevents {}\nhttp {\n${temp}\n${site}\n}\n`;
}

function caddyConfig({ port, plainPort, upstream, key, cert }) {
  return replaced(example('Caddyfile'), [
    ['127.0.0.1:8080', `127.0.0.1:${upstream}`],
    [`\n${NAME} {`, `\nhttps://${NAME}:${port} {\n\ttls ${cert} ${key}\n\tbind 127.0.0.1`],
    ['\n{\n\tservers {', `\n{\n\tadmin off\n\thttp_port ${plainPort}\n\thttps_port ${port}\n` +
      '\tauto_https disable_redirects\n\tservers {'],
  ]);
}

const PROGRAMS = {
  nginx: { config: nginxConfig, command: (file, folder) =>
    [['/usr/sbin/nginx', 'nginx'].find((p) => p === 'nginx' || fs.existsSync(p)),
      ['-p', folder, '-c', file]] },
  caddy: { config: caddyConfig, command: (file) =>
    ['caddy', ['run', '--config', file, '--adapter', 'caddyfile']] },
};

export class Proxy {
  /** Picks the port first: the server must know its public URL before it starts. */
  static async prepare(kind) {
    const proxy = new Proxy();
    proxy.kind = kind;
    proxy.folder = newDataDir();
    proxy.port = await freePort();
    proxy.plainPort = await freePort();
    proxy.url = `https://${NAME}:${proxy.port}`;
    Object.assign(proxy, certificate(proxy.folder));
    proxy.net = {
      ca: proxy.ca,
      lookup: (_, options, done) => (options.all
        ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)),
    };
    return proxy;
  }

  async start(upstream) {
    this.upstream = upstream;
    const { config, command } = PROGRAMS[this.kind];
    const file = path.join(this.folder, `${this.kind}.conf`);
    fs.writeFileSync(file, config({ ...this, upstream }));
    const [program, args] = command(file, this.folder);
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, XDG_DATA_HOME: this.folder, XDG_CONFIG_HOME: this.folder } });
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
    this.words = '';
    this.child.stdout.on('data', (d) => { this.words += d; });
    this.child.stderr.on('data', (d) => { this.words += d; });
    try {
      await until(`${this.kind} to answer`, () =>
        request(`${this.url}/healthz`, { net: this.net })
          .then(({ status }) => status === 200, () => false));
    } catch (cause) {
      this.child.kill('SIGKILL'); // else the test file would wait for it
      throw new Error(`${cause.message}: ${this.words}`, { cause });
    }
    return this;
  }

  async stop() {
    this.child?.kill('SIGTERM');
    await within(this.ended ?? Promise.resolve(), `${this.kind} to stop`);
    removeDataDir(this.folder);
  }
}
