import { Box, Checkbox, Flex, Searchbar, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { ExportChoiceType } from '../../../shared/contracts/exports';
import { useText } from '../hooks/useText';

interface ContentTypeChoiceProps {
  types: ExportChoiceType[];
  /** Uids; none stands for all content. */
  chosen: string[];
  onChange: (uids: string[]) => void;
}

/** More than these are searched rather than looked through. */
const SEEN_AT_ONCE = 8;
const LIST = { maxHeight: '28rem', overflowY: 'auto' } as const;

export function ContentTypeChoice({ types, chosen, onChange }: ContentTypeChoiceProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = types.filter(({ uid, displayName }) =>
    `${displayName} ${uid}`.toLowerCase().includes(wanted),
  );
  const toggle = (uid: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, uid] : chosen.filter((one) => one !== uid));

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {types.length > SEEN_AT_ONCE && (
        <Searchbar
          name="content-types"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onClear={() => setSearch('')}
          clearLabel={text('keepsake.action.clear')}
          placeholder={text('keepsake.content.search')}
        >
          {text('keepsake.content.search')}
        </Searchbar>
      )}
      <Box
        tag="fieldset"
        aria-label={text('keepsake.filter.types')}
        borderColor="neutral200"
        hasRadius
        style={LIST}
      >
        {found.map(({ uid, displayName, part, documents }) => (
          <Flex
            key={uid}
            justifyContent="space-between"
            gap={4}
            paddingLeft={4}
            paddingRight={4}
            paddingTop={2}
            paddingBottom={2}
          >
            <Checkbox
              checked={chosen.includes(uid)}
              onCheckedChange={(checked) => toggle(uid, checked === true)}
            >
              {part === 'content' ? displayName : text(`keepsake.content.${part}`)}
            </Checkbox>
            <Typography variant="pi" textColor="neutral600">
              {formatNumber(documents)}
            </Typography>
          </Flex>
        ))}
        {found.length === 0 && (
          <Typography tag="p" textColor="neutral600" padding={4}>
            {text('keepsake.content.noneFound')}
          </Typography>
        )}
      </Box>
      <Typography variant="pi" textColor="neutral600">
        {chosen.length === 0
          ? text('keepsake.content.noneChosen')
          : text('keepsake.content.typesChosen', { count: chosen.length })}
      </Typography>
    </Flex>
  );
}
