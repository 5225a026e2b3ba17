import type { CheckState, HealthCheck, HealthCheckId } from '../../../../shared/contracts/health';

type Rest = Partial<Pick<HealthCheck, 'advice' | 'age' | 'values'>>;

/** The result of a check; what is well needs no advice. */
export function found(
  id: HealthCheckId,
  state: CheckState,
  code: string,
  message: string,
  { advice = '', age = null, values = {} }: Rest = {},
): HealthCheck {
  return { id, state, code, message, advice, age, values };
}

/** Whole seconds from `since` until `now`. */
export function ageOf(since: string | number, now: number): number {
  const at = typeof since === 'number' ? since : Date.parse(since);
  return Math.max(0, Math.round((now - at) / 1000));
}

/** `3 hours`, for messages in English. */
export function spanOf(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [seconds / 86_400, 'day']
      : seconds >= 2 * 3600
        ? [seconds / 3600, 'hour']
        : [seconds / 60, 'minute'];
  const rounded = Math.max(1, Math.round(count));
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}

/** `1.5 GB`, for messages in English. */
export function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
