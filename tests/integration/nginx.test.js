// Through the real nginx with config/nginx.conf.example, TLS included.

import { throughProxy } from '../lib/proxy-journey.js';

throughProxy('nginx');
