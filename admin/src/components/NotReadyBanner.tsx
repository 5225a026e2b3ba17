import { Typography } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import { useStatusQuery } from '../services/status';
import { Banner } from './Banner';

/** Why no backups can be made now, and what to do about it; nothing when all is well. */
export function NotReadyBanner() {
  const text = useText();
  const { data: status } = useStatusQuery();
  if (!status || status.ready) return null;
  return (
    <Banner variant="danger" title={text('keepsake.notReady.title')}>
      {status.error && (
        <>
          <Typography tag="p" textColor="neutral800">
            {status.error.message}
          </Typography>
          <Typography tag="p" textColor="neutral700">
            {status.error.hint}
          </Typography>
        </>
      )}
    </Banner>
  );
}
