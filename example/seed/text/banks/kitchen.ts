import { feminine, masculine, neuter, type Bank } from './bank';

export const kitchen: Bank = {
  subjects: [
    neuter('the bakehouse', 'Backhaus'),
    feminine('the cider press', 'Mostpresse'),
    feminine('the smokehouse', 'Räucherkammer'),
    feminine('the pantry', 'Speisekammer'),
    feminine('the dairy', 'Milchkammer'),
    masculine('the market stall', 'Marktstand'),
    masculine('the bread oven', 'Brotofen'),
    feminine('the village kitchen', 'Dorfküche'),
    masculine('the apple loft', 'Apfelspeicher'),
    feminine('the tea room', 'Teestube'),
    masculine('the cheese cellar', 'Käsekeller'),
    masculine('the Friday market', 'Freitagsmarkt'),
  ],
  titles: [
    ['What to do with too many {fruit}', 'Wohin mit all den {fruit}'],
    ['A soup for {month}', 'Eine Suppe für den {month}'],
    ['Bread from {place}', 'Brot aus {place}'],
    ['Bottling {fruit} in {place}', '{fruit} einkochen in {place}'],
    ['Supper in {place}: {fruit} and patience', 'Abendessen in {place}: {fruit} und Geduld'],
    ['The {year} recipe book of {place}', 'Das Rezeptbuch von {place} aus dem Jahr {year}'],
    ['A pie from {other}', 'Eine Pastete aus {other}'],
    ['Market day in {place}', 'Markttag in {place}'],
  ],
  openings: [
    [
      'On Fridays you can find {thing} {spot} by nose alone.',
      'Freitags findet man {thing.acc} {spot} allein mit der Nase.',
    ],
    [
      'The recipe begins with "take what there is", and in {month} there are {fruit}.',
      'Das Rezept beginnt mit „Man nehme, was da ist“, und im {month} sind {fruit} da.',
    ],
    [
      '{person} learned to cook in {thing} {spot}, standing on a crate.',
      '{person} lernte das Kochen rund um {thing.acc} {spot}, auf einer Kiste stehend.',
    ],
    [
      'There is a right way to bottle {fruit}, and in {place} there are {count} of them.',
      'Es gibt eine richtige Art, {fruit} einzukochen, und in {place} gibt es davon {count}.',
    ],
    [
      'The first loaves come out at six, and by half past {thing} {spot} has a queue.',
      'Die ersten Brote sind um sechs fertig, und um halb sieben hat {thing.nom} {spot} eine Schlange.',
    ],
    [
      'Since {year} the women of {place} have written down what they cook, and what they think of it.',
      'Seit {year} schreiben die Frauen von {place} auf, was sie kochen, und was sie davon halten.',
    ],
  ],
  details: [
    [
      'Weigh the {fruit}, take half their weight in sugar, and then a little less.',
      'Man wiegt die {fruit}, nimmt halb so viel Zucker und dann noch etwas weniger.',
    ],
    [
      'The dough rests overnight under a cloth that has been mended in {count} colours.',
      'Der Teig ruht über Nacht unter einem Tuch, das in {count} Farben geflickt ist.',
    ],
    [
      'Use the heavy pan; if you do not own one, borrow it and return it full.',
      'Nehmen Sie den schweren Topf; wer keinen hat, leiht einen und bringt ihn gefüllt zurück.',
    ],
    [
      'The butter comes from {other} and should be salted, whatever the book says.',
      'Die Butter kommt aus {other} und sollte gesalzen sein, egal, was im Buch steht.',
    ],
    [
      'Stir slowly and always in the same direction; nobody knows why, and nobody has dared to test it.',
      'Rühren Sie langsam und immer in dieselbe Richtung; niemand weiß, warum, und niemand hat gewagt, es zu prüfen.',
    ],
    [
      'The oven is ready when a handful of flour turns the colour of a hare.',
      'Der Ofen ist bereit, wenn eine Handvoll Mehl die Farbe eines Hasen annimmt.',
    ],
    [
      'In {year} a jar cost threepence, and the jar had to come back.',
      'Im Jahr {year} kostete ein Glas drei Pence, und das Glas musste zurück.',
    ],
    [
      'Serve it warm, with bread, to people who are in no hurry.',
      'Man serviert es warm, mit Brot, für Leute, die es nicht eilig haben.',
    ],
    ['{person2} adds a bay leaf and denies it.', '{person2} gibt ein Lorbeerblatt dazu und streitet es ab.'],
    [
      'It keeps until Candlemas in a cool place, and until Sunday in a warm one.',
      'Kühl gelagert hält es bis Lichtmess, warm gelagert bis Sonntag.',
    ],
    [
      'The kitchen table is twelve feet long, because it was once a barn door.',
      'Der Küchentisch ist vier Meter lang, weil er einmal ein Scheunentor war.',
    ],
    [
      'There were {count} for supper, and the pot was scraped twice.',
      'Zum Abendessen waren es {count}, und der Topf wurde zweimal ausgekratzt.',
    ],
    [
      'Nutmeg is allowed; cinnamon is discussed every year.',
      'Muskat ist erlaubt; über Zimt wird jedes Jahr neu verhandelt.',
    ],
  ],
  closings: [
    [
      'Label the jars, or you will be guessing until spring.',
      'Beschriften Sie die Gläser, sonst raten Sie bis zum Frühling.',
    ],
    [
      'Whatever is left over is better the next day, and nothing is left over.',
      'Was übrig bleibt, schmeckt am nächsten Tag besser, und übrig bleibt nichts.',
    ],
    [
      'Eat it outside if you can, and by the window if you cannot.',
      'Essen Sie draußen, wenn es geht, und sonst am Fenster.',
    ],
    [
      'The book is open on the table; add your own line when you leave.',
      'Das Buch liegt offen auf dem Tisch; schreiben Sie beim Gehen eine Zeile dazu.',
    ],
  ],
  headings: [
    ['What you need', 'Was man braucht'],
    ['By weight and by eye', 'Nach Gewicht und nach Augenmaß'],
    ['The fire', 'Das Feuer'],
    ['At the long table', 'Am langen Tisch'],
    ['Jars on the shelf', 'Gläser im Regal'],
  ],
  items: [
    ['two pounds of fruit, not too ripe', 'ein Kilo Früchte, nicht zu reif'],
    ['a pound of sugar, scant', 'ein knappes Pfund Zucker'],
    ['the rind of a lemon', 'die Schale einer Zitrone'],
    ['salted butter', 'gesalzene Butter'],
    ['a pinch of nutmeg', 'eine Prise Muskat'],
    ['six clean jars', 'sechs saubere Gläser'],
  ],
};
