import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useTheme } from 'styled-components';
import type { Backup } from '../../../../shared/contracts/backups';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useText } from '../../hooks/useText';

/** What each backup added to the storage, oldest first. Loaded only where it is shown. */
export default function BackupChart({ backups }: { backups: Backup[] }) {
  const text = useText();
  const { colors } = useTheme();
  const bytes = useFormatBytes();
  const dateTime = useFormatDateTime('short');
  const points = [...backups]
    .reverse()
    .map(({ createdAt, storedBytes }) => ({ at: createdAt, [text('keepsake.overview.added')]: storedBytes }));
  const tick = { fill: colors.neutral600, fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height={220}>
      <BarChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 8 }}>
        <CartesianGrid vertical={false} stroke={colors.neutral200} />
        <XAxis dataKey="at" tickFormatter={dateTime} tick={tick} stroke={colors.neutral300} minTickGap={40} />
        <YAxis tickFormatter={bytes} tick={tick} stroke={colors.neutral300} width={80} />
        <Tooltip
          labelFormatter={(at) => dateTime(String(at))}
          formatter={(value) => bytes(Number(value))}
          cursor={{ fill: colors.neutral150 }}
          contentStyle={{
            background: colors.neutral0,
            borderColor: colors.neutral200,
            color: colors.neutral800,
          }}
          labelStyle={{ color: colors.neutral800 }}
          itemStyle={{ color: colors.neutral800 }}
        />
        <Bar
          dataKey={text('keepsake.overview.added')}
          fill={colors.primary600}
          radius={[3, 3, 0, 0]}
          maxBarSize={32}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
