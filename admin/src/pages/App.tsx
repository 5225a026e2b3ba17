import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { PluginLayout } from '../components/PluginLayout';
import { PERMISSIONS } from '../permissions';
import { BackupDetailsPage } from './BackupDetailsPage';
import { BackupsPage } from './BackupsPage';
import { ComparePage } from './ComparePage';
import { ImportPage } from './ImportPage';
import { JobsPage } from './JobsPage';
import { RestorePage } from './RestorePage';
import { StoragePage } from './StoragePage';
import { VersionsPage } from './VersionsPage';

export function App() {
  return (
    <Page.Protect permissions={[PERMISSIONS.read]}>
      <PluginLayout>
        <Routes>
          <Route index element={<Navigate to="backups" replace />} />
          <Route path="backups" element={<BackupsPage />} />
          <Route path="backups/:id" element={<BackupDetailsPage />} />
          <Route path="backups/:id/restore" element={<RestorePage />} />
          <Route path="compare" element={<ComparePage />} />
          <Route path="import" element={<ImportPage />} />
          <Route path="jobs" element={<JobsPage />} />
          <Route path="storage" element={<StoragePage />} />
          <Route path="versions" element={<VersionsPage />} />
          <Route path="*" element={<Navigate to="backups" replace />} />
        </Routes>
      </PluginLayout>
    </Page.Protect>
  );
}

export default App;
