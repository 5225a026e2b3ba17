import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import { useState } from 'react';
import type { Template } from '../../../shared/contracts/templates';
import { useText } from '../hooks/useText';
import { DeleteTemplateDialog } from './DeleteTemplateDialog';
import { HeadCell } from './HeadCell';
import { SaveTemplateDialog } from './SaveTemplateDialog';
import { TemplateRow } from './TemplateRow';

const COLUMNS = 4;

export function TemplateTable({ templates }: { templates: Template[] }) {
  const text = useText();
  const [toRename, setToRename] = useState<Template | null>(null);
  const [toDelete, setToDelete] = useState<Template | null>(null);
  return (
    <>
      <Table colCount={COLUMNS} rowCount={templates.length + 1} aria-label={text('keepsake.templates.title')}>
        <Thead>
          <Tr>
            <HeadCell minWidth="24rem">{text('keepsake.templates.name')}</HeadCell>
            <HeadCell minWidth="16rem">{text('keepsake.exports.content')}</HeadCell>
            <HeadCell>{text('keepsake.templates.of')}</HeadCell>
            <Th>
              <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {templates.map((template) => (
            <TemplateRow
              key={template.documentId}
              template={template}
              onRename={() => setToRename(template)}
              onDelete={() => setToDelete(template)}
            />
          ))}
        </Tbody>
      </Table>
      {toRename && (
        <SaveTemplateDialog
          template={toRename}
          options={toRename.options}
          onClose={() => setToRename(null)}
        />
      )}
      {toDelete && <DeleteTemplateDialog template={toDelete} onClose={() => setToDelete(null)} />}
    </>
  );
}
