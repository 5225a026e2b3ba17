import { writePdf } from './writePdf';

export interface CatalogueDocument {
  fileName: string;
  mime: string;
  caption: string;
  content(): Buffer;
}

const contributorsNote = `Hedge & Hollow: notes for contributors

1. Write about something you have seen yourself, preferably in the rain.
2. Nine hundred words are plenty. Eleven hundred are a book.
3. Name your sources; "somebody at the bus stop" is a source if you were there.
4. Distances in miles and kilometres, recipes by weight.
5. We pay on publication, in March and September, and sometimes in apples.

Für Beiträge auf Deutsch gilt dasselbe. Umlaute sind willkommen: Äpfel, Höfe, Brüche, Straße.
`;

/** Files of the media library that are not pictures. */
export const documentCatalogue: readonly CatalogueDocument[] = [
  {
    fileName: 'walk-sheet-mill-round.pdf',
    mime: 'application/pdf',
    caption: 'Walk sheet: the mill round, 6 km',
    content: () =>
      writePdf('The mill round', [
        'Start: the church in Wenlow. Length: 6 km. Ascent: 110 m. Time: two hours.',
        '',
        '1. Leave the churchyard by the lower gate and follow the wall to the river.',
        '2. Cross the footbridge; keep the weir on your left.',
        '3. At the mill go through the yard. The orchard lies behind it.',
        '4. Climb to the lane between the poplars and turn right at the milestone.',
        '5. Return along the common. The last bus leaves at twenty to six.',
      ]),
  },
  {
    fileName: 'wegblatt-muehlenrunde.pdf',
    mime: 'application/pdf',
    caption: 'Wegblatt: die Mühlenrunde, 6 km',
    content: () =>
      writePdf('Die Mühlenrunde', [
        'Start: Kirche in Wenlow. Länge: 6 km. Anstieg: 110 m. Gehzeit: zwei Stunden.',
        '',
        '1. Den Kirchhof durch das untere Tor verlassen und der Mauer zum Fluss folgen.',
        '2. Über den Steg; das Wehr bleibt links.',
        '3. An der Mühle durch den Hof. Dahinter liegt der Obstgarten.',
        '4. Hinauf zum Weg zwischen den Pappeln, am Meilenstein rechts.',
        '5. Zurück über die Allmende. Der letzte Bus fährt um zwanzig vor sechs.',
      ]),
  },
  {
    fileName: 'notes-for-contributors.txt',
    mime: 'text/plain',
    caption: 'Notes for contributors',
    content: () => Buffer.from(contributorsNote, 'utf8'),
  },
];
