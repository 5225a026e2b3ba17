import { feminine, masculine, neuter, type Bank } from './bank';

export const garden: Bank = {
  subjects: [
    masculine('the orchard', 'Obstgarten'),
    masculine('the walled garden', 'Garten', 'ummauerte'),
    neuter('the rose bed', 'Rosenbeet'),
    masculine('the kitchen garden', 'Küchengarten'),
    neuter('the greenhouse', 'Gewächshaus'),
    masculine('the herb garden', 'Kräutergarten'),
    neuter('the lavender bed', 'Lavendelbeet'),
    feminine('the yew hedge', 'Eibenhecke'),
    neuter('the pear espalier', 'Birnenspalier'),
    masculine('the potting shed', 'Gartenschuppen'),
    feminine('the fig wall', 'Feigenmauer'),
    masculine('the rectory garden', 'Pfarrgarten'),
  ],
  titles: [
    ['A good year for {crop}', 'Ein gutes Jahr für {crop}'],
    ['What grows on heavy clay in {place}', 'Was in {place} auf schwerem Lehm wächst'],
    ['Planting {crop} in {month}', 'Im {month} {crop} pflanzen'],
    ['Ten questions about {crop}', 'Zehn Fragen zu {crop}'],
    ['{month} in {place}: notes from the garden', '{month} in {place}: Notizen aus dem Garten'],
    ['The gardener of {place}', 'Der Gärtner von {place}'],
    ['How {place} saved its old {crop}', 'Wie {place} seine alten {crop} rettete'],
    ['Behind the hedges of {place}', 'Hinter den Hecken von {place}'],
  ],
  openings: [
    [
      'There are grander places in the valley than {thing} {spot}, but none that is visited so often for no reason.',
      'Es gibt prächtigere Orte im Tal als {thing.acc} {spot}, aber keinen, den man so oft ohne Grund besucht.',
    ],
    [
      'Somebody planted {crop} here in {year}, and {place} has been giving them away ever since.',
      'Jemand pflanzte hier im Jahr {year} {crop}, und seitdem werden sie in {place} verschenkt.',
    ],
    [
      'You smell {thing} {spot} before you see anything at all.',
      'Man riecht {thing.acc} {spot}, bevor man überhaupt etwas sieht.',
    ],
    [
      'Every garden begins with a mistake, and {thing} {spot} began with {count}.',
      'Jeder Garten beginnt mit einem Fehler, und {thing.nom} {spot} begann mit {count}.',
    ],
    [
      'For years nobody looked after {thing} {spot}, and then {person} came to {place} with a wheelbarrow.',
      'Jahrelang kümmerte sich niemand um {thing.acc} {spot}, dann kam {person} mit einer Schubkarre nach {place}.',
    ],
    [
      'In {month} the first thing to wake up in {place} is {thing} {spot}.',
      'Im {month} erwacht in {place} zuerst {thing.nom} {spot}.',
    ],
  ],
  details: [
    [
      'The soil is heavy clay, and {person} feeds it with leaf mould rather than with advice.',
      'Der Boden ist schwerer Lehm, und {person} füttert ihn lieber mit Laubkompost als mit Ratschlägen.',
    ],
    [
      'The {crop} stand on the warm side, where the wall gives back at night what it took in by day.',
      'Die {crop} stehen auf der warmen Seite, wo die Mauer nachts zurückgibt, was sie tagsüber genommen hat.',
    ],
    [
      'Nothing is sprayed, and about a third is left to the birds as rent.',
      'Gespritzt wird nichts, und etwa ein Drittel bleibt den Vögeln als Pacht.',
    ],
    [
      'Pruning happens in the last dry week of February, with a thermos and two opinions.',
      'Geschnitten wird in der letzten trockenen Februarwoche, mit einer Thermoskanne und zwei Meinungen.',
    ],
    [
      'Water comes from a tank that was once the tender of a locomotive.',
      'Das Wasser kommt aus einem Tank, der einmal der Tender einer Lokomotive war.',
    ],
    [
      'A plan from {year} lists {count} varieties of which two are still here under other names.',
      'Ein Plan von {year} nennt {count} Sorten, von denen zwei unter anderem Namen noch da sind.',
    ],
    [
      'Slugs are collected at dusk and carried to {other}, which has not yet complained.',
      'Schnecken werden in der Dämmerung eingesammelt und nach {other} getragen, wo sich noch niemand beschwert hat.',
    ],
    [
      'The compost has three bays: this year, last year, and the one that nobody may touch.',
      'Der Kompost hat drei Kammern: dieses Jahr, letztes Jahr und die eine, die niemand anrühren darf.',
    ],
    [
      'Frost runs downhill like water and lies in the lowest row until ten in the morning.',
      'Frost fließt bergab wie Wasser und bleibt bis zehn Uhr morgens in der untersten Reihe liegen.',
    ],
    [
      'Seed is kept in tobacco tins, labelled in pencil, and swapped on the first Saturday of spring.',
      'Das Saatgut liegt in Tabakdosen, mit Bleistift beschriftet, und wird am ersten Samstag im Frühling getauscht.',
    ],
    [
      'The paths are as wide as a barrow and not an inch wider.',
      'Die Wege sind so breit wie eine Schubkarre und keinen Zoll breiter.',
    ],
    [
      'Visitors are given a basket at the gate, because full hands cannot pick flowers.',
      'Am Tor bekommen Besucher einen Korb, denn wer die Hände voll hat, pflückt keine Blumen.',
    ],
    [
      'One cutting in five takes, which {person2} considers a generous rate.',
      'Von fünf Stecklingen wächst einer an, was {person2} für eine großzügige Quote hält.',
    ],
  ],
  closings: [
    [
      'Go in {month}, go early, and leave the gate as you found it.',
      'Gehen Sie im {month}, gehen Sie früh, und lassen Sie das Tor, wie Sie es fanden.',
    ],
    [
      'By the time you read this the {crop} will be over, and somebody will be planning next year.',
      'Wenn Sie dies lesen, sind die {crop} vorbei, und jemand plant schon das nächste Jahr.',
    ],
    [
      'Nobody will sell you anything, but you may be handed a plant in wet newspaper.',
      'Verkauft wird nichts, aber vielleicht drückt Ihnen jemand eine Pflanze in nassem Zeitungspapier in die Hand.',
    ],
    [
      'A garden is never finished; this one has simply stopped apologising for it.',
      'Ein Garten ist nie fertig; dieser hat nur aufgehört, sich dafür zu entschuldigen.',
    ],
  ],
  headings: [
    ['Clay, leaf mould, patience', 'Lehm, Laubkompost, Geduld'],
    ['What the wall remembers', 'Was die Mauer weiß'],
    ['Old varieties', 'Alte Sorten'],
    ['The work of one winter', 'Die Arbeit eines Winters'],
    ['Water and shade', 'Wasser und Schatten'],
  ],
  items: [
    ['mulch before the ground dries out', 'mulchen, bevor der Boden austrocknet'],
    ['prune only on dry days', 'nur an trockenen Tagen schneiden'],
    ['leave the seed heads until March', 'Samenstände bis März stehen lassen'],
    ['water in the morning, at the root', 'morgens gießen, und zwar an der Wurzel'],
    ['label everything twice', 'alles zweimal beschriften'],
    ['share what is left over', 'verschenken, was übrig bleibt'],
  ],
};
