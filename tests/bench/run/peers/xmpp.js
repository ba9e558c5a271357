// Two servers of XMPP, each with rooms, an archive of every message in SQLite and accounts
// with passwords; without TLS, shapers and limits.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../lib/server.js';
import { Child } from '../child.js';

const SECRET = 'kith-bench'; // as in peer_xmpp.c
const PROSODY = '/usr/bin/prosody';
const PROSODY_SQLITE = '/usr/share/lua/5.4/DBI.lua';
const EJABBERD = '/usr/sbin/ejabberdctl';
const SCHEMA = '/usr/share/ejabberd/sql/lite.sql';

// As it comes, Prosody spends two thirds of its time collecting garbage: it may leave more
// of it lying about.
const prosodyConf = (port, folder) => `
run_as_root = true
gc = { mode = "incremental", threshold = 400, speed = 500 }
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
log = { warn = "*console" }
modules_enabled = { "posix", "roster", "saslauth", "disco", "smacks", "mam" }
modules_disabled = { "s2s", "tls" }
c2s_ports = { ${port} }
c2s_interfaces = { "127.0.0.1" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = { archive = "sql", muc_log = "sql" }
sql = { driver = "SQLite3", database = "${folder}/archive.sqlite" }
default_archive_policy = true
archive_expires_after = "never"
smacks_max_queue_size = 100000
VirtualHost "localhost"
Component "rooms.localhost" "muc"
  modules_enabled = { "muc_mam" }
  muc_room_locking = false
  muc_log_by_default = true
  muc_log_expires_after = "never"
`;

function prosodyAccounts(folder, { people }) {
  const accounts = path.join(folder, 'data/localhost/accounts');
  fs.mkdirSync(accounts, { recursive: true });
  for (let i = 0; i < people; i += 1) {
    fs.writeFileSync(path.join(accounts, `u${i}.dat`),
      `return { ["password"] = "${SECRET}"; };\n`);
  }
}

// Rooms stay when all have left: who comes in while an empty one goes away gets no answer.
const ejabberdConf = (port, folder) => `
hosts: [localhost]
loglevel: warning
listen:
  - {port: ${port}, ip: "127.0.0.1", module: ejabberd_c2s, shaper: none, access: all,
     max_fsm_queue: 100000, backlog: 4096}
acme: {auto: false}
auth_method: sql
auth_password_format: plain
default_db: sql
sql_type: sqlite
sql_database: ${folder}/archive.sqlite
max_fsm_queue: 100000
modules:
  mod_roster: {}
  mod_mam: {default: always}
  mod_stream_mgmt: {max_ack_queue: 100000, resume_timeout: 0}
  mod_muc:
    host: rooms.localhost
    db_type: mnesia
    access_create: all
    history_size: 0
    max_users: 1000
    user_message_shaper: none
    room_shaper: none
    default_room_options: {mam: true, persistent: true}
`;

function ejabberdAccounts(folder, { people }) {
  execFileSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript(open(sys.argv[2]).read())
db.executemany('INSERT INTO users (username, password) VALUES (?, ?)',
    [('u%d' % i, sys.argv[4]) for i in range(int(sys.argv[3]))])
db.commit()`, path.join(folder, 'archive.sqlite'), SCHEMA, String(people), SECRET]);
}

// Without a name of its own among other Erlang nodes, so that no epmd listens; on its one
// core it does not wait busily.
const ejabberdCommand = (folder) => ['/usr/bin/erl', '-noinput',
  '+K', 'true', '+P', '250000', '+sbwt', 'none', '-mnesia', 'dir', `"${folder}/mnesia"`, '-s', 'ejabberd'];

const ejabberdEnv = (file, folder) => ({
  HOME: folder,
  EJABBERD_CONFIG_PATH: file,
  EJABBERD_LOG_PATH: path.join(folder, 'ejabberd.log'),
  ERL_CRASH_DUMP: path.join(folder, 'crash.dump'),
  ERL_LIBS: /^ERL_LIBS='(.*)'/m.exec(fs.readFileSync(EJABBERD, 'utf8'))?.[1],
  ERL_MAX_PORTS: '32000',
});

function peer(name, setting) {
  const { needs, accounts, file: named, config, command, environment } = setting;
  return {
    name,
    speaks: 'xmpp',
    answer: 'on the disk',
    enters: 'password',
    missing: () => {
      const absent = needs.find((file) => !fs.existsSync(file));
      return absent ? `${absent} is not installed` : null;
    },
    start: async (folder, { crowd, env }) => {
      const port = await freePort();
      const file = path.join(folder, named);
      fs.writeFileSync(file, config(port, folder));
      accounts(folder, crowd);
      const child = new Child(command(folder, file),
        { env: { ...environment(file, folder), ...env }, cwd: folder });
      return { child, port: await child.listensOn(port) };
    },
  };
}

export const xmppServers = [
  peer('prosody', {
    needs: [PROSODY, PROSODY_SQLITE],
    accounts: prosodyAccounts,
    file: 'prosody.cfg.lua',
    config: prosodyConf,
    command: (folder, file) => [PROSODY, '-F', '--config', file],
    environment: () => ({}),
  }),
  peer('ejabberd', {
    needs: [EJABBERD, SCHEMA],
    accounts: ejabberdAccounts,
    file: 'ejabberd.yml',
    config: ejabberdConf,
    command: ejabberdCommand,
    environment: ejabberdEnv,
  }),
];
