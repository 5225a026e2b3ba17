import { Link, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import type {
  StorageUsage,
  UsageOfFile,
  UsageOfGroup,
  UsageOfSnapshot,
  UsageOfType,
} from '../../../../shared/contracts/analytics';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { TypeName } from '../TypeName';
import { UsageTable, type UsageColumn } from './UsageTable';

/** The same room, looked at by backup, content type, kind, project and file. */
export function UsageTables({ usage }: { usage: StorageUsage }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const bytes = useFormatBytes();
  const snapshots: UsageColumn<UsageOfSnapshot>[] = [
    { title: 'keepsake.usage.content', value: (row) => bytes(row.logicalBytes) },
    { title: 'keepsake.usage.added', value: (row) => bytes(row.addedBytes) },
    { title: 'keepsake.usage.alone', value: (row) => bytes(row.ownBytes) },
    { title: 'keepsake.usage.frees', value: (row) => bytes(row.freedBytes) },
  ];
  const types: UsageColumn<UsageOfType>[] = [
    { title: 'keepsake.usage.entries', value: (row) => formatNumber(row.entries) },
    {
      title: 'keepsake.usage.contentNow',
      value: (row) => (row.logicalBytes === null ? null : bytes(row.logicalBytes)),
    },
    { title: 'keepsake.usage.storedFor', value: (row) => bytes(row.storedBytes) },
  ];
  const groups: UsageColumn<UsageOfGroup>[] = [
    { title: 'keepsake.usage.snapshots', value: (row) => formatNumber(row.snapshots) },
    { title: 'keepsake.usage.content', value: (row) => bytes(row.logicalBytes) },
    { title: 'keepsake.usage.alone', value: (row) => bytes(row.ownBytes) },
  ];
  const files: UsageColumn<UsageOfFile>[] = [
    { title: 'keepsake.column.size', value: (row) => bytes(row.bytes) },
    { title: 'keepsake.usage.snapshots', value: (row) => formatNumber(row.snapshots) },
  ];
  return (
    <>
      <UsageTable
        title={text('keepsake.usage.bySnapshot')}
        subtitle={text('keepsake.usage.bySnapshot.subtitle')}
        head="keepsake.column.date"
        rows={usage.snapshots}
        keyOf={({ id }) => id}
        name={(row) => <SnapshotName snapshot={row} />}
        columns={snapshots}
      />
      <UsageTable
        title={text('keepsake.usage.byType')}
        subtitle={text('keepsake.usage.byType.subtitle')}
        head="keepsake.column.contentType"
        rows={usage.types.filter(({ entries, storedBytes }) => entries > 0 || storedBytes > 0)}
        keyOf={({ uid }) => uid ?? ''}
        name={({ uid, displayName }) =>
          uid === null ? (
            <Typography textColor="neutral800">{text('keepsake.usage.mediaFiles')}</Typography>
          ) : (
            <TypeName uid={uid} displayName={displayName ?? uid} />
          )
        }
        columns={types}
      />
      <UsageTable
        title={text('keepsake.usage.byKind')}
        head="keepsake.column.kind"
        rows={usage.kinds}
        keyOf={({ name }) => name}
        name={({ name }) => (
          <Typography textColor="neutral800">
            {text(`keepsake.usage.kind.${name as UsageOfSnapshot['kind']}`)}
          </Typography>
        )}
        columns={groups}
      />
      {usage.projects.length > 1 && (
        <UsageTable
          title={text('keepsake.usage.byProject')}
          head="keepsake.usage.project"
          rows={usage.projects}
          keyOf={({ name }) => name}
          name={({ name }) => <Typography textColor="neutral800">{name}</Typography>}
          columns={groups}
        />
      )}
      {usage.files.length > 0 && (
        <UsageTable
          title={text('keepsake.usage.files')}
          subtitle={text('keepsake.usage.files.subtitle')}
          head="keepsake.column.file"
          rows={usage.files}
          keyOf={({ name, newest }) => `${name} ${newest}`}
          name={({ name }) => <Typography textColor="neutral800">{name}</Typography>}
          columns={files}
        />
      )}
    </>
  );
}

/** A version has no page of its own. */
function SnapshotName({ snapshot }: { snapshot: UsageOfSnapshot }) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const { kind, id, createdAt, note } = snapshot;
  return (
    <>
      {kind === 'version' ? (
        <Typography tag="p" textColor="neutral800">
          {dateTime(createdAt)}
        </Typography>
      ) : (
        <Link tag={NavLink} to={paths.backup(id)}>
          {dateTime(createdAt)}
        </Link>
      )}
      <Typography tag="p" variant="pi" textColor="neutral600">
        {kind === 'version' ? text('keepsake.column.version') : text(`keepsake.snapshot.${kind}`)}
        {note ? ` · ${note}` : ''}
      </Typography>
    </>
  );
}
