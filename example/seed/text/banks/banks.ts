import type { Bank, Rubric } from './bank';
import { craft } from './craft';
import { garden } from './garden';
import { history } from './history';
import { kitchen } from './kitchen';
import { walk } from './walk';
import { wildlife } from './wildlife';

export const banks: Readonly<Record<Rubric, Bank>> = { garden, walk, history, kitchen, craft, wildlife };
