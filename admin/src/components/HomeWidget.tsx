import { Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useHealthText } from '../hooks/useHealthText';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useBackupsQuery } from '../services/backups';
import { useHealthQuery } from '../services/health';
import { HealthBadge } from './health/HealthBadge';

const FEW = { page: 1, pageSize: 10 };

/** On Strapi's home page: whether all is well, and when the last backup was made. */
export function HomeWidget() {
  const text = useText();
  const bytes = useFormatBytes();
  const relativeTime = useFormatRelativeTime();
  const healthText = useHealthText();
  const { seesAllProjects } = useRights();
  const { data: answer, error } = useHealthQuery(undefined, { skip: !seesAllProjects });
  const { data: backups, error: failure } = useBackupsQuery(FEW);
  if (error ?? failure) return <Widget.Error />;
  if ((!answer && seesAllProjects) || !backups) return <Widget.Loading />;
  const last = backups.data.find(({ state }) => state === 'succeeded' || state === 'partial');
  if (!last) return <Widget.NoData>{text('keepsake.widget.none')}</Widget.NoData>;
  const health = answer?.health;
  const bad = health?.checks.filter(({ state }) => state === 'red' || state === 'warn') ?? [];
  return (
    <Flex direction="column" alignItems="stretch" gap={4} padding={4}>
      <Flex justifyContent="space-between" gap={4}>
        <Typography fontWeight="bold" textColor="neutral800">
          {text('keepsake.widget.last', { time: relativeTime(last.createdAt) })}
        </Typography>
        {health && <HealthBadge state={health.state} />}
      </Flex>
      <Typography textColor="neutral600">
        {text('keepsake.widget.holds', {
          documents: last.documents,
          files: last.files,
          size: bytes(last.bytes),
        })}
      </Typography>
      {bad.slice(0, 2).map((check) => (
        <Typography key={check.id} textColor="neutral800">
          {healthText(check).message}
        </Typography>
      ))}
    </Flex>
  );
}
