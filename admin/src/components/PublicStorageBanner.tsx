import { Typography } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import { useStatusQuery } from '../services/status';
import { Banner } from './Banner';

/** That strangers can fetch what is stored, encrypted as it is; nothing when they cannot. */
export function PublicStorageBanner() {
  const text = useText();
  const { data: status } = useStatusQuery();
  if (!status?.storage.isPublic) return null;
  return (
    <Banner variant="warning" title={text('keepsake.publicStorage.title')}>
      <Typography tag="p" textColor="neutral700">
        {text('keepsake.publicStorage.text', { location: status.storage.location })}
      </Typography>
    </Banner>
  );
}
