import type { HealthCheck } from '../../../../../shared/contracts/health';
import { asKeepsakeError } from '../../../core/errors';
import { resolveSecrets } from '../../repository/resolve-secret';
import { found } from '../found';
import type { HealthFacts } from '../health-facts';

const NO_KEY = ['secret_missing', 'wrong_secret'];

/** Whether it takes, gives back and forgets what is put there, and whether strangers can read it. */
export function checkStorageItself({ storage, trouble, config }: HealthFacts): HealthCheck[] {
  if (!storage) {
    if (!trouble || NO_KEY.includes(trouble.code)) return [];
    const { message, hint: advice, code } = trouble;
    return [found('storage', 'red', 'storage_unusable', message, { advice, values: { error: code } })];
  }
  const failed = storage.steps.find(({ state }) => state === 'failed');
  if (failed) {
    const { code = '', message = 'It does not answer.', hint: advice = '' } = failed.error ?? {};
    const values = { step: failed.name, error: code, why: message };
    return [
      found('storage', 'red', 'storage_failed', `The storage failed to ${failed.name}. ${message}`, {
        advice,
        values,
      }),
    ];
  }
  const values = { milliseconds: storage.milliseconds };
  const message = `The storage writes, reads and deletes; that took ${storage.milliseconds} ms.`;
  return [
    found('storage', 'ok', 'storage_answers', message, { values }),
    privacyOf(storage.isPublic, config.encryption === false),
  ];
}

function privacyOf(isPublic: boolean | null, isPlain: boolean): HealthCheck {
  if (isPublic === null)
    return found(
      'privacy',
      'unknown',
      'privacy_unknown',
      'Whether strangers can read the storage could not be found out.',
    );
  if (!isPublic) return found('privacy', 'ok', 'storage_private', 'Strangers cannot read the storage.');
  const advice = 'Have backups in a bucket or folder that nobody reads without a login; see docs/storage.md.';
  if (isPlain)
    return found(
      'privacy',
      'red',
      'storage_public_plain',
      'Strangers can read the storage, and encryption is off.',
      { advice },
    );
  const message = 'Strangers who know the name of an object can read its ciphertext.';
  return found('privacy', 'warn', 'storage_public', message, { advice });
}

/** Whether a secret is there, and whether it lies where it is lost together with the backups. */
export function checkKey({ strapi, trouble }: HealthFacts): HealthCheck {
  if (trouble?.code === 'wrong_secret')
    return found('key', 'red', 'wrong_secret', trouble.message, { advice: trouble.hint });
  try {
    const { source } = resolveSecrets(strapi);
    if (source === 'configured')
      return found('key', 'ok', 'key_there', 'A secret is set and opens the backups.');
    if (source === 'off')
      return found(
        'key',
        'warn',
        'encryption_off',
        'Encryption is off: who reads the storage reads the content.',
        {
          advice: 'Leave it so only where nobody else can reach the storage.',
        },
      );
    return found('key', 'warn', 'key_generated', 'The secret was generated and lies beside the backups.', {
      advice: 'Set KEEPSAKE_SECRET, keep a copy of it elsewhere, and run keepsake key rotate.',
    });
  } catch (caught) {
    const { code, message, hint: advice } = asKeepsakeError(caught);
    return found('key', 'red', code, message, { advice });
  }
}

/** Whether the repository opens, may be written, and was found whole. */
export async function checkRepository(
  { repository, trouble }: HealthFacts,
  isDistrusted: boolean,
): Promise<HealthCheck[]> {
  if (trouble && NO_KEY.includes(trouble.code)) return [];
  if (trouble) return [found('repository', 'red', trouble.code, trouble.message, { advice: trouble.hint })];
  if (!repository) return [];
  if (isDistrusted)
    return [
      found('repository', 'red', 'repository_damaged', 'A verification found damage in the repository.', {
        advice:
          'Make a new backup, which is built upon nothing of the old ones, and see in the job which are broken.',
      }),
    ];
  return [found('repository', 'ok', 'repository_whole', 'The repository opens, and no damage is known.')];
}
