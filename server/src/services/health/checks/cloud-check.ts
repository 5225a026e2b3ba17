import type { CheckState, HealthCheck } from '../../../../../shared/contracts/health';
import { found } from '../found';
import type { CloudFacts, HealthFacts } from '../health-facts';

interface Finding {
  state: CheckState;
  code: string;
  message: string;
  advice: string;
}

/** The second storage: the worst of what the first is asked one by one. Nothing where there is none. */
export function checkCloud({ cloud, config }: HealthFacts, before: HealthCheck[]): HealthCheck[] {
  if (!cloud) return [];
  const finding = broken(cloud) ?? damaged(cloud);
  if (finding) return [toCheck(finding)];
  // Nothing was tried this time: what was found last holds on.
  if (!cloud.storage) return before;
  return [toCheck(visible(cloud, config.encryption === false) ?? WELL)];
}

const WELL = {
  state: 'ok' as const,
  code: 'cloud_answers',
  message: 'The second storage writes, reads and deletes, and no damage is known.',
  advice: '',
};

function broken({ storage, trouble }: CloudFacts): Finding | null {
  const error = storage?.steps.find(({ state }) => state === 'failed')?.error ?? trouble;
  if (!error) return null;
  const { message, hint: advice } = error;
  return { state: 'red', code: 'cloud_failed', message: `The second storage: ${message}`, advice };
}

function damaged({ isDistrusted }: CloudFacts): Finding | null {
  if (!isDistrusted) return null;
  return {
    state: 'red',
    code: 'cloud_damaged',
    message: 'A verification found damage in the second storage.',
    advice: 'Make a new backup there, which is built upon nothing of the old ones.',
  };
}

function visible({ storage }: CloudFacts, isPlain: boolean): Finding | null {
  if (!storage?.isPublic) return null;
  const message = isPlain
    ? 'Strangers can read the second storage, and encryption is off.'
    : 'Strangers who know the name of an object can read its ciphertext in the second storage.';
  const advice = 'Have backups in a bucket that nobody reads without a login; see docs/storage.md.';
  return {
    state: isPlain ? 'red' : 'warn',
    code: isPlain ? 'cloud_public_plain' : 'cloud_public',
    message,
    advice,
  };
}

function toCheck({ state, code, message, advice }: Finding): HealthCheck {
  return found('cloud', state, code, message, { advice });
}
