import { Box, Flex, IconButton, Popover, Typography } from '@strapi/design-system';
import { Question } from '@strapi/icons';
import { useText } from '../../hooks/useText';
import { CodeText } from '../CodeText';

const KEYS = [
  ['j ↓', 'keepsake.compare.key.next'],
  ['k ↑', 'keepsake.compare.key.previous'],
  ['v', 'keepsake.compare.key.view'],
  ['u', 'keepsake.compare.key.unchanged'],
] as const;

/** What the keyboard does on this page. */
export function KeysHelp() {
  const text = useText();
  return (
    <Popover.Root>
      <Popover.Trigger>
        <IconButton label={text('keepsake.compare.keys')} variant="tertiary">
          <Question />
        </IconButton>
      </Popover.Trigger>
      <Popover.Content align="end">
        <Flex tag="dl" direction="column" alignItems="stretch" gap={2} padding={4}>
          {KEYS.map(([key, id]) => (
            <Flex key={key} gap={3}>
              <Box tag="dt" minWidth="4rem">
                <CodeText>{key}</CodeText>
              </Box>
              <Typography tag="dd" marginLeft={0} textColor="neutral800">
                {text(id)}
              </Typography>
            </Flex>
          ))}
        </Flex>
      </Popover.Content>
    </Popover.Root>
  );
}
