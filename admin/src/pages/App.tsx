import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { PageGuard } from '../components/PageGuard';
import { PluginLayout } from '../components/PluginLayout';
import { useRights } from '../hooks/useRights';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';
import { ActivityPage } from './ActivityPage';
import { BackupDetailsPage } from './BackupDetailsPage';
import { BackupsPage } from './BackupsPage';
import { ComparePage } from './ComparePage';
import { CreateExportPage } from './CreateExportPage';
import { DeletedPage } from './DeletedPage';
import { ExportDetailsPage } from './ExportDetailsPage';
import { ExportsPage } from './ExportsPage';
import { HealthPage } from './HealthPage';
import { ImportPage } from './ImportPage';
import { JobsPage } from './JobsPage';
import { OverviewPage } from './OverviewPage';
import { ProjectsPage } from './ProjectsPage';
import { RestorePage } from './RestorePage';
import { SchedulesPage } from './SchedulesPage';
import { StoragePage } from './StoragePage';
import { TemplatesPage } from './TemplatesPage';
import { VersionsPage } from './VersionsPage';

export function App() {
  return (
    <Page.Protect permissions={[PERMISSIONS.read, PERMISSIONS.export]}>
      <PluginLayout>
        <PageGuard>
          <Routes>
            <Route index element={<Home />} />
            <Route path="overview" element={<OverviewPage />} />
            <Route
              path="health"
              element={
                <Page.Protect permissions={[PERMISSIONS.allProjects]}>
                  <HealthPage />
                </Page.Protect>
              }
            />
            <Route path="activity" element={<ActivityPage />} />
            <Route path="backups" element={<BackupsPage />} />
            <Route path="backups/:id" element={<BackupDetailsPage />} />
            <Route path="backups/:id/restore" element={<RestorePage />} />
            <Route path="compare" element={<ComparePage />} />
            <Route path="deleted" element={<DeletedPage />} />
            <Route path="exports" element={<ExportsPage />} />
            <Route path="exports/new" element={<CreateExportPage />} />
            <Route path="exports/templates" element={<TemplatesPage />} />
            <Route path="exports/:id" element={<ExportDetailsPage />} />
            <Route path="import" element={<ImportPage />} />
            <Route path="jobs" element={<JobsPage />} />
            <Route path="projects" element={<ProjectsPage />} />
            <Route path="schedules" element={<SchedulesPage />} />
            <Route path="storage" element={<StoragePage />} />
            <Route path="versions" element={<VersionsPage />} />
            <Route path="*" element={<Navigate to={paths.home} replace />} />
          </Routes>
        </PageGuard>
      </PluginLayout>
    </Page.Protect>
  );
}

/** Who may only make exports sees those first. */
function Home() {
  const { canRead, canExport } = useRights();
  if (canRead) return <Navigate to={paths.overview} replace />;
  return canExport ? <Navigate to={paths.exports} replace /> : null;
}

export default App;
