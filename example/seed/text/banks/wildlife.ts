import { feminine, masculine, type Bank } from './bank';

export const wildlife: Bank = {
  subjects: [
    feminine('the heronry', 'Reiherkolonie'),
    feminine('the rookery', 'Krähenkolonie'),
    masculine('the badger sett', 'Dachsbau'),
    feminine('the hay meadow', 'Heuwiese'),
    masculine('the village pond', 'Dorfteich'),
    masculine('the reed bed', 'Schilfgürtel'),
    feminine('the water meadow', 'Flusswiese'),
    feminine('the old oak', 'Eiche', 'alte'),
    masculine('the bat loft', 'Fledermausboden'),
    feminine('the long hedge', 'Hecke', 'lange'),
    masculine('the alder wood', 'Erlenwald'),
    feminine('the gravel bank', 'Kiesbank'),
  ],
  titles: [
    ['Counting {animal} in {place}', '{animal} zählen in {place}'],
    ['Where the {animal} go in {month}', 'Wohin die {animal} im {month} verschwinden'],
    ['The return of the {animal}', 'Die Rückkehr der {animal}'],
    ['{place} after dark', '{place} nach Einbruch der Nacht'],
    ['A field guide to {place}', 'Ein Bestimmungsbuch für {place}'],
    ['What the {animal} of {place} tell us', 'Was uns die {animal} von {place} verraten'],
    ['The dawn chorus of {place}', 'Das Morgenkonzert von {place}'],
    ['Ponds between {place} and {other}', 'Teiche zwischen {place} und {other}'],
  ],
  openings: [
    [
      'Stand still by {thing} {spot} for ten minutes and you stop being news.',
      'Bleiben Sie bei {thing.dat} {spot} zehn Minuten still stehen, dann sind Sie keine Neuigkeit mehr.',
    ],
    [
      'In {month} the {animal} come back to {thing} {spot}, usually on a Tuesday.',
      'Im {month} kehren die {animal} zu {thing.dat} {spot} zurück, meistens an einem Dienstag.',
    ],
    [
      '{person} has been counting {animal} in {place} since {lately} and has never trusted a round number.',
      '{person} zählt seit {lately} {animal} in {place} und hat noch nie einer runden Zahl getraut.',
    ],
    [
      'From the road there is nothing to see at {thing} {spot}, which is how the {animal} like it.',
      'Von der Straße aus ist bei {thing.dat} {spot} nichts zu sehen, und so mögen es die {animal}.',
    ],
    [
      'When {thing} {spot} was to be drained in {year}, the village said no by {count} votes.',
      'Als die Gegend um {thing.acc} {spot} im Jahr {year} trockengelegt werden sollte, sagte das Dorf mit {count} Stimmen Vorsprung nein.',
    ],
    [
      'The best hour at {thing} {spot} is the one before you would normally get up.',
      'Die beste Stunde bei {thing.dat} {spot} ist die, bevor man gewöhnlich aufsteht.',
    ],
  ],
  details: [
    [
      'The {animal} keep to the far bank, where the nettles are taller than a child.',
      'Die {animal} halten sich ans andere Ufer, wo die Brennnesseln höher sind als ein Kind.',
    ],
    [
      'Last spring there were {count} pairs; the spring before, nobody had thought of counting.',
      'Im letzten Frühling waren es {count} Paare; im Frühling davor hatte niemand ans Zählen gedacht.',
    ],
    [
      'The meadow is mown once, late, and never on the same day as in {other}.',
      'Die Wiese wird einmal gemäht, spät, und nie am selben Tag wie in {other}.',
    ],
    [
      'Dead wood is left where it falls, which took the parish {count} meetings to accept.',
      'Totholz bleibt liegen, wo es fällt; bis die Gemeinde das hinnahm, brauchte es {count} Sitzungen.',
    ],
    [
      'A red lamp, a folding stool and a good coat are all the equipment you need.',
      'Eine rote Lampe, ein Klappstuhl und ein guter Mantel sind alles, was man braucht.',
    ],
    [
      'Marsh marigolds open first, then the cuckoo flowers, then everything at once.',
      'Zuerst öffnen sich die Sumpfdotterblumen, dann das Wiesenschaumkraut, dann alles zugleich.',
    ],
    [
      'The sound carries over the water, so please whisper the names.',
      'Über dem Wasser trägt jedes Geräusch, flüstern Sie die Namen also bitte.',
    ],
    [
      '{person2} fills in the form every evening, including the column for remarks.',
      '{person2} füllt jeden Abend das Formular aus, auch die Spalte für Bemerkungen.',
    ],
    [
      'An otter was seen in {year2}, or possibly a wet dog from {other}.',
      'Im Jahr {year2} wurde ein Otter gesehen, vielleicht auch ein nasser Hund aus {other}.',
    ],
    [
      'The ditch was dug by hand and has been repaired by frogs.',
      'Der Graben wurde von Hand gezogen und von Fröschen ausgebessert.',
    ],
    [
      'After heavy rain the ground gives a little, like bread.',
      'Nach starkem Regen gibt der Boden ein wenig nach, wie Brot.',
    ],
    [
      'What looks like an empty field holds more kinds of grass than the village has families.',
      'Was wie ein leeres Feld aussieht, hat mehr Grasarten als das Dorf Familien.',
    ],
    [
      'The ringing group meets before dawn and is back at work by nine.',
      'Die Beringungsgruppe trifft sich vor Tagesanbruch und ist um neun wieder bei der Arbeit.',
    ],
  ],
  closings: [
    [
      'Count what you see, write it down, and come again in {month}.',
      'Zählen Sie, was Sie sehen, schreiben Sie es auf, und kommen Sie im {month} wieder.',
    ],
    ['Then the {animal} went quiet, and so did we.', 'Dann wurden die {animal} still, und wir auch.'],
    ['It costs nothing except the sleep.', 'Es kostet nichts außer dem Schlaf.'],
    [
      'Keep dogs on a lead until August, and yourself on the path.',
      'Führen Sie Hunde bis August an der Leine, und bleiben Sie selbst auf dem Weg.',
    ],
  ],
  headings: [
    ['Before dawn', 'Vor Tagesanbruch'],
    ['Who lives here', 'Wer hier wohnt'],
    ['A year of counting', 'Ein Jahr des Zählens'],
    ['Mown late', 'Spät gemäht'],
    ['How to see more', 'Wie man mehr sieht'],
  ],
  items: [
    ['come before six', 'vor sechs Uhr kommen'],
    ['stay on the boards', 'auf den Bohlen bleiben'],
    ['bring no dog between March and July', 'zwischen März und Juli keinen Hund mitbringen'],
    ['leave the torch in the bag', 'die Taschenlampe in der Tasche lassen'],
    ['write the numbers down at once', 'die Zahlen sofort aufschreiben'],
    ['close every gate', 'jedes Gatter schließen'],
  ],
};
