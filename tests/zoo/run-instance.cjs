'use strict';

const { boot } = require('./boot-zoo.cjs');

/**
 * A process of its own that runs the zoo app in `folder`, as a second server on the same database. It tells its port
 * to its parent, runs what the parent sends, with `strapi`, and ends with it.
 */
const AsyncFunction = (async () => {}).constructor;

async function main() {
  const strapi = await boot(process.argv[2], {});
  strapi.server.mount();
  strapi.server.httpServer.listen(0, '127.0.0.1', () => {
    process.send({ port: strapi.server.httpServer.address().port });
  });
  process.on('message', async ({ id, body }) => {
    try {
      process.send({ id, result: (await new AsyncFunction('strapi', body)(strapi)) ?? null });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on('disconnect', () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
