import { feminine, masculine, type Bank } from './bank';

export const walk: Bank = {
  subjects: [
    masculine('the footpath', 'Fußweg'),
    masculine('the towpath', 'Treidelpfad'),
    masculine('the ridge path', 'Höhenweg'),
    masculine('the sunken lane', 'Hohlweg'),
    masculine('the bridleway', 'Reitweg'),
    masculine('the coffin path', 'Totenweg'),
    masculine('the causeway', 'Dammweg'),
    masculine('the footbridge', 'Steg'),
    masculine("the drovers' road", 'Viehweg', 'alte'),
    feminine('the avenue of limes', 'Lindenallee'),
    masculine('the quarry track', 'Steinbruchweg'),
    masculine('the riverside path', 'Uferweg'),
  ],
  titles: [
    ['From {place} to {other} on foot', 'Zu Fuß von {place} nach {other}'],
    ['{Count} miles around {place}', '{Count} Meilen rund um {place}'],
    ['A {month} walk near {place}', 'Eine Wanderung im {month} bei {place}'],
    ['The long way home to {place}', 'Der lange Heimweg nach {place}'],
    ['{place} before breakfast', '{place} vor dem Frühstück'],
    ['Over the hill from {other} to {place}', 'Über den Berg von {other} nach {place}'],
    ['Rain, mud and {place}', 'Regen, Schlamm und {place}'],
    ['A slow afternoon between {place} and {other}', 'Ein langsamer Nachmittag zwischen {place} und {other}'],
  ],
  openings: [
    [
      'Start at the church in {place}, walk downhill, and do not trust the second signpost.',
      'Beginnen Sie an der Kirche in {place}, gehen Sie bergab, und trauen Sie dem zweiten Wegweiser nicht.',
    ],
    [
      'Most people know only the first half mile of {thing} {spot}, and they turn back just before it gets good.',
      'Die meisten kennen von {thing.dat} {spot} nur die erste halbe Meile und kehren um, kurz bevor es schön wird.',
    ],
    [
      'This is a walk for a day without plans, from {place} to {other} and back by another way.',
      'Dies ist eine Wanderung für einen Tag ohne Pläne, von {place} nach {other} und auf anderem Weg zurück.',
    ],
    [
      'We had meant to be in {other} by noon; {thing} {spot} had other ideas.',
      'Wir wollten mittags in {other} sein; {thing.nom} {spot} wollte es anders.',
    ],
    [
      'In {month} the valley is empty, and {thing} {spot} belongs to whoever gets up first.',
      'Im {month} ist das Tal leer, und {thing.nom} {spot} gehört dem, der zuerst aufsteht.',
    ],
    [
      '{person} has walked this way every week since {lately} and still carries a map.',
      '{person} geht diesen Weg seit {lately} jede Woche und nimmt noch immer eine Karte mit.',
    ],
  ],
  details: [
    [
      'After the second stile the path forks; take the branch that looks less used.',
      'Nach dem zweiten Zauntritt gabelt sich der Weg; nehmen Sie den Zweig, der weniger begangen aussieht.',
    ],
    [
      'The climb is short and honest, {minutes} minutes with one good place to stop and admire your own progress.',
      'Der Anstieg ist kurz und ehrlich, {minutes} Minuten mit einer guten Stelle, um den eigenen Fortschritt zu bewundern.',
    ],
    [
      'From the top you see {place}, {other} and, on washing days, who has hung out what.',
      'Von oben sieht man {place}, {other} und an Waschtagen, wer was aufgehängt hat.',
    ],
    [
      'The mud by the gate is deep enough to keep a boot; step on the stones.',
      'Der Schlamm am Gatter ist tief genug, um einen Stiefel zu behalten; treten Sie auf die Steine.',
    ],
    [
      'A bench remembers {person2}, who by all accounts never sat down.',
      'Eine Bank erinnert an {person2}, und nach allem, was man hört, saß {person2} nie.',
    ],
    [
      'Halfway along there is a spring with a tin cup on a chain, dated {year}.',
      'Auf halbem Weg gibt es eine Quelle mit einem Blechbecher an einer Kette, datiert {year}.',
    ],
    [
      'The hedges meet overhead for a hundred yards, and it is always five degrees cooler there.',
      'Hundert Schritte lang schließen sich die Hecken über dem Weg, dort ist es immer fünf Grad kühler.',
    ],
    [
      'Where the path meets the road, cross quickly and go through the gap beside the chestnut.',
      'Wo der Weg auf die Straße trifft, queren Sie zügig und gehen durch die Lücke neben der Kastanie.',
    ],
    [
      'Cows stand in the field from May to October and are more curious than brave.',
      'Von Mai bis Oktober stehen Kühe auf der Weide, sie sind eher neugierig als mutig.',
    ],
    [
      'The inn at {other} serves soup until three and forgives wet dogs.',
      'Der Gasthof in {other} schenkt bis drei Uhr Suppe aus und verzeiht nasse Hunde.',
    ],
    [
      'Listen for the weir: as long as it is on your left you are not lost.',
      'Achten Sie auf das Wehr: Solange man es links hört, hat man sich nicht verlaufen.',
    ],
    [
      'The old milestone counts to {other} in a handwriting nobody can date.',
      'Der alte Meilenstein zählt bis {other}, in einer Schrift, die niemand datieren kann.',
    ],
    [
      'The last bus leaves {place} at twenty to six, which has shortened many a conversation.',
      'Der letzte Bus verlässt {place} um zwanzig vor sechs, was schon manches Gespräch verkürzt hat.',
    ],
  ],
  closings: [
    [
      'Then it is downhill all the way, with the light behind you.',
      'Danach geht es nur noch bergab, mit dem Licht im Rücken.',
    ],
    [
      'Take a stick, a sandwich and somebody who does not mind silence.',
      'Nehmen Sie einen Stock mit, ein Brot und jemanden, den Stille nicht stört.',
    ],
    [
      'We were back in {place} before dark, with burrs in our sleeves and nothing to report.',
      'Vor Einbruch der Dunkelheit waren wir zurück in {place}, mit Kletten am Ärmel und ohne Neuigkeiten.',
    ],
    [
      'If it rains, go anyway; the valley keeps its best colours for wet days.',
      'Wenn es regnet, gehen Sie trotzdem; ihre besten Farben hebt sich die Gegend für nasse Tage auf.',
    ],
  ],
  headings: [
    ['The way out', 'Der Hinweg'],
    ['On the ridge', 'Auf dem Kamm'],
    ['By the water', 'Am Wasser'],
    ['Where to rest', 'Wo man rastet'],
    ['The way back', 'Der Rückweg'],
  ],
  items: [
    ['boots rather than shoes', 'lieber Stiefel als Schuhe'],
    ['a map on paper', 'eine Karte aus Papier'],
    ['water, as the spring may be dry', 'Wasser, denn die Quelle kann versiegt sein'],
    ['coins for the honesty box', 'Münzen für die Kasse des Vertrauens'],
    ['a jumper for the sunken lane', 'ein Pullover für den Hohlweg'],
    ['time for the detour', 'Zeit für den Umweg'],
  ],
};
