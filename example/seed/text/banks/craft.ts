import { feminine, masculine, type Bank } from './bank';

export const craft: Bank = {
  subjects: [
    feminine('the smithy', 'Schmiede'),
    feminine('the dry-stone wall', 'Trockenmauer'),
    feminine('the basket workshop', 'Korbwerkstatt'),
    feminine('the rope walk', 'Seilerbahn'),
    feminine('the saw pit', 'Sägegrube'),
    feminine('the pottery', 'Töpferei'),
    feminine("the wheelwright's shop", 'Stellmacherei'),
    feminine('the bell foundry', 'Glockengießerei'),
    feminine('the dye house', 'Färberei'),
    feminine('the print room', 'Druckerei'),
    masculine('the loom shed', 'Webschuppen'),
    feminine('the boat shed', 'Bootswerkstatt'),
  ],
  titles: [
    ['The last thatcher of {place}', 'Der letzte Reetdachdecker von {place}'],
    ['How they lay a hedge in {place}', 'Wie man in {place} eine Hecke legt'],
    ['A chair made in {place}', 'Ein Stuhl aus {place}'],
    ['Learning to weave in {place}', 'Weben lernen in {place}'],
    ['{Count} tools and what they are for', '{Count} Werkzeuge und wozu sie gut sind'],
    ['Mending day in {place}', 'Flicktag in {place}'],
    ['The apprentices of {place}', 'Die Lehrlinge von {place}'],
    ['Ink, paper and {place}', 'Tinte, Papier und {place}'],
  ],
  openings: [
    [
      'The door of {thing} {spot} stands open from eight, and the kettle goes on at nine.',
      'Wer {thing.acc} {spot} besucht, findet die Tür ab acht offen und ab neun den Kessel auf dem Feuer.',
    ],
    [
      '{person} inherited {thing} {spot} in {lately}, along with {count} unpaid bills and a cat.',
      '{person} erbte {thing.acc} {spot} im Jahr {lately}, dazu {count} unbezahlte Rechnungen und eine Katze.',
    ],
    [
      'You hear {thing} {spot} long before you find the gate.',
      'Man hört {thing.acc} {spot}, lange bevor man das Tor findet.',
    ],
    [
      'There is no sign outside {thing} {spot}, since everyone in {place} knows and nobody else asks.',
      'Vor {thing.dat} {spot} hängt kein Schild, denn in {place} weiß es jeder, und sonst fragt niemand.',
    ],
    [
      'It takes a morning to learn the first knot and {count} years to learn when to leave it out.',
      'Den ersten Knoten lernt man an einem Vormittag, und {count} Jahre braucht man, um ihn weglassen zu können.',
    ],
    [
      'In {month} the workshop is too cold for glue, and so {person} tells stories instead.',
      'Im {month} ist die Werkstatt zu kalt für Leim, also erzählt {person} Geschichten.',
    ],
  ],
  details: [
    [
      'Every tool hangs on the outline of itself, drawn on the wall in {year}.',
      'Jedes Werkzeug hängt auf seinem eigenen Umriss, an die Wand gezeichnet im Jahr {year}.',
    ],
    [
      'The ash is cut in winter, split green, and then forgotten for two summers.',
      'Die Esche wird im Winter geschlagen, grün gespalten und dann zwei Sommer lang vergessen.',
    ],
    [
      'A good edge is one that you notice only when it is gone.',
      'Eine gute Schneide ist eine, die man erst bemerkt, wenn sie fehlt.',
    ],
    [
      'The order book is full until next {month}, and nobody is sorry about it.',
      'Das Auftragsbuch ist bis zum nächsten {month} voll, und niemand bedauert das.',
    ],
    [
      '{person2} came for a week as an apprentice and stayed for {count} years.',
      '{person2} kam für eine Woche in die Lehre und blieb {count} Jahre.',
    ],
    [
      'The offcuts go to the school in {other}, where they come back as birds.',
      'Die Reste gehen an die Schule in {other} und kommen als Vögel zurück.',
    ],
    [
      'Measure twice, says the beam above the door, and somebody has added: then ask.',
      'Zweimal messen, steht auf dem Balken über der Tür, und jemand hat ergänzt: dann fragen.',
    ],
    [
      'The machine in the corner is from {year2} and runs if it is spoken to.',
      'Die Maschine in der Ecke stammt von {year2} und läuft, wenn man mit ihr spricht.',
    ],
    [
      'Nothing here is straight except the things that have to be.',
      'Nichts ist hier gerade außer dem, was gerade sein muss.',
    ],
    [
      'Mistakes are kept on a shelf at eye level, with dates.',
      'Fehler stehen auf einem Brett in Augenhöhe, mit Datum.',
    ],
    [
      'The work pays for itself, the roof is paid for by the open day.',
      'Die Arbeit trägt sich selbst, das Dach trägt der Tag der offenen Tür.',
    ],
    [
      'Customers bring broken things from as far as {other} and take them home slightly better.',
      'Die Kundschaft bringt Kaputtes sogar aus {other} und nimmt es etwas besser wieder mit.',
    ],
    [
      'Willow is soaked for as many days as it has years, and not an hour longer.',
      'Weide wird so viele Tage eingeweicht, wie sie Jahre hat, und keine Stunde länger.',
    ],
  ],
  closings: [
    [
      'Courses run from {month}; bring gloves, lunch and an old shirt.',
      'Kurse gibt es ab {month}; bringen Sie Handschuhe, Brotzeit und ein altes Hemd mit.',
    ],
    [
      'When the light goes, the tools go back to their outlines.',
      'Wenn das Licht geht, kehren die Werkzeuge in ihre Umrisse zurück.',
    ],
    [
      'It will outlast us, says {person}, and that is the whole idea.',
      'Es wird uns überdauern, sagt {person}, und genau darum geht es.',
    ],
    [
      'We left with a basket, a splinter and a date for next year.',
      'Wir gingen mit einem Korb, einem Splitter und einem Termin für nächstes Jahr.',
    ],
  ],
  headings: [
    ['Tools on the wall', 'Werkzeug an der Wand'],
    ['Green wood', 'Grünes Holz'],
    ['The apprentice', 'Die Lehre'],
    ['A shelf of mistakes', 'Ein Brett voller Fehler'],
    ['What it costs', 'Was es kostet'],
  ],
  items: [
    ['a sharp knife and a dull one', 'ein scharfes Messer und ein stumpfes'],
    ['linseed oil', 'Leinöl'],
    ['a bench of the right height', 'eine Werkbank in der richtigen Höhe'],
    ['daylight from the north', 'Tageslicht von Norden'],
    ['string, more than you think', 'Schnur, mehr als man denkt'],
    ['somebody to hold the other end', 'jemand, der das andere Ende hält'],
  ],
};
