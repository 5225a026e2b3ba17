import { IconButton, Menu } from '@strapi/design-system';
import { ArrowClockwise, Download, Eye, Link, More, Pencil, Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import type { Export } from '../../../shared/contracts/exports';
import { useExportDownload } from '../hooks/useExportDownload';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useRepeatExport } from '../hooks/useRepeatExport';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { paths } from '../paths';

interface ExportMenuProps {
  of: Export;
  onShare: () => void;
  onDelete: () => void;
}

export function ExportMenu({ of: one, onShare, onDelete }: ExportMenuProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const navigate = useNavigate();
  const { canDownload } = useRights();
  const { downloadExport } = useExportDownload();
  const { repeat } = useRepeatExport();
  const { documentId, createdAt, options } = one;
  const hasFile = one.fileName !== null;
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.exports.menu', { date: dateTime(createdAt) })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<Eye />} onSelect={() => navigate(paths.export(documentId))}>
          {text('keepsake.action.details')}
        </Menu.Item>
        {canDownload && hasFile && (
          <Menu.Item startIcon={<Download />} onSelect={() => downloadExport(documentId)}>
            {text('keepsake.action.download')}
          </Menu.Item>
        )}
        {canDownload && hasFile && (
          <Menu.Item startIcon={<Link />} onSelect={onShare}>
            {text('keepsake.exports.share')}
          </Menu.Item>
        )}
        {one.state !== 'running' && (
          <Menu.Item startIcon={<ArrowClockwise />} onSelect={() => repeat(one)}>
            {text('keepsake.exports.again')}
          </Menu.Item>
        )}
        <Menu.Item startIcon={<Pencil />} onSelect={() => navigate(paths.newExport, { state: { options } })}>
          {text('keepsake.exports.change')}
        </Menu.Item>
        <Menu.Item
          variant="danger"
          startIcon={<Trash />}
          disabled={one.state === 'running'}
          onSelect={onDelete}
        >
          {text('keepsake.action.delete')}
        </Menu.Item>
      </Menu.Content>
    </Menu.Root>
  );
}
