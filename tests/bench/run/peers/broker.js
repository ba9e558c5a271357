// Message buses that keep nothing: mosquitto, and nginx with nchan.

import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../lib/server.js';
import { until } from '../../../lib/wait.js';
import { Child, family } from '../child.js';

const MOSQUITTO = '/usr/sbin/mosquitto';
const NCHAN = '/usr/lib/nginx/modules/ngx_nchan_module.so';

const absent = (file, name) => () => (fs.existsSync(file) ? null : `${name} is not installed`);

// 0 and -1: without a limit. Nothing is kept on the disk, as by default between two
// saves half an hour apart.
const mosquittoConf = (port) => `listener ${port} 127.0.0.1
user root
allow_anonymous true
persistence false
max_connections -1
max_inflight_messages 0
max_queued_messages 0
set_tcp_nodelay true
log_dest stderr
log_type error
`;

// Files and shared memory are sized for ten thousand who listen; a channel keeps so many
// messages that nobody who is behind for a moment misses one.
const nginxConf = (port, folder) => `load_module ${NCHAN};
user root;
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
error_log stderr error;
pid ${folder}/nginx.pid;
events { worker_connections 19000; }
http {
  access_log off;
  keepalive_timeout 1h;
  nchan_shared_memory_size 1024M;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ "^/room/([0-9]+)$" {
      nchan_pubsub websocket;
      nchan_channel_id $1;
      nchan_message_buffer_length 5000;
      nchan_message_timeout 1m;
      nchan_subscriber_first_message newest;
    }
  }
}
`;

const STARTING_MS = 10_000;

/** `processes`: how many there are once it serves; one may listen before it has all. */
function peer(name, { speaks, missing, config, command, processes = 1 }) {
  return {
    name,
    speaks,
    answer: 'in memory',
    enters: 'nothing asked',
    missing,
    start: async (folder, { env }) => {
      const port = await freePort();
      const file = path.join(folder, `${name}.conf`);
      fs.writeFileSync(file, config(port, folder));
      const child = new Child(command(file, folder), { env });
      await child.listensOn(port);
      await until(`${name} to have all its processes`,
        () => family(child.pid).length >= processes, STARTING_MS);
      return { child, port };
    },
  };
}

export const brokers = [
  peer('mosquitto', {
    speaks: 'mqtt',
    missing: absent(MOSQUITTO, 'mosquitto'),
    config: mosquittoConf,
    command: (file) => [MOSQUITTO, '-c', file],
  }),
  peer('nchan', {
    speaks: 'nchan',
    missing: absent(NCHAN, 'libnginx-mod-nchan'),
    config: nginxConf,
    processes: 2,
    command: (file, folder) => ['/usr/sbin/nginx', '-p', folder, '-c', file],
  }),
];
