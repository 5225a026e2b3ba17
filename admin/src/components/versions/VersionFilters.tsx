import { Box, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useText } from '../../hooks/useText';
import { SearchField } from '../SearchField';

export interface VersionFilter {
  search?: string;
  origin?: string;
}

interface VersionFiltersProps {
  filter: VersionFilter;
  onChange: (change: VersionFilter) => void;
}

const ALL = 'all';

export function VersionFilters({ filter, onChange }: VersionFiltersProps) {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap">
      <Box minWidth="26rem">
        <SearchField
          label={text('keepsake.version.search')}
          value={filter.search ?? ''}
          onChange={(search) => onChange({ search: search || undefined })}
        />
      </Box>
      <SingleSelect
        size="S"
        aria-label={text('keepsake.version.origin')}
        value={filter.origin ?? ALL}
        onChange={(origin) => onChange({ origin: origin === ALL ? undefined : String(origin) })}
      >
        <SingleSelectOption value={ALL}>{text('keepsake.version.allOrigins')}</SingleSelectOption>
        <SingleSelectOption value="manual">{text('keepsake.version.origin.manual')}</SingleSelectOption>
        <SingleSelectOption value="auto">{text('keepsake.version.origin.auto')}</SingleSelectOption>
      </SingleSelect>
    </Flex>
  );
}
