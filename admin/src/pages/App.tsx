import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { PERMISSIONS } from '../permissions';
import { BackupDetailsPage } from './BackupDetailsPage';
import { BackupsPage } from './BackupsPage';
import { JobsPage } from './JobsPage';
import { RestorePage } from './RestorePage';

export function App() {
  return (
    <Page.Protect permissions={[PERMISSIONS.read]}>
      <Routes>
        <Route index element={<Navigate to="backups" replace />} />
        <Route path="backups" element={<BackupsPage />} />
        <Route path="backups/:id" element={<BackupDetailsPage />} />
        <Route path="backups/:id/restore" element={<RestorePage />} />
        <Route path="jobs" element={<JobsPage />} />
        <Route path="*" element={<Navigate to="backups" replace />} />
      </Routes>
    </Page.Protect>
  );
}

export default App;
