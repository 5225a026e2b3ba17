import { Badge, Table, Tbody, Td, Thead, Tr, Typography } from '@strapi/design-system';
import type { RestorePlanFile } from '../../../shared/contracts/restores';
import { usePaged } from '../hooks/usePaged';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { ShowMoreButton } from './ShowMoreButton';

const VARIANTS = { missing: 'success', different: 'warning', extra: 'danger' } as const;

/** Each media file that would be written back or removed. */
export function PlanFileTable({ files }: { files: RestorePlanFile[] }) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(files);
  return (
    <>
      <Table colCount={2} rowCount={shown.length + 1} aria-label={text('keepsake.plan.fileList')}>
        <Thead>
          <Tr>
            <HeadCell>{text('keepsake.column.action')}</HeadCell>
            <HeadCell>{text('keepsake.column.file')}</HeadCell>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((file, index) => (
            <Tr key={`${file.name} ${index}`}>
              <Td width="20rem">
                <Badge variant={VARIANTS[file.state]}>{text(`keepsake.planFile.${file.state}`)}</Badge>
              </Td>
              <Td>
                <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                  {file.name}
                </Typography>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </>
  );
}
