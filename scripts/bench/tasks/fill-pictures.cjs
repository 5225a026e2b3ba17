'use strict';

const { randomBytes } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { deflateSync } = require('node:zlib');

const PICTURES = 100;
const [WIDTH, HEIGHT] = [750, 500];
const ARTICLE = 'api::article.article';

/** Puts a picture of the media library into the text of every article: a hundred of them, in turn. */
module.exports = async ({ strapi }) => {
  const uploads = path.join(strapi.dirs.static.public, 'uploads');
  let bytes = 0;
  for (let number = 0; number < PICTURES; number += 1) {
    const hash = hashOf(number);
    const picture = png();
    bytes += picture.length;
    writeFileSync(path.join(uploads, `${hash}.png`), picture);
    const file = { name: `${hash}.png`, hash, ext: '.png', mime: 'image/png', size: picture.length / 1000 };
    const place = { url: `/uploads/${hash}.png`, provider: 'local', folderPath: '/' };
    const data = { ...file, ...place, width: WIDTH, height: HEIGHT, alternativeText: `Picture ${number}` };
    await strapi.db.query('plugin::upload.file').create({ data });
  }
  const { tableName } = strapi.db.metadata.get(ARTICLE);
  const rows = await strapi.db.connection(tableName).select('id', 'body');
  for (const { id, body } of rows) {
    const shown = `![Picture](/uploads/${hashOf(id % PICTURES)}.png)\n\n${body ?? ''}`;
    await strapi.db.connection(tableName).where({ id }).update({ body: shown });
  }
  return { pictures: PICTURES, bytes };
};

function hashOf(number) {
  return `bench_${number.toString(16).padStart(10, '0')}`;
}

/** Broad stripes with some noise: about as many bytes as a photograph of that size has as JPEG. */
function png() {
  const [from, to] = [randomBytes(3), randomBytes(3)];
  const lines = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y += 1) {
    const noise = randomBytes(16);
    for (let x = 0; x < WIDTH; x += 1)
      for (let color = 0; color < 3; color += 1) {
        const share = (x + y) / (WIDTH + HEIGHT);
        const value = from[color] * (1 - share) + to[color] * share + (noise[x >> 6] >> 5);
        lines[y * (1 + WIDTH * 3) + 1 + x * 3 + color] = value & 255;
      }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** Of Node's own only from version 22. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
