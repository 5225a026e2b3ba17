import { Flex, Loader } from '@strapi/design-system';
import { lazy, Suspense } from 'react';
import { useText } from '../hooks/useText';

export interface ExportManagerProps {
  /** Slug or documentId of the project. */
  projectId: string;
  /** Its name, for the heading. */
  projectName: string;
  /**
   * Id or documentId of the admin whose exports these are. Somebody else who is signed in sees none of them: the server
   * answers everybody with what is their own.
   */
  userId?: number | string;
}

const ProjectExports = lazy(() => import('./ProjectExports'));

/** For a page of the admin panel of one's own: the exports of a project, those under way live, and a way to another. */
export function ExportManager(props: ExportManagerProps) {
  const text = useText();
  const waiting = (
    <Flex justifyContent="center" padding={8} aria-busy>
      <Loader>{text('keepsake.loading')}</Loader>
    </Flex>
  );
  return (
    <Suspense fallback={waiting}>
      <ProjectExports {...props} />
    </Suspense>
  );
}
