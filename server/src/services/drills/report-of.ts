import type { DrillReport, DrillState } from '../../../../shared/contracts/drills';
import type { DrillFindings } from '../../core/drill/drill-findings';

export function reportOf(
  { findings, kind }: { findings: DrillFindings; kind: DrillReport['place'] },
  seconds: number,
): DrillReport {
  const { documents, records, files, bytes, differences, differenceCount, notices } = findings;
  return {
    state: stateOf(findings),
    at: new Date().toISOString(),
    seconds,
    place: kind,
    documents,
    records,
    files,
    bytes,
    differenceCount,
    differences,
    notices,
  };
}

function stateOf({ differenceCount, changedTypes }: DrillFindings): DrillState {
  if (differenceCount > 0) return 'failed';
  return changedTypes.size > 0 ? 'unproven' : 'passed';
}
