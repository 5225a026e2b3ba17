import { Grid } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import type { StorageDetails } from '../../../shared/contracts/storage';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { CompactCard } from './CompactCard';
import { ReconnectCard } from './ReconnectCard';
import { RecoveryKitCard } from './RecoveryKitCard';
import { RotateKeysCard } from './RotateKeysCard';
import { Section } from './Section';
import { VerifyAllCard } from './VerifyAllCard';

interface StorageCareProps {
  storage: StorageDetails;
  /** A job is under way, so no other can be started. */
  isBusy: boolean;
  /** The last job that was started here, once it is over. */
  finished: Job | null;
  onJobStarted: (job: Job) => void;
  onReconnect: () => void;
}

/** What can be done for the storage. What writes needs a storage that may be written to. */
export function StorageCare({ storage, isBusy, finished, onJobStarted, onReconnect }: StorageCareProps) {
  const text = useText();
  const { canBackup } = useRights();
  const { repository, error } = storage;
  const of = (type: Job['type']) => (finished?.type === type ? finished : null);
  const cards = [
    repository && canBackup && (
      <VerifyAllCard isBusy={isBusy} finished={of('verify')} onJobStarted={onJobStarted} />
    ),
    repository && <RecoveryKitCard />,
    repository && !error && (
      <CompactCard isBusy={isBusy} finished={of('maintenance')} onJobStarted={onJobStarted} />
    ),
    repository && !error && (
      <RotateKeysCard
        repository={repository}
        isBusy={isBusy}
        finished={of('keys')}
        onJobStarted={onJobStarted}
      />
    ),
    <ReconnectCard isBusy={isBusy} onReconnect={onReconnect} />,
  ];
  return (
    <Section title={text('keepsake.care.title')}>
      <Grid.Root gap={4}>
        {cards.map(
          (card, index) =>
            card && (
              <Grid.Item key={index} col={6} s={12} xs={12} alignItems="stretch">
                {card}
              </Grid.Item>
            ),
        )}
      </Grid.Root>
    </Section>
  );
}
