import { useNavigate } from 'react-router-dom';
import type { Export } from '../../../shared/contracts/exports';
import { paths } from '../paths';
import { useCreateExportMutation } from '../services/exports';
import { useStartJob } from './useStartJob';

/** Makes an export with the same choice, of the content as it is now, and shows it. */
export function useRepeatExport() {
  const navigate = useNavigate();
  const [createExport] = useCreateExportMutation();
  const { start, isStarting } = useStartJob(() => undefined);

  const repeat = ({ options }: Export) =>
    start(async () => {
      const job = await createExport(options).unwrap();
      navigate(paths.export(job.exportId));
      return job;
    });

  return { repeat, isRepeating: isStarting };
}
