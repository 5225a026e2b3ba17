import { IconButton } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification, useQueryParams, useRBAC } from '@strapi/strapi/admin';
import { useNavigate, useParams } from 'react-router-dom';
import { useFailureText } from '../hooks/useFailureText';
import { useListedDocuments } from '../hooks/useListedDocuments';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';
import type { ExportSelection } from '../services/exportChoice';
import { readListQuery } from '../services/listQuery';

const NEEDED = [PERMISSIONS.export];

/** Above a list of the content manager: an export of the entries that it shows, on all of its pages. */
export function ExportListButton() {
  const text = useText();
  const failureText = useFailureText();
  const navigate = useNavigate();
  const { slug = '' } = useParams();
  const [{ query }] = useQueryParams();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(NEEDED);
  const { find, isFinding } = useListedDocuments();
  if (!allowedActions.canExport) return null;

  const open = async () => {
    const list = readListQuery(query);
    try {
      const documentIds = await find(slug, list);
      if (documentIds === 'none' || documentIds === 'tooMany') {
        toggleNotification({ type: 'warning', message: text(`keepsake.contentManager.${documentIds}`) });
        return;
      }
      const state: ExportSelection = { contentType: slug, documentIds, locale: list.locale };
      navigate(paths.newExport, { state });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <IconButton label={text('keepsake.contentManager.exportList')} disabled={isFinding} onClick={open}>
      <Download />
    </IconButton>
  );
}
