import { Box, Button, Flex } from '@strapi/design-system';
import { ArrowClockwise, Eye } from '@strapi/icons';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { changesNothing } from '../services/changesNothing';
import {
  readChoiceState,
  readChoice,
  toSelection,
  type ChoiceState,
  type RestoreChoice,
} from '../services/restoreChoice';
import type { RestoreSource } from '../services/restoreSource';
import { usePlanRestoreMutation, useStartRestoreMutation } from '../services/restores';
import { Banner } from './Banner';
import { ModeChoice } from './ModeChoice';
import { MovedSince } from './plan/MovedSince';
import { PlanPreview } from './PlanPreview';
import { RestoreConfirmDialog } from './RestoreConfirmDialog';
import { RestoreExtras } from './RestoreExtras';
import { RestoreFilters } from './RestoreFilters';
import { RestoreHeader } from './RestoreHeader';

interface RestoreFormProps {
  source: RestoreSource;
  /** Another job is under way: previews can be made, a restore cannot be started. */
  isBusy: boolean;
  onStarted: (job: Job, state: ChoiceState) => void;
}

const BELOW_STICKY_HEADER = { outline: 'none', scrollMarginTop: '8.8rem' };

/** Choosing what to bring back. Any change of the choice drops the preview, so what is confirmed is what was seen. */
export function RestoreForm({ source, isBusy, onStarted }: RestoreFormProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const { state }: { state: unknown } = useLocation();
  const came = readChoiceState(state);
  const [choice, setChoice] = useState<RestoreChoice>(() => readChoice(state));
  const [seen, setSeen] = useState(came?.isPreviewed ? came.seen : undefined);
  const [isConfirming, setConfirming] = useState(false);
  const [computePlan, { data: computed, error: planError, isLoading: isPlanning, reset: dropPlan }] =
    usePlanRestoreMutation();
  const [startRestore, { isLoading: isStarting }] = useStartRestoreMutation();
  const previewRef = useRef<HTMLDivElement>(null);
  const plan = computed;
  const canRestore = plan && plan.blockers.length === 0 && !changesNothing(plan) && !isBusy;

  useEffect(() => {
    if (!plan) return;
    previewRef.current?.focus({ preventScroll: true });
    previewRef.current?.scrollIntoView();
  }, [plan]);

  const change = (changed: Partial<RestoreChoice>) => {
    setChoice({ ...choice, ...changed });
    setSeen(undefined);
    dropPlan();
  };

  const preview = (of: RestoreChoice) =>
    void computePlan({ backupId: source.documentId, selection: toSelection(of) });

  const narrow = (changed: Partial<RestoreChoice>) => {
    change(changed);
    preview({ ...choice, ...changed });
  };

  useEffect(() => {
    if (came?.isPreviewed) preview(choice);
    // Once, for who comes back from a restore that content got in the way of.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const restore = async () => {
    if (!plan) return;
    try {
      const { fingerprint } = plan;
      const { emitEvents } = choice;
      const selection = toSelection(choice);
      onStarted(
        await startRestore({ backupId: source.documentId, selection, fingerprint, emitEvents }).unwrap(),
        { choice, seen: { items: plan.items } },
      );
    } catch (error) {
      setConfirming(false);
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  const previewButton = (
    <Button startIcon={<Eye />} loading={isPlanning} onClick={() => preview(choice)}>
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
      <RestoreHeader source={source} primaryAction={plan ? restoreButton : previewButton} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {source.state === 'partial' && (
            <Banner
              variant="danger"
              title={text('keepsake.restore.fromPartial', { count: source.problemCount })}
            />
          )}
          {isBusy && <Banner variant="info" title={text('keepsake.restore.busy')} />}
          <ModeChoice value={choice.mode} onChange={(mode) => change({ mode })} />
          <RestoreFilters types={source.types} choice={choice} onChange={change} />
          <RestoreExtras choice={choice} onChange={change} />
          {!plan && <Box>{previewButton}</Box>}
          {planError && <Banner variant="danger" title={failureText(planError)} />}
          {plan && (
            <Box
              ref={previewRef}
              tabIndex={-1}
              style={BELOW_STICKY_HEADER}
              aria-label={text('keepsake.plan.title')}
            >
              {seen && (
                <Box paddingBottom={6}>
                  <MovedSince seen={seen} now={plan} />
                </Box>
              )}
              <PlanPreview
                key={plan.fingerprint}
                plan={plan}
                snapshotId={source.documentId}
                onNarrow={narrow}
              />
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
          word={source.project}
          isStarting={isStarting}
          onConfirm={restore}
          onClose={() => setConfirming(false)}
        />
      )}
    </Page.Main>
  );
}
