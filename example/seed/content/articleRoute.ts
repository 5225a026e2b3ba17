import { inLanguage, type Language, type Pair } from '../languages';
import type { Random } from '../random';
import { fillSentence } from '../text/fillSentence';
import { places } from '../text/valley';
import type { Fields } from './documentWriter';
import type { ArticlePlan } from './planArticles';

const stops: readonly Pair[] = [
  ['church', 'Kirche'],
  ['stile', 'Zauntritt'],
  ['footbridge', 'Steg'],
  ['viewpoint', 'Aussicht'],
  ['old quarry', 'alter Steinbruch'],
  ['weir', 'Wehr'],
  ['chestnut', 'Kastanie'],
];
const notes: readonly Pair[] = [
  ['Keep left.', 'Links halten.'],
  ['Slippery after rain.', 'Bei Nässe rutschig.'],
  ['Close the gate.', 'Tor schließen.'],
  ['A bench, usually free.', 'Eine Bank, meistens frei.'],
  ['Ask for the key in {place}.', 'Schlüssel in {place} erfragen.'],
];
const facilityNames: readonly Pair[] = [
  ['The Dry Dog', 'Zum trockenen Hund'],
  ['The Three Sieves', 'Zu den drei Sieben'],
  ['Station tea room', 'Teestube am Bahnhof'],
  ['Shelter on the common', 'Schutzhütte auf der Allmende'],
];

function facility(random: Random, language: Language): Fields {
  return {
    kind: random.pick(['inn', 'tea-room', 'shelter', 'bus-stop']),
    name: inLanguage(random.pick(facilityNames), language),
    opensAt: `${random.pick(['08', '10', '11'])}:${random.pick(['00', '30'])}:00.000`,
    note: language === 'en' ? 'Closed on Mondays' : 'Montags geschlossen',
  };
}

/** A route with its waypoints, some with a place to rest: components in components in a component. */
export function articleRoute(plan: ArticlePlan, random: Random, language: Language): Fields {
  const lengthKm = Math.round(random.between(32, 148)) / 10;
  const count = random.int(3, 4);
  const waypoints = Array.from({ length: count }, (_, index) => {
    const stop = inLanguage(random.pick(stops), language);
    const withFacility = random.chance(0.35);
    return {
      name: `${random.pick(places)}, ${stop}`,
      kilometre: Math.round(((lengthKm * index) / (count - 1)) * 10) / 10,
      latitude: Math.round(random.between(52.28, 52.46) * 1e5) / 1e5,
      longitude: Math.round(random.between(-2.61, -2.32) * 1e5) / 1e5,
      note: fillSentence(random.pick(notes), language, plan.slots),
      facility: withFacility ? facility(random, language) : null,
    };
  });
  return {
    lengthKm,
    ascentMetres: random.int(20, 480),
    difficulty: random.pick(['easy', 'easy', 'moderate', 'strenuous']),
    circular: random.chance(0.5),
    waypoints,
  };
}
