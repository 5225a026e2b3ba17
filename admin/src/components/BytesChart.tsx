import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useTheme } from 'styled-components';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';

interface BytesChartProps {
  /** Oldest first. */
  points: { at: string; bytes: number }[];
  /** What the bytes are. */
  name: string;
  /** Bars for what came at each time, an area for what there was by then. */
  shape: 'bars' | 'area';
}

/** Bytes over time. Loaded only where it is shown. */
export default function BytesChart({ points, name, shape }: BytesChartProps) {
  const { colors } = useTheme();
  const bytes = useFormatBytes();
  const dateTime = useFormatDateTime('short');
  const data = points.map((point) => ({ at: point.at, [name]: point.bytes }));
  const tick = { fill: colors.neutral600, fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height={220}>
      <ComposedChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 8 }}>
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
        {shape === 'bars' ? (
          <Bar
            dataKey={name}
            fill={colors.primary600}
            radius={[3, 3, 0, 0]}
            maxBarSize={32}
            isAnimationActive={false}
          />
        ) : (
          <Area
            dataKey={name}
            type="stepAfter"
            stroke={colors.primary600}
            strokeWidth={2}
            fill={colors.primary200}
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
