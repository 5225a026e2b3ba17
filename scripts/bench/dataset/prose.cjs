'use strict';

/** Frequent words first: they are drawn as in a language, the first ones most often. */
const WORDS =
  `the of and to in a is that for it was on as with by at from this be or are an have not which their has
one all were there been when more will would who so no if out up into them can only other new some time could these two
may then do first any my now such like our over even most me after also made many before must through back years where
much your way well down should because long each just state people those too mr little good world make very year still
see work life own both between under never day same another know while last might great old off come since against go
came right used take three house hand high place small found thought light water part church school city garden river
stone morning evening winter summer market street kitchen window bread letter picture story colour road bridge valley
mountain forest village harbour island season harvest orchard meadow teacher neighbour family mother father brother
sister children friend visitor traveller painter builder farmer baker fisher singer writer reader doctor craft wood
iron glass paper cloth leather silver copper candle lantern basket bottle ladder wagon saddle anchor compass needle
hammer chisel plough wheel mill oven cellar attic stair corridor balcony courtyard fountain statue archive library
museum theatre festival wedding parade journey voyage harbourmaster lighthouse tide current shore cliff cave spring
stream pond marsh heath hedge fence gate path track crossing station platform signal engine carriage ticket luggage
timetable newspaper editor printer notebook pencil sketch portrait landscape exhibition gallery studio workshop
apprentice master guild council mayor election vote law court judge witness treaty border custom language proverb
legend song melody rhythm violin flute drum bell choir rehearsal concert audience applause silence memory promise
question answer reason doubt proof measure weight length height depth speed distance temperature pressure weather
cloud thunder frost snow drought flood recovery repair restoration conservation heritage tradition innovation`.split(
    /\s+/,
  );

/** Sentences of one language-like source; nothing in them needs escaping in SQL. */
function createProse(random) {
  // Zipf-like: squaring draws the first words far more often than the last.
  const word = () => WORDS[Math.floor(random.next() ** 2 * WORDS.length)];
  const phrase = (count) => Array.from({ length: count }, word).join(' ');
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const sentence = () => `${capital(phrase(random.between(6, 16)))}.`;
  return {
    title: () => capital(phrase(random.between(3, 7))),
    /** Whole sentences until there are `characters`; ends a little above. */
    text(characters) {
      let text = sentence();
      while (text.length < characters) text += ` ${sentence()}`;
      return text;
    },
    name: () => `${capital(word())} ${capital(word())}`,
  };
}

module.exports = { createProse };
