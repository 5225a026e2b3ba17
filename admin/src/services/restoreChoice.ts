import type { RestoreMode, RestoreSelection } from '../../../shared/contracts/restores';

/** What the form holds; empty means all. */
export interface RestoreChoice {
  mode: RestoreMode;
  contentTypes: string[];
  /** As typed, separated by commas or spaces. */
  documentIds: string;
  /** As typed, separated by commas or spaces. */
  locales: string;
  status: 'both' | 'draft' | 'published';
  users: boolean;
  settings: boolean;
}

/** Begins with the mode that changes the least. */
const NOTHING_CHOSEN: RestoreChoice = {
  mode: 'skip',
  contentTypes: [],
  documentIds: '',
  locales: '',
  status: 'both',
  users: false,
  settings: false,
};

const words = (typed: string) => typed.split(/[\s,;]+/).filter((word) => word !== '');
const orAll = (values: string[]) => (values.length > 0 ? values : undefined);

export function toSelection(choice: RestoreChoice): RestoreSelection {
  return {
    mode: choice.mode,
    contentTypes: orAll(choice.contentTypes),
    documentIds: orAll(words(choice.documentIds)),
    locales: orAll(words(choice.locales)),
    status: choice.status === 'both' ? undefined : choice.status,
    users: choice.users,
    settings: choice.settings,
  };
}

/** What a link to the form carries in its history state: a choice to begin with. */
export interface ChoiceState {
  choice: RestoreChoice;
}

/** The choice that takes a restore back, made on its safety backup: the same part, exactly as it was. */
export function undoState(choice: RestoreChoice | null): ChoiceState {
  return { choice: { ...NOTHING_CHOSEN, ...choice, mode: 'mirror' } };
}

export function readChoice(historyState: unknown): RestoreChoice {
  return isChoiceState(historyState) ? historyState.choice : NOTHING_CHOSEN;
}

/** Only `undoState` writes this shape. */
function isChoiceState(value: unknown): value is ChoiceState {
  return typeof value === 'object' && value !== null && 'choice' in value;
}
