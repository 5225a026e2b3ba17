import { Box, Flex, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight } from '@strapi/icons';
import { styled } from 'styled-components';
import type { DiffType, StoredDiff } from '../../../../shared/contracts/diffs';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import { useText } from '../../hooks/useText';
import { CountMarks } from './CountMarks';
import { EntryList } from './EntryList';

interface TypeTreeProps {
  diff: StoredDiff;
  address: CompareAddress;
  go: (change: Partial<CompareAddress>) => void;
}

const TypeButton = styled.button`
  display: block;
  width: 100%;
  padding: ${({ theme }) => theme.spaces[3]};
  text-align: left;
  cursor: pointer;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/** Content types that differ; the open one with its entries. */
export function TypeTree({ diff, address, go }: TypeTreeProps) {
  const text = useText();
  const differing = diff.types.filter(({ documents }) => documents > 0);
  const equal = diff.types.length - differing.length;
  return (
    <Box
      tag="nav"
      aria-label={text('keepsake.compare.tree')}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      width="100%"
    >
      {differing.map((type) => {
        const isOpen = type.uid === address.type;
        return (
          <Box key={type.uid} borderColor="neutral150" borderStyle="solid" borderWidth="0 0 1px 0">
            <TypeButton
              type="button"
              aria-expanded={isOpen}
              onClick={() =>
                go({ type: isOpen ? null : type.uid, entry: null, locale: null, status: null, search: '' })
              }
            >
              <TypeHead type={type} isOpen={isOpen} />
            </TypeButton>
            {isOpen && (
              <EntryList key={diff.documentId} diff={diff} uid={type.uid} address={address} go={go} />
            )}
          </Box>
        );
      })}
      {equal > 0 && (
        <Typography tag="p" variant="pi" textColor="neutral600" padding={3}>
          {text('keepsake.compare.equalTypes', { count: equal })}
        </Typography>
      )}
    </Box>
  );
}

function TypeHead({ type, isOpen }: { type: DiffType; isOpen: boolean }) {
  const text = useText();
  const Caret = isOpen ? ChevronDown : ChevronRight;
  return (
    <Flex gap={2} justifyContent="space-between">
      <Flex gap={2} minWidth={0}>
        <Flex shrink={0} aria-hidden>
          <Caret width="1.2rem" height="1.2rem" fill="neutral600" />
        </Flex>
        <Box minWidth={0}>
          <Typography tag="p" ellipsis fontWeight="semiBold" textColor="neutral800">
            {type.displayName}
          </Typography>
          <Typography tag="p" ellipsis variant="pi" textColor="neutral600">
            {type.on === 'both' ? type.uid : text(`keepsake.compare.only.${type.on}`)}
          </Typography>
        </Box>
      </Flex>
      <CountMarks counts={type.counts} />
    </Flex>
  );
}
