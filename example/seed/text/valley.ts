import type { Pair } from '../languages';

/** The invented valley that the magazine writes about. */
export const places = [
  'Aldersby',
  'Harrowford',
  'Stennick',
  'Wenlow',
  'Maddle',
  'Marrowby',
  'Ostwick',
  'Kesterby',
  'Brackwater',
  'Dunmere',
] as const;

/** Each completes "the orchard …": where in the valley it is. */
export const spots: readonly Pair[] = [
  ['behind the mill', 'hinter der Mühle'],
  ['below the church', 'unterhalb der Kirche'],
  ['by the old railway', 'an der alten Bahnstrecke'],
  ['above the weir', 'oberhalb des Wehrs'],
  ['at the end of Duck Lane', 'am Ende der Entengasse'],
  ['beside the canal', 'neben dem Kanal'],
  ['under Castle Hill', 'unter dem Burgberg'],
  ['between the bridges', 'zwischen den Brücken'],
  ['across the ford', 'jenseits der Furt'],
  ['on the common', 'auf der Allmende'],
  ['near the station', 'beim Bahnhof'],
  ['in the hollow', 'in der Senke'],
  ['on the north slope', 'am Nordhang'],
  ['past the last farm', 'hinter dem letzten Hof'],
  ['opposite the inn', 'gegenüber dem Gasthof'],
  ['at the crossroads', 'an der Wegkreuzung'],
  ['beyond the beeches', 'jenseits der Buchen'],
  ['by the river', 'am Fluss'],
  ['behind the vicarage', 'hinter dem Pfarrhaus'],
  ['at Foxes’ Corner', 'an der Fuchsecke'],
];

export const people = [
  'Edith Marsh',
  'Tom Arkwell',
  'Hanna Pryce',
  'Walter Sedge',
  'Ines Halloran',
  'Ruth Calder',
  'Peter Yarrow',
  'Mina Oakes',
  'George Tansy',
  'Clara Penfold',
  'Samuel Brook',
  'Agnes Thorley',
  'Jonas Weir',
  'Lotte Farrow',
  'Henry Stile',
  'Margit Lowe',
  'Alfred Nettle',
  'Beth Ashdown',
  'Rosa Kell',
  'David Furlong',
  'Ottilie Crane',
  'Joan Hurst',
  'Frank Merrow',
  'Iris Holt',
] as const;

export const months: readonly Pair[] = [
  ['January', 'Januar'],
  ['February', 'Februar'],
  ['March', 'März'],
  ['April', 'April'],
  ['May', 'Mai'],
  ['June', 'Juni'],
  ['July', 'Juli'],
  ['August', 'August'],
  ['September', 'September'],
  ['October', 'Oktober'],
  ['November', 'November'],
  ['December', 'Dezember'],
];

export const numbers: readonly Pair[] = [
  ['three', 'drei'],
  ['four', 'vier'],
  ['five', 'fünf'],
  ['six', 'sechs'],
  ['seven', 'sieben'],
  ['eight', 'acht'],
  ['nine', 'neun'],
  ['eleven', 'elf'],
  ['twelve', 'zwölf'],
];

// Every German plural below ends in -n, so that it reads the same in all four cases.

export const crops: readonly Pair[] = [
  ['pears', 'Birnen'],
  ['quinces', 'Quitten'],
  ['medlars', 'Mispeln'],
  ['gooseberries', 'Stachelbeeren'],
  ['roses', 'Rosen'],
  ['dahlias', 'Dahlien'],
  ['sweet peas', 'Duftwicken'],
  ['marigolds', 'Ringelblumen'],
  ['broad beans', 'Ackerbohnen'],
  ['columbines', 'Akeleien'],
  ['asters', 'Astern'],
  ['tulips', 'Tulpen'],
  ['hollyhocks', 'Stockrosen'],
  ['peonies', 'Pfingstrosen'],
];

export const fruits: readonly Pair[] = [
  ['pears', 'Birnen'],
  ['plums', 'Pflaumen'],
  ['quinces', 'Quitten'],
  ['damsons', 'Zwetschgen'],
  ['cherries', 'Kirschen'],
  ['gooseberries', 'Stachelbeeren'],
  ['currants', 'Johannisbeeren'],
  ['blackberries', 'Brombeeren'],
  ['chestnuts', 'Kastanien'],
  ['elderberries', 'Holunderbeeren'],
];

export const animals: readonly Pair[] = [
  ['swallows', 'Schwalben'],
  ['barn owls', 'Schleiereulen'],
  ['dragonflies', 'Libellen'],
  ['bumblebees', 'Hummeln'],
  ['toads', 'Kröten'],
  ['jackdaws', 'Dohlen'],
  ['thrushes', 'Drosseln'],
  ['hares', 'Hasen'],
  ['snails', 'Schnecken'],
  ['trout', 'Forellen'],
  ['nightingales', 'Nachtigallen'],
  ['adders', 'Kreuzottern'],
];
