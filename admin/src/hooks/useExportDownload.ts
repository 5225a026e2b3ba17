import { useNotification } from '@strapi/strapi/admin';
import { download } from '../services/download';
import { useExportTicketMutation } from '../services/exports';
import { useFailureText } from './useFailureText';
import { useText } from './useText';

/** Has the browser fetch the file of an export by itself, however large it is. */
export function useExportDownload() {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [askForTicket, { isLoading }] = useExportTicketMutation();

  const downloadExport = async (documentId: string) => {
    try {
      const { url } = await askForTicket(documentId).unwrap();
      download(url);
      toggleNotification({ type: 'info', message: text('keepsake.download.started') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return { downloadExport, isLoading };
}
