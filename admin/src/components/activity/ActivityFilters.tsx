import { Field, Flex, TextInput } from '@strapi/design-system';
import { ACTIVITY_ACTIONS, ACTIVITY_OUTCOMES } from '../../../../shared/contracts/activity';
import { FilterSelect } from '../FilterSelect';
import { useText } from '../../hooks/useText';

export interface ActivityChoice {
  action?: string;
  outcome?: string;
  actor?: string;
  from?: string;
  to?: string;
}

interface ActivityFiltersProps {
  choice: ActivityChoice;
  onChange: (change: ActivityChoice) => void;
}

export function ActivityFilters({ choice, onChange }: ActivityFiltersProps) {
  const text = useText();
  const day = (name: 'from' | 'to') => (
    <Field.Root width="15rem">
      <Field.Label>{text(`keepsake.activity.${name}`)}</Field.Label>
      <TextInput
        type="date"
        value={choice[name] ?? ''}
        onChange={({ target }: { target: { value: string } }) =>
          onChange({ [name]: target.value || undefined })
        }
      />
    </Field.Root>
  );
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-start">
      <FilterSelect
        width="17.5rem"
        label={text('keepsake.activity.action')}
        all={text('keepsake.activity.allActions')}
        value={choice.action}
        options={ACTIVITY_ACTIONS.map((action) => ({
          value: action,
          label: text(`keepsake.activity.did.${action}`),
        }))}
        onChange={(action) => onChange({ action })}
      />
      <FilterSelect
        width="17.5rem"
        label={text('keepsake.activity.outcome')}
        all={text('keepsake.activity.allOutcomes')}
        value={choice.outcome}
        options={ACTIVITY_OUTCOMES.map((outcome) => ({
          value: outcome,
          label: text(`keepsake.activity.outcome.${outcome}`),
        }))}
        onChange={(outcome) => onChange({ outcome })}
      />
      <Field.Root width="15rem">
        <Field.Label>{text('keepsake.activity.actor')}</Field.Label>
        <TextInput
          key={choice.actor ?? ''}
          defaultValue={choice.actor ?? ''}
          placeholder={text('keepsake.activity.anybody')}
          onBlur={({ target }: { target: { value: string } }) =>
            onChange({ actor: target.value.trim() || undefined })
          }
          onKeyDown={({ key, currentTarget }: { key: string; currentTarget: { blur: () => void } }) => {
            if (key === 'Enter') currentTarget.blur();
          }}
        />
      </Field.Root>
      {day('from')}
      {day('to')}
    </Flex>
  );
}
