'use strict';

const { bootExample } = require('./bootExample');

async function main() {
  const strapi = await bootExample();
  try {
    const { seed } = require('../dist/seed/seed');
    const { documents, files } = await seed(strapi);
    process.stderr.write(
      documents === 0
        ? 'seed: there are articles already, nothing to do\n'
        : `seed: wrote ${documents} documents and ${files} files\n`,
    );
  } finally {
    await strapi.destroy();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
});
