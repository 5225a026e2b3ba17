import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { StorageDetails } from '../../../shared/contracts/storage';
import { useText, type TextId } from '../hooks/useText';
import { needsReconnect } from '../services/needsReconnect';
import { Banner } from './Banner';

interface StorageTroubleProps {
  storage: StorageDetails;
  onReconnect: () => void;
  onRetry: () => void;
}

const TITLES: Record<string, TextId> = {
  secret_missing: 'keepsake.trouble.secret_missing',
  wrong_secret: 'keepsake.trouble.wrong_secret',
  repository_foreign: 'keepsake.trouble.repository_foreign',
  repository_missing: 'keepsake.trouble.repository_missing',
  repository_unknown_writer: 'keepsake.trouble.repository_unknown_writer',
  storage_went_back: 'keepsake.trouble.storage_went_back',
  root_damaged: 'keepsake.trouble.root_damaged',
};

/** What the page can say itself, because its own button helps; for all else the server knows what to do. */
const EXPLANATIONS: Record<string, TextId> = {
  repository_foreign: 'keepsake.trouble.repository_foreign.text',
  repository_unknown_writer: 'keepsake.trouble.repository_unknown_writer.text',
  storage_went_back: 'keepsake.trouble.storage_went_back.text',
};

/** In red, why the storage cannot be used or written to, or that something in it is broken; nothing when all is well. */
export function StorageTrouble({ storage, onReconnect, onRetry }: StorageTroubleProps) {
  const text = useText();
  const { error, repository } = storage;
  if (!error) {
    if (!repository?.isDamaged) return null;
    return (
      <Banner variant="danger" title={text('keepsake.trouble.damaged')}>
        <Typography tag="p" textColor="neutral700">
          {text('keepsake.trouble.damaged.text')}
        </Typography>
      </Banner>
    );
  }
  const explanation = EXPLANATIONS[error.code];
  return (
    <Banner
      variant="danger"
      title={text(TITLES[error.code] ?? 'keepsake.trouble.other')}
      action={
        <Flex gap={2} wrap="wrap">
          {needsReconnect(storage) && (
            <Button onClick={onReconnect}>{text('keepsake.reconnect.open')}</Button>
          )}
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {text('keepsake.action.retry')}
          </Button>
        </Flex>
      }
    >
      <Typography tag="p" textColor="neutral800">
        {explanation ? text(explanation) : error.message}
      </Typography>
      {!explanation && (
        <Typography tag="p" textColor="neutral700">
          {error.hint}
        </Typography>
      )}
    </Banner>
  );
}
