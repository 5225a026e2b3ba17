import { Typography } from '@strapi/design-system';
import type { ImportPlan } from '../../../shared/contracts/imports';
import { useText } from '../hooks/useText';
import type { RestoreChoice } from '../services/restoreChoice';
import { Banner } from './Banner';
import { ModeChoice } from './ModeChoice';
import { RestoreExtras, type Extra } from './RestoreExtras';
import { RestoreFilters } from './RestoreFilters';

interface ImportChoiceProps extends Pick<ImportPlan, 'trust' | 'types'> {
  choice: RestoreChoice;
  onChange: (change: Partial<RestoreChoice>) => void;
}

/** Fields and links of others can be told apart in what this site itself recorded only. */
const EXTRAS: Record<ImportPlan['trust'], Extra[]> = {
  own: ['users', 'settings', 'withInverse'],
  foreign: ['users', 'settings'],
};

/** What is to be taken out of the file, and how. */
export function ImportChoice({ trust, types, choice, onChange }: ImportChoiceProps) {
  const text = useText();
  return (
    <>
      <Banner variant="info" title={text(`keepsake.trust.${trust}`)}>
        <Typography tag="p" textColor="neutral700">
          {text(`keepsake.trust.${trust}.explanation`)}
        </Typography>
      </Banner>
      <ModeChoice value={choice.mode} onChange={(mode) => onChange({ mode })} />
      <RestoreFilters types={types} choice={choice} onChange={onChange} hasFields={trust === 'own'} />
      <RestoreExtras
        extras={EXTRAS[trust]}
        isForeign={trust === 'foreign'}
        choice={choice}
        onChange={onChange}
      />
    </>
  );
}
