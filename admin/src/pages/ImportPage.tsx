import { Page } from '@strapi/strapi/admin';
import { ImportFlow } from '../components/ImportFlow';
import { useText } from '../hooks/useText';
import { PERMISSIONS } from '../permissions';

/** Bringing content in from a file: choose it, preview, confirm, watch, result. */
export function ImportPage() {
  const text = useText();
  return (
    <Page.Protect permissions={[PERMISSIONS.restore]}>
      <Page.Main>
        <Page.Title>{text('keepsake.import.title')}</Page.Title>
        <ImportFlow />
      </Page.Main>
    </Page.Protect>
  );
}
