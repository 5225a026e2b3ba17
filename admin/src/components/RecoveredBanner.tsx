import { Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Recovered } from '../../../shared/contracts/recovery';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';

/** What a reconnection came to. */
export function RecoveredBanner({ recovered }: { recovered: Recovered }) {
  const text = useText();
  const { mode, snapshots, backups, otherSites, problems } = recovered;
  const isWhole = problems.length === 0;
  return (
    <Banner
      variant={isWhole ? 'success' : 'danger'}
      title={
        isWhole
          ? text('keepsake.recovered.good', { snapshots })
          : text('keepsake.recovered.partial', { count: problems.length })
      }
      action={
        <Link tag={NavLink} to={paths.backups}>
          {text('keepsake.result.back')}
        </Link>
      }
    >
      <Typography tag="p" textColor="neutral700">
        {[
          text('keepsake.recovered.listed', { count: backups }),
          mode && text(`keepsake.recovered.${mode}`),
          otherSites > 0 && text('keepsake.recovered.otherSites', { count: otherSites }),
        ]
          .filter(Boolean)
          .join(' ')}
      </Typography>
      {!isWhole && <ProblemList problems={problems} />}
    </Banner>
  );
}
