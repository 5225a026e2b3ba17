import { Download } from '@strapi/icons';
import { useQueryParams, useRBAC } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';
import type { ExportSelection } from '../services/exportChoice';
import { readListQuery } from '../services/listQuery';

interface ExportEntriesProps {
  documents: { documentId: string }[];
  model: string;
}

const NEEDED = [PERMISSIONS.export];

/** Of the list in the content manager: an export of the entries that are ticked. */
export function ExportEntriesAction({ documents, model }: ExportEntriesProps) {
  const text = useText();
  const navigate = useNavigate();
  const [{ query }] = useQueryParams();
  const { allowedActions } = useRBAC(NEEDED);
  if (!allowedActions.canExport) return null;

  const state: ExportSelection = {
    contentType: model,
    documentIds: documents.map(({ documentId }) => documentId),
    locale: readListQuery(query).locale,
  };
  return {
    label: text('keepsake.contentManager.export'),
    icon: <Download />,
    variant: 'tertiary' as const,
    onClick: () => navigate(paths.newExport, { state }),
  };
}

ExportEntriesAction.displayName = 'ExportEntriesAction';
