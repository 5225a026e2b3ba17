import type { ActivityDetails } from '../../../../shared/contracts/activity';
import { withoutSecrets } from '../jobs/job-log';

const SECRET_NAME = /secret|password|passwd|token|passphrase|credential|private.?key|authorization/i;
const CHARACTERS = 500;
const ITEMS = 50;

/** What may be kept for years and shown to others: short plain values, none of them a secret. */
export function plainDetails(details: Record<string, unknown>): ActivityDetails {
  const plain: ActivityDetails = {};
  for (const [name, value] of Object.entries(details)) {
    if (SECRET_NAME.test(name)) continue;
    if (typeof value === 'string') plain[name] = shortText(value);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) plain[name] = value;
    else if (Array.isArray(value)) plain[name] = value.slice(0, ITEMS).map((item) => shortText(String(item)));
  }
  return plain;
}

export function shortText(text: string): string {
  return withoutSecrets(text).slice(0, CHARACTERS);
}
