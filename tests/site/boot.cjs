'use strict';

const path = require('node:path');
const { Writable } = require('node:stream');

const example = path.resolve(__dirname, '..', '..', 'example');

/** Boots the compiled example with this environment. Runs outside of jest's sandbox, where `process.env` is the real one. */
async function boot(environment, { serveAdminPanel = false } = {}) {
  Object.assign(process.env, environment);
  // Loaded only now: Strapi reads the environment while its modules load.
  const { createStrapi } = require('@strapi/strapi');
  const created = createStrapi({
    appDir: example,
    distDir: path.join(example, 'dist'),
    autoReload: false,
    serveAdminPanel,
  });
  const logged = keepLog(created.log);
  const strapi = await created.load();
  strapi.server.mount();
  return { strapi, logged };
}

/** Every line from now on as it is written, and with all that hangs on it; for the test that none holds a secret. */
function keepLog(log) {
  const lines = [];
  const { winston } = require('@strapi/logger');
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const whole = winston.format.printf((info) => [info.message, info.stack, JSON.stringify(info)].join(' '));
  log.add(new winston.transports.Stream({ stream, level: 'silly', format: whole }));
  return lines;
}

module.exports = { boot };
