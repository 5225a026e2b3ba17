import { Checkbox, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { DiffLook } from '../../hooks/useDiffLook';
import { useText } from '../../hooks/useText';

interface LookBarProps {
  look: DiffLook;
  onChange: (change: Partial<DiffLook>) => void;
}

/** Side by side or inline, and whether with what is equal. */
export function LookBar({ look, onChange }: LookBarProps) {
  const text = useText();
  return (
    <Flex gap={4} wrap="wrap">
      <SingleSelect
        size="S"
        aria-label={text('keepsake.compare.view')}
        value={look.view}
        onChange={(view) => onChange({ view: view === 'side' ? 'side' : 'inline' })}
      >
        <SingleSelectOption value="inline">{text('keepsake.compare.inline')}</SingleSelectOption>
        <SingleSelectOption value="side">{text('keepsake.compare.side')}</SingleSelectOption>
      </SingleSelect>
      <Checkbox
        checked={look.onlyChanged}
        onCheckedChange={(checked) => onChange({ onlyChanged: checked === true })}
      >
        {text('keepsake.compare.onlyChanged')}
      </Checkbox>
    </Flex>
  );
}
