import { Box, Typography } from '@strapi/design-system';
import type { Template } from '../../../shared/contracts/templates';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';

/** What a template asks for and the site no longer has. */
export function TemplateMisfits({ template: { misfits } }: { template: Template }) {
  const text = useText();
  if (misfits.length === 0) return null;
  return (
    <Banner variant="warning" title={text('keepsake.templates.misfits')}>
      <Box tag="ul">
        {misfits.map(({ option, item, message }) => (
          <Typography key={`${option} ${item}`} tag="li" textColor="neutral800">
            {message}
          </Typography>
        ))}
      </Box>
    </Banner>
  );
}
