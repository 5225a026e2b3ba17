import { Box, Button, Flex } from '@strapi/design-system';
import { ArrowClockwise, Eye } from '@strapi/icons';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import type { BackupDetails } from '../../../shared/contracts/backups';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { changesNothing } from '../services/changesNothing';
import { readFailure } from '../services/readFailure';
import { readChoice, toSelection, type RestoreChoice } from '../services/restoreChoice';
import { usePlanRestoreMutation, useStartRestoreMutation } from '../services/restores';
import { Banner } from './Banner';
import { ModeChoice } from './ModeChoice';
import { PlanPreview } from './PlanPreview';
import { RestoreConfirmDialog } from './RestoreConfirmDialog';
import { RestoreExtras } from './RestoreExtras';
import { RestoreFilters } from './RestoreFilters';
import { RestoreHeader } from './RestoreHeader';

interface RestoreFormProps {
  backup: BackupDetails;
  /** Another job is under way: previews can be made, a restore cannot be started. */
  isBusy: boolean;
  onStarted: (job: Job) => void;
}

const BELOW_STICKY_HEADER = { outline: 'none', scrollMarginTop: '8.8rem' };

/** Choosing what to bring back. Any change of the choice drops the preview, so what is confirmed is what was seen. */
export function RestoreForm({ backup, isBusy, onStarted }: RestoreFormProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const { state }: { state: unknown } = useLocation();
  const [choice, setChoice] = useState<RestoreChoice>(() => readChoice(state));
  const [isConfirming, setConfirming] = useState(false);
  const [computePlan, { data: computed, error: planError, isLoading: isPlanning, reset: dropPlan }] =
    usePlanRestoreMutation();
  const [startRestore, { isLoading: isStarting, error: startError, reset: dropStart }] =
    useStartRestoreMutation();
  const previewRef = useRef<HTMLDivElement>(null);
  const isStale = readFailure(startError).code === 'plan_stale';
  const plan = isStale ? undefined : computed;
  const canRestore = plan && plan.blockers.length === 0 && !changesNothing(plan) && !isBusy;

  useEffect(() => {
    if (!plan) return;
    previewRef.current?.focus({ preventScroll: true });
    previewRef.current?.scrollIntoView();
  }, [plan]);

  const change = (changed: Partial<RestoreChoice>) => {
    setChoice({ ...choice, ...changed });
    dropPlan();
    dropStart();
  };

  const preview = () => {
    dropStart();
    void computePlan({ backupId: backup.documentId, selection: toSelection(choice) });
  };

  const restore = async () => {
    if (!plan) return;
    try {
      const { fingerprint } = plan;
      const { emitEvents } = choice;
      const selection = toSelection(choice);
      onStarted(
        await startRestore({ backupId: backup.documentId, selection, fingerprint, emitEvents }).unwrap(),
      );
    } catch (error) {
      setConfirming(false);
      if (readFailure(error).code === 'plan_stale') return;
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  const previewButton = (
    <Button startIcon={<Eye />} loading={isPlanning} onClick={preview}>
      {text('keepsake.restore.preview')}
    </Button>
  );
  const restoreButton = (
    <Button
      variant="danger"
      startIcon={<ArrowClockwise />}
      disabled={!canRestore}
      onClick={() => setConfirming(true)}
    >
      {text('keepsake.restore.open')}
    </Button>
  );

  return (
    <Page.Main>
      <RestoreHeader backup={backup} primaryAction={plan ? restoreButton : previewButton} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {backup.state === 'partial' && (
            <Banner
              variant="danger"
              title={text('keepsake.restore.fromPartial', { count: backup.problemCount })}
            />
          )}
          {isBusy && <Banner variant="info" title={text('keepsake.restore.busy')} />}
          <ModeChoice value={choice.mode} onChange={(mode) => change({ mode })} />
          <RestoreFilters types={backup.types} choice={choice} onChange={change} />
          <RestoreExtras choice={choice} onChange={change} />
          {!plan && !isStale && <Box>{previewButton}</Box>}
          {planError && <Banner variant="danger" title={failureText(planError)} />}
          {isStale && (
            <Banner
              variant="warning"
              title={text('keepsake.restore.stale')}
              action={
                <Button variant="secondary" loading={isPlanning} onClick={preview}>
                  {text('keepsake.restore.previewAgain')}
                </Button>
              }
            />
          )}
          {plan && (
            <Box
              ref={previewRef}
              tabIndex={-1}
              style={BELOW_STICKY_HEADER}
              aria-label={text('keepsake.plan.title')}
            >
              <PlanPreview plan={plan} />
              <Box paddingTop={6}>{restoreButton}</Box>
            </Box>
          )}
        </Flex>
      </Layouts.Content>
      {plan && isConfirming && (
        <RestoreConfirmDialog
          plan={plan}
          title={text('keepsake.confirm.title')}
          submit={text('keepsake.confirm.submit')}
          word={backup.project}
          isStarting={isStarting}
          onConfirm={restore}
          onClose={() => setConfirming(false)}
        />
      )}
    </Page.Main>
  );
}
