// Through the real Caddy with config/Caddyfile, TLS included.

import { throughProxy } from '../lib/proxy-journey.js';

throughProxy('caddy');
