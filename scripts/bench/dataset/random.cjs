'use strict';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Mulberry32: the same numbers from the same seed on every machine. */
function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    /** A whole number of `from` … `to`, both included. */
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    /** In the form of Strapi's own documentIds. */
    documentId() {
      let id = ALPHABET[Math.floor(next() * 26)];
      while (id.length < 24) id += ALPHABET[Math.floor(next() * ALPHABET.length)];
      return id;
    },
  };
}

module.exports = { createRandom };
