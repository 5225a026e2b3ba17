import type { Pair } from '../../languages';

/** Sentences that suit every rubric. */
export const commonDetails: readonly Pair[] = [
  [
    'It rained on the morning of our visit, and nobody minded.',
    'Am Morgen unseres Besuchs regnete es, und niemanden störte das.',
  ],
  [
    '{person} has kept a notebook about {thing} since {lately}.',
    '{person} führt seit {lately} ein Heft über {thing.acc}.',
  ],
  [
    'The parish map of {year} already shows {thing}, drawn in pencil and never inked.',
    'Die Gemeindekarte von {year} zeigt {thing.acc} bereits, mit Bleistift gezeichnet und nie in Tusche ausgeführt.',
  ],
  [
    'From {place} it is {minutes} minutes on foot, a little more with a dog.',
    'Von {place} sind es {minutes} Minuten zu Fuß, mit Hund ein wenig mehr.',
  ],
  [
    'The county archive holds {count} letters on the subject, most of them complaints.',
    'Im Kreisarchiv liegen dazu {count} Briefe, die meisten sind Beschwerden.',
  ],
  [
    'Children from the school in {place} come here every {month}.',
    'Die Kinder der Schule in {place} kommen jedes Jahr im {month} hierher.',
  ],
  ['What looks like neglect is mostly patience.', 'Was nach Vernachlässigung aussieht, ist meistens Geduld.'],
  [
    'Two generations ago you could hear the mill from here; now it is the road from {other}.',
    'Vor zwei Generationen hörte man hier die Mühle, heute hört man die Straße aus {other}.',
  ],
  [
    '{person2} remembers the dry summer, when the well gave out and the whole lane shared one tap.',
    '{person2} erinnert sich an den trockenen Sommer, als der Brunnen versiegte und die ganze Gasse sich einen Hahn teilte.',
  ],
  [
    'There is no sign, and the people of {place} would like to keep it that way.',
    'Es gibt kein Schild, und die Leute in {place} möchten, dass das so bleibt.',
  ],
  [
    'A repair was planned in {year2}, costed twice and then forgotten.',
    'Im Jahr {year2} wurde eine Reparatur geplant, zweimal berechnet und dann vergessen.',
  ],
  [
    'On Sundays somebody usually brings a flask and a folding chair.',
    'Sonntags bringt meistens jemand eine Thermoskanne und einen Klappstuhl mit.',
  ],
  [
    'The light is best an hour before dusk, when the valley turns the colour of weak tea.',
    'Am schönsten ist das Licht eine Stunde vor der Dämmerung, wenn das Tal die Farbe von dünnem Tee annimmt.',
  ],
  [
    'The gate sticks in wet weather; lift it and it swings.',
    'Bei Nässe klemmt das Tor; man hebt es an, dann schwingt es auf.',
  ],
  [
    'Until {year2} the whole place belonged to the estate at {other}.',
    'Bis {year2} gehörte das alles zum Gut in {other}.',
  ],
  [
    'In March the ground is still soft and the nettles are short.',
    'Im März ist der Boden noch weich, und die Brennnesseln sind kurz.',
  ],
  [
    'Much of what we know comes from a biscuit tin of receipts that {person2} saved from a skip.',
    'Vieles von dem, was wir wissen, stammt aus einer Keksdose voller Quittungen, von {person2} vor dem Müll gerettet.',
  ],
  [
    'The parish council discussed the matter for {count} evenings and then did the sensible thing.',
    'Der Gemeinderat beriet {count} Abende lang darüber und tat dann das Vernünftige.',
  ],
  [
    'Nothing about it is grand, and that is the reason to go.',
    'Nichts daran ist großartig, und gerade deshalb lohnt sich der Weg.',
  ],
  [
    'A photograph from {year} shows the same view with more elms and fewer wires.',
    'Eine Fotografie von {year} zeigt denselben Blick mit mehr Ulmen und weniger Drähten.',
  ],
  [
    'The younger people of {other} have begun to come as well, by bicycle and in pairs.',
    'Inzwischen kommen auch die Jüngeren aus {other}, mit dem Fahrrad und zu zweit.',
  ],
  [
    'You will meet {person}, who will tell you that it was better before, and then show you why it is good.',
    'Sie werden {person} treffen und hören, dass früher alles besser war, und danach sehen, warum es gut ist.',
  ],
];

export const commonHeadings: readonly Pair[] = [
  ['{place}, on a Tuesday', '{place}, an einem Dienstag'],
  ['What {person} says', 'Was {person} sagt'],
  ['Getting there', 'So kommt man hin'],
  ['A short history', 'Eine kurze Geschichte'],
  ['In {month}', 'Im {month}'],
  ['And now?', 'Und jetzt?'],
];

export const quotes: readonly Pair[] = [
  [
    'You do not own a place like this. You are on the rota.',
    'So einen Ort besitzt man nicht. Man steht auf dem Dienstplan.',
  ],
  [
    'My grandmother would say that it has never looked worse, and she would be delighted.',
    'Meine Großmutter würde sagen, es habe nie schlimmer ausgesehen, und sie wäre entzückt.',
  ],
  ['We started with a spade and a disagreement.', 'Angefangen haben wir mit einem Spaten und einem Streit.'],
  ['If it were easy, {other} would have done it.', 'Wenn es leicht wäre, hätte {other} es längst getan.'],
  ['I only came to borrow a ladder.', 'Ich bin nur gekommen, um mir eine Leiter zu leihen.'],
  [
    'The trick is to look busy until the tourists have gone.',
    'Der Trick ist, beschäftigt auszusehen, bis die Ausflügler weg sind.',
  ],
  [
    'People ask how long it takes. I tell them: since {lately}.',
    'Die Leute fragen, wie lange das dauert. Ich sage dann: seit {lately}.',
  ],
  [
    'You learn to tell the months apart by what your boots weigh.',
    'Man lernt, die Monate am Gewicht der Stiefel zu unterscheiden.',
  ],
  [
    'It is not quiet here. It is just that nobody is shouting.',
    'Still ist es hier nicht. Es schreit nur niemand.',
  ],
  [
    'What we do not know we leave for the children. They need something to do as well.',
    'Was wir nicht wissen, lassen wir den Kindern. Die brauchen auch etwas zu tun.',
  ],
  ['Write down that the tea was good.', 'Schreiben Sie auf, dass der Tee gut war.'],
  [
    'Half of it is work and the other half is standing about. Do not skip the second half.',
    'Die eine Hälfte ist Arbeit, die andere ist Herumstehen. Lassen Sie die zweite Hälfte nicht aus.',
  ],
  [
    'Every spring I think that this is the last time, and every spring I am wrong.',
    'Jeden Frühling denke ich, es ist das letzte Mal, und jeden Frühling irre ich mich.',
  ],
  ['The river decides. We keep the minutes.', 'Der Fluss entscheidet. Wir führen das Protokoll.'],
];

export const excerptTails: readonly Pair[] = [
  ['A visit in {month}, with {person}.', 'Ein Besuch im {month}, mit {person}.'],
  ['With a sketch map and {count} warnings.', 'Mit einer Kartenskizze und {count} Warnungen.'],
  ['From our notebooks of {month}.', 'Aus unseren Notizheften vom {month}.'],
  ['{person2} remembers.', '{person2} erinnert sich.'],
  ['Why {place} is worth the detour.', 'Warum {place} den Umweg wert ist.'],
  ['A short report, and what came of it.', 'Ein kurzer Bericht, und was daraus wurde.'],
];
