import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import type { ProjectRules } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { usePreviewProjectQuery } from '../../services/projects';

const PAUSE_MS = 300;
const NOTHING: ProjectRules = { types: [], media: 'none', users: false, settings: false };

/** What rules match just now; null where they cannot be asked for yet. */
export function RulesPreview({ rules }: { rules: ProjectRules | null }) {
  const text = useText();
  const failureText = useFailureText();
  const { formatNumber } = useIntl();
  const asked = useDebounce(JSON.stringify(rules ?? NOTHING), PAUSE_MS);
  const { currentData: counts, error } = usePreviewProjectQuery(JSON.parse(asked) as ProjectRules, {
    skip: rules === null,
  });
  const matched = counts?.types.filter(({ documents }) => documents > 0) ?? [];
  return (
    <Box background="neutral100" hasRadius padding={4} aria-live="polite">
      {error !== undefined && <Typography textColor="danger600">{failureText(error)}</Typography>}
      {error === undefined && !counts && rules !== null && <Loader small>{text('keepsake.loading')}</Loader>}
      {error === undefined && counts && (
        <Flex direction="column" alignItems="stretch" gap={2}>
          <Typography fontWeight="bold" textColor="neutral800">
            {text('keepsake.projects.matches', { entries: counts.entries, files: counts.files })}
          </Typography>
          {matched.map(({ uid, displayName, documents }) => (
            <Flex key={uid} justifyContent="space-between">
              <Typography textColor="neutral700">{displayName}</Typography>
              <Typography textColor="neutral700">{formatNumber(documents)}</Typography>
            </Flex>
          ))}
        </Flex>
      )}
    </Box>
  );
}
