import { Button } from '@strapi/design-system';
import { Download, File } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { printHtml } from '../services/printHtml';
import { saveText } from '../services/saveText';
import { useLazyRecoveryKitQuery } from '../services/storage';
import { ActionCard } from './ActionCard';

type Kit = { fileName: string; html: string };

/** The sheet of paper for the day the server is gone. */
export function RecoveryKitCard() {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [getKit, { isFetching }] = useLazyRecoveryKitQuery();

  const withKit = async (then: (kit: Kit) => void) => {
    try {
      then(await getKit().unwrap());
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <ActionCard
      title={text('keepsake.kit.title')}
      explanation={text('keepsake.kit.explanation')}
      actions={
        <>
          <Button
            variant="secondary"
            startIcon={<Download />}
            disabled={isFetching}
            onClick={() => withKit(({ html, fileName }) => saveText(html, fileName, 'text/html'))}
          >
            {text('keepsake.action.download')}
          </Button>
          <Button
            variant="tertiary"
            startIcon={<File />}
            disabled={isFetching}
            onClick={() => withKit(({ html }) => printHtml(html))}
          >
            {text('keepsake.kit.print')}
          </Button>
        </>
      }
    />
  );
}
