/** `unknown` counts neither for nor against. */
export type CheckState = 'ok' | 'warn' | 'red' | 'unknown';

export const HEALTH_CHECKS = [
  'storage',
  'privacy',
  'key',
  'repository',
  'cloud',
  'backup',
  'verified',
  'proven',
  'missed',
  'failures',
  'stuck',
  'content',
  'growth',
  'quota',
  'space',
  'clock',
  'reader',
  'browser',
  'notifications',
] as const;

export type HealthCheckId = (typeof HEALTH_CHECKS)[number];

export interface HealthCheck {
  id: HealthCheckId;
  state: CheckState;
  /** What was found, for programs and translations: `backup_old`. */
  code: string;
  message: string;
  /** What to do; empty where nothing is to be done. */
  advice: string;
  /** Seconds since what the check is about last happened; null where it is about no event. */
  age: number | null;
  /** The figures in the message: `…Seconds` and `…Bytes` are what they say. */
  values: Record<string, string | number>;
}

/** Something that went wrong and has not been put right since; told once when it begins and once when it is over. */
export interface Alert {
  /** `health`, `missed`, `backup:site`, `drill:site` … */
  subject: string;
  state: 'bad' | 'good';
  since: string;
  title: string;
  message: string;
  advice: string;
}

export interface Health {
  /** The worst of the checks. */
  state: CheckState;
  checkedAt: string;
  checks: HealthCheck[];
}

/** `GET /keepsake/health`: the last result; null before the first. `POST /keepsake/health` checks now. */
export interface GetHealth {
  response: { data: { health: Health | null; alerts: Alert[] } };
}

export interface CheckHealth {
  response: { data: { health: Health; alerts: Alert[] } };
}

/** What a monitor is told, without a login's rights: states and codes, no messages, names or places. */
export interface MonitorHealth {
  state: CheckState;
  checkedAt: string;
  checks: { id: HealthCheckId; state: CheckState; code: string; age: number | null }[];
}
