import type { RestoreMode, RestorePlan, RestoreSelection } from '../../../shared/contracts/restores';

/** What the form holds; empty means all. */
export interface RestoreChoice {
  mode: RestoreMode;
  contentTypes: string[];
  /** As typed, separated by commas or spaces. */
  documentIds: string;
  /** As typed, separated by commas or spaces. */
  locales: string;
  status: 'both' | 'draft' | 'published';
  /** As typed, separated by commas or spaces. */
  fields: string;
  users: boolean;
  settings: boolean;
  withInverse: boolean;
  emitEvents: boolean;
}

/** Begins with the mode that changes the least. */
const NOTHING_CHOSEN: RestoreChoice = {
  mode: 'skip',
  contentTypes: [],
  documentIds: '',
  locales: '',
  status: 'both',
  fields: '',
  users: false,
  settings: false,
  withInverse: false,
  emitEvents: false,
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
    fields: orAll(words(choice.fields)),
    users: choice.users,
    settings: choice.settings,
    withInverse: choice.withInverse,
  };
}

/** What a link to the form carries in its history state: a choice to begin with. */
export interface ChoiceState {
  choice: RestoreChoice;
  /** The preview that was confirmed, kept in case content moves before it is applied. */
  seen?: Pick<RestorePlan, 'items'>;
  /** Preview at once. */
  isPreviewed?: boolean;
}

/**
 * The choice that takes a restore back, made on its safety backup: the same part, exactly as it was. Not only the
 * fields that it wrote: entries that it brought back whole have to go again, too.
 */
export function undoState(selection: RestoreSelection | null): ChoiceState {
  const { contentTypes, documentIds, locales, status, users, settings } = selection ?? {};
  const choice: RestoreChoice = {
    ...NOTHING_CHOSEN,
    mode: 'mirror',
    contentTypes: contentTypes ?? [],
    documentIds: (documentIds ?? []).join(', '),
    locales: (locales ?? []).join(', '),
    status: status ?? 'both',
    users: users ?? false,
    settings: settings ?? false,
  };
  return { choice };
}

export function readChoice(historyState: unknown): RestoreChoice {
  return readChoiceState(historyState)?.choice ?? NOTHING_CHOSEN;
}

export function readChoiceState(historyState: unknown): ChoiceState | null {
  return isChoiceState(historyState) ? historyState : null;
}

/** Only this plugin's pages write this shape. */
function isChoiceState(value: unknown): value is ChoiceState {
  return typeof value === 'object' && value !== null && 'choice' in value;
}
