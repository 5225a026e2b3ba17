import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DiffKind } from '../../../shared/contracts/diffs';

/** What is compared and looked at: all of it in the address, so that it can be sent to somebody. */
export interface CompareAddress {
  /** A snapshot's id. */
  before: string | null;
  /** A snapshot's id, or `live`. */
  after: string | null;
  /** The diff that was made of them. */
  diff: string | null;
  type: string | null;
  entry: string | null;
  locale: string | null;
  status: 'draft' | 'published' | null;
  kind: DiffKind | null;
  search: string;
  view: 'side' | 'inline';
  onlyChanged: boolean;
}

const KINDS: readonly string[] = ['added', 'removed', 'changed'] satisfies DiffKind[];
const STATUSES: readonly string[] = ['draft', 'published'];

const oneOf = <Value extends string>(known: readonly string[], value: string | null) =>
  value !== null && known.includes(value) ? (value as Value) : null;

export function useCompareAddress() {
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => read(params), [params]);

  const go = useCallback(
    (change: Partial<CompareAddress>) =>
      setParams((now) => write({ ...read(now), ...change }), { replace: true }),
    [setParams],
  );

  return { address, go };
}

function read(params: URLSearchParams): CompareAddress {
  return {
    before: params.get('before'),
    after: params.get('after'),
    diff: params.get('diff'),
    type: params.get('type'),
    entry: params.get('entry'),
    locale: params.get('locale'),
    status: oneOf<'draft' | 'published'>(STATUSES, params.get('status')),
    kind: oneOf<DiffKind>(KINDS, params.get('kind')),
    search: params.get('search') ?? '',
    view: params.get('view') === 'side' ? 'side' : 'inline',
    onlyChanged: params.get('all') !== 'yes',
  };
}

function write({ view, onlyChanged, ...address }: CompareAddress): URLSearchParams {
  const said = Object.entries({
    ...address,
    view: view === 'side' ? view : null,
    all: onlyChanged ? null : 'yes',
  });
  return new URLSearchParams(
    said.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  );
}
