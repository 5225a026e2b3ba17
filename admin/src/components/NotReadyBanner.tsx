import { Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { useStatusQuery } from '../services/status';
import { Banner } from './Banner';

/** Why no backups can be made now, and what to do about it; nothing when all is well. */
export function NotReadyBanner() {
  const text = useText();
  const { canSeeSettings } = useRights();
  const { data: status } = useStatusQuery();
  if (!status || status.ready) return null;
  return (
    <Banner
      variant="danger"
      title={text('keepsake.notReady.title')}
      action={
        canSeeSettings && (
          <Link tag={NavLink} to={paths.storage}>
            {text('keepsake.notReady.storage')}
          </Link>
        )
      }
    >
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
