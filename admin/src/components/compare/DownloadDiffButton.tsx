import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useDiffTicketMutation } from '../../services/diffs';
import { download } from '../../services/download';

/** Has the browser fetch the whole diff as a JSON file by itself, however large it is. */
export function DownloadDiffButton({ diffId }: { diffId: string }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [askForTicket, { isLoading }] = useDiffTicketMutation();

  const save = async () => {
    try {
      const { url } = await askForTicket(diffId).unwrap();
      download(url);
      toggleNotification({ type: 'info', message: text('keepsake.download.started') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Button variant="tertiary" startIcon={<Download />} loading={isLoading} onClick={save}>
      {text('keepsake.compare.download')}
    </Button>
  );
}
