import { useText } from '../hooks/useText';
import type { ExportChoice } from '../services/exportChoice';
import { SettingSelect } from './SettingSelect';

const DEEPEST = 5;

interface PopulateSelectProps {
  choice: ExportChoice;
  onSet: (settings: Record<string, unknown>) => void;
}

/** How deep linked entries are put into the links. */
export function PopulateSelect({ choice, onSet }: PopulateSelectProps) {
  const text = useText();
  const depths = Array.from({ length: DEEPEST + 1 }, (_, depth) => ({
    value: String(depth),
    label: text('keepsake.settings.populate.depth', { depth }),
  }));
  return (
    <SettingSelect
      label={text('keepsake.settings.populate')}
      value={String(Number(choice.settings.populate ?? 0))}
      options={depths}
      onChange={(depth) => onSet({ populate: depth === '0' ? undefined : Number(depth) })}
    />
  );
}
