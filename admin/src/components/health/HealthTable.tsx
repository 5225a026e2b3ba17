import { Table, Tbody, Td, Thead, Tr, Typography } from '@strapi/design-system';
import type { HealthCheck } from '../../../../shared/contracts/health';
import { useHealthText } from '../../hooks/useHealthText';
import { useText } from '../../hooks/useText';
import { HeadCell } from '../HeadCell';
import { HealthBadge } from './HealthBadge';

const WRAPS = {
  whiteSpace: 'normal',
  minWidth: '18rem',
  paddingTop: '1.2rem',
  paddingBottom: '1.2rem',
} as const;
const RANK = { red: 0, warn: 1, unknown: 2, ok: 3 } as const;

/** Every check, what is bad first. */
export function HealthTable({ checks }: { checks: HealthCheck[] }) {
  const text = useText();
  const healthText = useHealthText();
  const sorted = [...checks].sort((a, b) => RANK[a.state] - RANK[b.state]);
  return (
    <Table colCount={2} rowCount={checks.length + 1} aria-label={text('keepsake.health.checks')}>
      <Thead>
        <Tr>
          <HeadCell>{text('keepsake.column.state')}</HeadCell>
          <HeadCell>{text('keepsake.health.check')}</HeadCell>
        </Tr>
      </Thead>
      <Tbody>
        {sorted
          .map((check) => ({ ...check, ...healthText(check) }))
          .map((check) => (
            <Tr key={check.id}>
              <Td>
                <HealthBadge state={check.state} />
              </Td>
              <Td style={WRAPS}>
                <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
                  {text(`keepsake.health.check.${check.id}`)}
                </Typography>
                <Typography tag="p" textColor="neutral800">
                  {check.message}
                </Typography>
                {check.advice && check.state !== 'ok' && (
                  <Typography tag="p" variant="pi" textColor="neutral600">
                    {check.advice}
                  </Typography>
                )}
              </Td>
            </Tr>
          ))}
      </Tbody>
    </Table>
  );
}
