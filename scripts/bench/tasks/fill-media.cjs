'use strict';

const { randomBytes, randomInt } = require('node:crypto');
const { closeSync, openSync, writeSync } = require('node:fs');
const path = require('node:path');

const FILE_BYTES = 64 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

/** Fills the media library with so many gigabytes: files of 64 MiB, no two parts of which are alike. */
module.exports = async ({ strapi }, { gigabytes }) => {
  const count = Math.max(1, Math.round((gigabytes * 1e9) / FILE_BYTES));
  const part = randomBytes(PART_BYTES);
  const uploads = path.join(strapi.dirs.static.public, 'uploads');
  for (let number = 0; number < count; number += 1) {
    const hash = `film_${String(number).padStart(5, '0')}`;
    writeFile(path.join(uploads, `${hash}.mp4`), part);
    const file = { name: `${hash}.mp4`, hash, ext: '.mp4', mime: 'video/mp4', size: FILE_BYTES / 1000 };
    const place = { url: `/uploads/${hash}.mp4`, provider: 'local', folderPath: '/' };
    await strapi.db.query('plugin::upload.file').create({ data: { ...file, ...place } });
  }
  return { files: count, bytes: count * FILE_BYTES };
};

function writeFile(name, part) {
  const file = openSync(name, 'w');
  for (let written = 0; written < FILE_BYTES; written += PART_BYTES) {
    part.writeUInt32BE(randomInt(2 ** 32), randomInt(PART_BYTES - 4));
    writeSync(file, part);
  }
  closeSync(file);
}
