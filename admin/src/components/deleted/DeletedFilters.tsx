import { Box, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { ListDeleted } from '../../../../shared/contracts/history';
import { useText } from '../../hooks/useText';
import { SearchField } from '../SearchField';

interface DeletedFiltersProps {
  types: ListDeleted['response']['meta']['types'];
  search: string;
  type: string | null;
  onChange: (change: { search?: string; type?: string }) => void;
}

const ALL = 'all';

export function DeletedFilters({ types, search, type, onChange }: DeletedFiltersProps) {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap">
      <Box minWidth="26rem">
        <SearchField
          label={text('keepsake.compare.search')}
          value={search}
          onChange={(said) => onChange({ search: said || undefined })}
        />
      </Box>
      <SingleSelect
        size="S"
        aria-label={text('keepsake.column.contentType')}
        value={type ?? ALL}
        onChange={(uid) => onChange({ type: uid === ALL ? undefined : String(uid) })}
      >
        <SingleSelectOption value={ALL}>{text('keepsake.filter.types.all')}</SingleSelectOption>
        {types.map(({ uid, displayName, count }) => (
          <SingleSelectOption key={uid} value={uid}>
            {text('keepsake.deleted.typeCount', { name: displayName, count })}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Flex>
  );
}
