import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Health } from '../../../../shared/contracts/health';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useHealthText } from '../../hooks/useHealthText';
import { useRights } from '../../hooks/useRights';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { Card } from '../Card';
import { CheckHealthButton } from '../health/CheckHealthButton';
import { HealthBadge } from '../health/HealthBadge';

/** The state in one look, and of what needs attention the checks that say so. */
export function HealthSummary({ health }: { health: Health | null }) {
  const text = useText();
  const relativeTime = useFormatRelativeTime();
  const { canSeeSettings } = useRights();
  const healthText = useHealthText();
  const bad = health?.checks.filter(({ state }) => state === 'red' || state === 'warn') ?? [];
  const subtitle = health
    ? text('keepsake.health.checkedAt', { time: relativeTime(health.checkedAt) })
    : text('keepsake.health.never');
  return (
    <Card
      title={text('keepsake.overview.health')}
      subtitle={subtitle}
      action={
        health ? (
          <HealthBadge state={health.state} />
        ) : (
          canSeeSettings && <CheckHealthButton variant="secondary" />
        )
      }
    >
      {health && (
        <Flex direction="column" alignItems="stretch" gap={3}>
          {bad.length === 0 && (
            <Typography textColor="neutral800">{text('keepsake.overview.well')}</Typography>
          )}
          {bad
            .map((check) => ({ ...check, ...healthText(check) }))
            .map((check) => (
              <Flex key={check.id} gap={3} alignItems="flex-start">
                <Flex shrink={0}>
                  <HealthBadge state={check.state} />
                </Flex>
                <div>
                  <Typography tag="p" textColor="neutral800">
                    {check.message}
                  </Typography>
                  {check.advice && (
                    <Typography tag="p" variant="pi" textColor="neutral600">
                      {check.advice}
                    </Typography>
                  )}
                </div>
              </Flex>
            ))}
          <div>
            <Link tag={NavLink} to={paths.health}>
              {text('keepsake.overview.allChecks')}
            </Link>
          </div>
        </Flex>
      )}
    </Card>
  );
}
