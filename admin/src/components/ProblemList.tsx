import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Problem } from '../../../shared/contracts/errors';
import { useText } from '../hooks/useText';

const SHOWN_AT_FIRST = 10;

/** What went wrong, each with what it happened to. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  const text = useText();
  const [isExpanded, setExpanded] = useState(false);
  const shown = isExpanded ? problems : problems.slice(0, SHOWN_AT_FIRST);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {shown.map((problem, index) => (
          <Box tag="li" key={`${problem.code} ${problem.item} ${index}`}>
            <Typography
              tag="p"
              fontWeight="semiBold"
              textColor="neutral800"
              style={{ overflowWrap: 'anywhere' }}
            >
              {problem.item}
            </Typography>
            <Typography tag="p" textColor="neutral700">
              {problem.message}
            </Typography>
          </Box>
        ))}
      </Flex>
      {problems.length > shown.length && (
        <Box>
          <Button variant="tertiary" size="S" onClick={() => setExpanded(true)}>
            {text('keepsake.problems.showAll', { count: problems.length })}
          </Button>
        </Box>
      )}
    </Flex>
  );
}
