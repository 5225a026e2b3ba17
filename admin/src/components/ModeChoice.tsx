import type { RestoreMode } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';
import { Card } from './Card';
import { ChoiceCards } from './ChoiceCards';

interface ModeChoiceProps {
  value: RestoreMode;
  onChange: (mode: RestoreMode) => void;
}

/** From the least to the most that a restore may change. */
const MODES: RestoreMode[] = ['skip', 'overwrite', 'mirror'];

export function ModeChoice({ value, onChange }: ModeChoiceProps) {
  const text = useText();
  const choices = MODES.map((mode) => ({
    value: mode,
    title: text(`keepsake.mode.${mode}`),
    explanation: text(`keepsake.mode.${mode}.explanation`),
    isGrave: mode === 'mirror',
  }));
  return (
    <Card title={text('keepsake.mode.title')}>
      <ChoiceCards label={text('keepsake.mode.title')} choices={choices} value={value} onChange={onChange} />
    </Card>
  );
}
