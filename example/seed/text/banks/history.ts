import { feminine, masculine, neuter, type Bank } from './bank';

export const history: Bank = {
  subjects: [
    feminine('the chapel', 'Kapelle'),
    feminine('the tithe barn', 'Zehntscheune'),
    masculine('the granary', 'Kornspeicher'),
    neuter('the gatehouse', 'Torhaus'),
    neuter('the toll house', 'Zollhaus'),
    feminine('the market hall', 'Markthalle'),
    neuter('the schoolhouse', 'Schulhaus'),
    masculine('the ice house', 'Eiskeller'),
    neuter('the dovecote', 'Taubenhaus'),
    neuter('the signal box', 'Stellwerk'),
    neuter('the almshouse', 'Armenhaus'),
    masculine('the watchtower', 'Wachturm'),
  ],
  titles: [
    ['{place} in {year}', '{place} im Jahr {year}'],
    ['Who built the bridge at {place}?', 'Wer baute die Brücke von {place}?'],
    ['The winter of {year} in {place}', 'Der Winter {year} in {place}'],
    ['A letter from {place}, {month} {year}', 'Ein Brief aus {place}, {month} {year}'],
    ['When the railway came to {place}', 'Als die Eisenbahn nach {place} kam'],
    ['The quarrel between {place} and {other}', 'Der Streit zwischen {place} und {other}'],
    ['The clockmaker of {place}', 'Der Uhrmacher von {place}'],
    ['The flood of {year}, house by house', 'Die Flut von {year}, Haus für Haus'],
  ],
  openings: [
    [
      'The records say that {thing} {spot} was finished in {year}; the stones say otherwise.',
      'Die Akten nennen für {thing.acc} {spot} als Baujahr {year}; die Steine sagen etwas anderes.',
    ],
    [
      'On a wet morning in {month} {year}, a carter from {other} stopped at {thing} {spot} and asked for a light.',
      'An einem nassen Morgen im {month} {year} hielt ein Fuhrmann aus {other} vor {thing.dat} {spot} und bat um Feuer.',
    ],
    [
      'Ask three people in {place} about {thing} {spot} and you will get {count} stories.',
      'Fragen Sie in {place} drei Leute nach {thing.dat} {spot}, und Sie hören {count} Geschichten.',
    ],
    [
      'The key to {thing} {spot} hung for sixty years behind a kitchen door in {place}.',
      'Der Schlüssel für {thing.acc} {spot} hing sechzig Jahre lang hinter einer Küchentür in {place}.',
    ],
    [
      'There is a gap in the parish register of {place}, and {thing} {spot} stands exactly in it.',
      'Im Kirchenbuch von {place} klafft eine Lücke, und genau darin steht {thing.nom} {spot}.',
    ],
    [
      'Nobody important ever came to {place}, which is why so much of its past is still lying about.',
      'Nach {place} kam nie jemand Wichtiges, deshalb liegt dort noch so viel Vergangenheit herum.',
    ],
  ],
  details: [
    [
      'The builder was paid in {count} instalments, the last of them in cheese.',
      'Der Baumeister wurde in {count} Raten bezahlt, die letzte davon in Käse.',
    ],
    [
      'A vestry minute of {year} complains about the noise and orders that it should continue.',
      'Ein Protokoll von {year} beklagt den Lärm und ordnet an, dass er weitergehen solle.',
    ],
    [
      'The initials over the lintel belong to a family that left {place} without saying where to.',
      'Die Initialen über dem Türsturz gehören einer Familie, die {place} verließ, ohne zu sagen, wohin.',
    ],
    [
      'In the census of {year2} the house has {count} inhabitants and one chimney.',
      'In der Volkszählung von {year2} hat das Haus {count} Bewohner und einen Kamin.',
    ],
    [
      '{person} found the account book under a floorboard, between two layers of newspaper.',
      '{person} fand das Rechnungsbuch unter einer Diele, zwischen zwei Lagen Zeitungspapier.',
    ],
    [
      'The flood mark on the corner is higher than any reader of this magazine.',
      'Die Flutmarke an der Ecke ist höher als jede Leserin und jeder Leser dieser Zeitschrift.',
    ],
    [
      'The timber came down the river from {other}, two days ahead of the bill.',
      'Das Holz kam den Fluss herunter aus {other}, zwei Tage vor der Rechnung.',
    ],
    [
      'During the war the cellar held potatoes, blankets and, for one week, a piano.',
      'Im Krieg lagerten im Keller Kartoffeln, Decken und eine Woche lang ein Klavier.',
    ],
    [
      'What the guidebooks call medieval was built by a schoolmaster with a fondness for arches.',
      'Was die Reiseführer mittelalterlich nennen, baute ein Lehrer mit einer Vorliebe für Bögen.',
    ],
    [
      'A sale was announced in {year2}, and the only bid came from the owner.',
      'Im Jahr {year2} wurde ein Verkauf angekündigt, und das einzige Gebot kam vom Eigentümer.',
    ],
    [
      'The historian {person2} thinks the date was carved later, to win an argument.',
      'Nach Ansicht von {person2} vom Geschichtsverein wurde die Jahreszahl später eingemeißelt, um einen Streit zu gewinnen.',
    ],
    [
      'Two maps disagree about the boundary, and both were drawn by the same hand.',
      'Zwei Karten widersprechen einander über die Grenze, und beide hat dieselbe Hand gezeichnet.',
    ],
    [
      'The bell was cast for another tower and has sounded slightly surprised ever since.',
      'Die Glocke wurde für einen anderen Turm gegossen und klingt seither ein wenig überrascht.',
    ],
  ],
  closings: [
    [
      'The rest is in the archive, in a box that has not been opened since {year2}.',
      'Der Rest liegt im Archiv, in einer Schachtel, die seit {year2} niemand geöffnet hat.',
    ],
    [
      'If you know more than we do, and somebody always does, please write to us.',
      'Wenn Sie mehr wissen als wir, und irgendjemand weiß immer mehr, schreiben Sie uns bitte.',
    ],
    [
      'It is still standing, which in the end is the best argument.',
      'Es steht alles noch, und das ist am Ende das beste Argument.',
    ],
    [
      'The story is not true in every detail, but it is true of {place}.',
      'Die Geschichte stimmt nicht in jeder Einzelheit, aber sie stimmt für {place}.',
    ],
  ],
  headings: [
    ['What the records say', 'Was in den Akten steht'],
    ['The builder and the bill', 'Der Baumeister und die Rechnung'],
    ['A gap in the register', 'Eine Lücke im Kirchenbuch'],
    ['Stones and hearsay', 'Steine und Hörensagen'],
    ['After the flood', 'Nach der Flut'],
  ],
  items: [
    ['the mason’s mark beside the door', 'das Steinmetzzeichen neben der Tür'],
    ['the flood line at the corner', 'die Flutlinie an der Ecke'],
    ['the blocked window to the north', 'das zugemauerte Fenster nach Norden'],
    ['the boundary stone in the nettles', 'der Grenzstein in den Brennnesseln'],
    ['the date that cannot be right', 'die Jahreszahl, die nicht stimmen kann'],
    ['the iron ring for the horses', 'der eiserne Ring für die Pferde'],
  ],
};
