import { Badge, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PlaceDetails, StorageDetails } from '../../../shared/contracts/storage';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useText, type Text } from '../hooks/useText';
import { Banner } from './Banner';
import { Card } from './Card';
import { CodeText } from './CodeText';
import { FactGrid, type Fact } from './FactGrid';

/** Where backups lie, and which repository they are in. */
export function StorageFacts({ storage }: { storage: StorageDetails }) {
  const text = useText();
  const { cloud, encryption } = storage;
  return (
    <>
      <Card title={text('keepsake.storage.place')}>
        <PlaceFacts
          place={storage}
          more={[['keepsake.fact.encryption', <EncryptionBadge encryption={encryption} />]]}
        />
      </Card>
      {cloud && (
        <Card title={text('keepsake.storage.cloud')}>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <PlaceFacts place={cloud} more={[]} />
            {cloud.error && (
              <Banner variant="danger" title={cloud.error.message}>
                <Typography tag="p" textColor="neutral700">
                  {cloud.error.hint}
                </Typography>
              </Banner>
            )}
            {!cloud.error && !cloud.repository && (
              <Typography tag="p" textColor="neutral600">
                {text('keepsake.storage.cloudEmpty')}
              </Typography>
            )}
          </Flex>
        </Card>
      )}
    </>
  );
}

function PlaceFacts({ place, more }: { place: PlaceDetails; more: Fact[] }) {
  const text = useText();
  const facts: Fact[] = [
    ['keepsake.fact.location', place.location],
    ['keepsake.fact.provider', providerName(text, place.provider)],
    ['keepsake.fact.access', <AccessBadge isPublic={place.isPublic} />],
    ...more,
  ];
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <FactGrid facts={facts} />
      {place.repository && <RepositoryFacts prefix={place.prefix} repository={place.repository} />}
    </Flex>
  );
}

function providerName(text: Text, provider: string): string {
  if (provider === 'private') return text('keepsake.provider.private');
  return provider === 'local' ? text('keepsake.provider.local') : provider;
}

type Repository = NonNullable<StorageDetails['repository']>;

function RepositoryFacts({ prefix, repository }: { prefix: string; repository: Repository }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const { keys, otherSites } = repository;
  const facts: Fact[] = [
    ['keepsake.fact.storedBytes', formatBytes(repository.bytes)],
    ['keepsake.fact.objects', formatNumber(repository.objects)],
    ['keepsake.fact.snapshots', formatNumber(repository.snapshots)],
    ['keepsake.fact.prefix', <CodeText>{prefix}</CodeText>],
    ['keepsake.fact.repository', <CodeText>{repository.id}</CodeText>],
    ['keepsake.fact.writer', <CodeText>{repository.writer}</CodeText>],
    [
      'keepsake.fact.otherSites',
      otherSites === 0 ? text('keepsake.fact.noOtherSites') : formatNumber(otherSites),
    ],
    [
      'keepsake.fact.keys',
      text('keepsake.fact.keysText', { current: keys.current, kept: keys.kept, secrets: repository.secrets }),
    ],
  ];
  return <FactGrid facts={facts} />;
}

function AccessBadge({ isPublic }: { isPublic: boolean | null }) {
  const text = useText();
  if (isPublic === null) return <Badge>{text('keepsake.access.unknown')}</Badge>;
  return isPublic ? (
    <Badge variant="warning">{text('keepsake.access.public')}</Badge>
  ) : (
    <Badge variant="success">{text('keepsake.access.private')}</Badge>
  );
}

const ENCRYPTION_VARIANTS = {
  configured: 'success',
  generated: 'warning',
  off: 'warning',
  missing: 'danger',
} as const;

function EncryptionBadge({ encryption }: Pick<StorageDetails, 'encryption'>) {
  const text = useText();
  return (
    <Badge variant={ENCRYPTION_VARIANTS[encryption]}>{text(`keepsake.encryptionBadge.${encryption}`)}</Badge>
  );
}
