import { Box, Button, Flex, Loader } from '@strapi/design-system';
import { Eye, Upload } from '@strapi/icons';
import { Layouts, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { SITE } from '../../../shared/contracts/projects';
import type { ImportPlan } from '../../../shared/contracts/imports';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from '../hooks/useFailureText';
import { useImport } from '../hooks/useImport';
import { useText } from '../hooks/useText';
import { changesNothing } from '../services/changesNothing';
import { readFailure } from '../services/readFailure';
import { readChoice, toSelection, type RestoreChoice } from '../services/restoreChoice';
import { Banner } from './Banner';
import { Card } from './Card';
import { FileChoice } from './FileChoice';
import { ImportChoice } from './ImportChoice';
import { PlanPreview } from './PlanPreview';
import { RestoreConfirmDialog } from './RestoreConfirmDialog';
import { SecretField } from './SecretField';
import { TableTypeChoice } from './TableTypeChoice';

interface ImportFormProps {
  /** Another job is under way: previews can be made, an import cannot be started. */
  isBusy: boolean;
  onStarted: (job: Job) => void;
}

/** What of the file was seen in its first preview, which is of all of it. */
type Known = Pick<ImportPlan, 'trust' | 'types'>;

const SECRET_CODES = ['file_secret_needed', 'file_secret_wrong'];

/**
 * file ──▶ preview of all of it (asks for a secret where one is needed) ──▶ choice changed, preview again ──▶ confirmed.
 * Any change drops the preview, so what is confirmed is what was seen. The secret is kept in this form alone.
 */
export function ImportForm({ isBusy, onStarted }: ImportFormProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [file, setFile] = useState<File | null>(null);
  const [secret, setSecret] = useState('');
  const [choice, setChoice] = useState<RestoreChoice>(() => readChoice(null));
  const [known, setKnown] = useState<Known | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const { plan, error, isPlanning, preview, start, dropPlan } = useImport();
  const { code, item, status } = readFailure(error);
  const tables = code === 'csv_type_unknown' ? (item ?? '').split(' ').filter(isUid) : [];
  const needsSecret = code !== null && SECRET_CODES.includes(code);
  const canImport = plan !== null && plan.blockers.length === 0 && !changesNothing(plan) && !isBusy;

  const look = async (from: File, withSecret: string, what: RestoreChoice) => {
    const made = await preview({ file: from, secret: withSecret, selection: toSelection(what) });
    if (made) setKnown((before) => before ?? made);
  };

  const chooseFile = (chosen: File) => {
    const nothing = readChoice(null);
    setFile(chosen);
    setSecret('');
    setKnown(null);
    setChoice(nothing);
    void look(chosen, '', nothing);
  };

  const giveSecret = (given: string) => {
    setSecret(given);
    if (file) void look(file, given, choice);
  };

  const giveType = (uid: string) => {
    const chosen = { ...choice, contentTypes: [uid] };
    setChoice(chosen);
    if (file) void look(file, secret, chosen);
  };

  const change = (changed: Partial<RestoreChoice>) => {
    setChoice({ ...choice, ...changed });
    dropPlan();
  };

  const importIt = async () => {
    if (!file || !plan) return;
    setStarting(true);
    try {
      onStarted(await start({ file, secret, selection: toSelection(choice) }, plan.fingerprint));
    } catch (reason) {
      setConfirming(false);
      toggleNotification({ type: 'danger', message: failureText(reason) });
    } finally {
      setStarting(false);
    }
  };

  const importButton = (
    <Button variant="danger" startIcon={<Upload />} disabled={!canImport} onClick={() => setConfirming(true)}>
      {text('keepsake.import.open')}
    </Button>
  );
  const previewButton = file && known && (
    <Button startIcon={<Eye />} loading={isPlanning} onClick={() => look(file, secret, choice)}>
      {text('keepsake.restore.preview')}
    </Button>
  );

  return (
    <>
      <Layouts.Header
        title={text('keepsake.import.title')}
        subtitle={text('keepsake.import.subtitle')}
        primaryAction={plan ? importButton : previewButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {isBusy && <Banner variant="info" title={text('keepsake.restore.busy')} />}
          <Card title={text('keepsake.import.which')} subtitle={text('keepsake.import.kinds')}>
            <FileChoice file={file} onChange={chooseFile} />
          </Card>
          {(needsSecret || (isPlanning && secret && !known)) && (
            <SecretField isWrong={code === 'file_secret_wrong'} isBusy={isPlanning} onSubmit={giveSecret} />
          )}
          {tables.length > 0 && <TableTypeChoice uids={tables} isDisabled={isPlanning} onChoose={giveType} />}
          {error !== null && !needsSecret && tables.length === 0 && (
            <Banner
              variant="danger"
              title={status === 413 ? text('keepsake.import.tooLarge') : failureText(error)}
            />
          )}
          {known && <ImportChoice {...known} choice={choice} onChange={change} />}
          {isPlanning && (
            <Flex justifyContent="center" gap={3} padding={6} aria-busy>
              <Loader small>{text('keepsake.import.reading')}</Loader>
            </Flex>
          )}
          {!plan && !isPlanning && previewButton && <Box>{previewButton}</Box>}
          {plan && (
            <Box tag="section" aria-label={text('keepsake.plan.title')}>
              <PlanPreview plan={plan} />
              <Box paddingTop={6}>{importButton}</Box>
            </Box>
          )}
        </Flex>
      </Layouts.Content>
      {plan && isConfirming && (
        <RestoreConfirmDialog
          plan={plan}
          title={text('keepsake.import.confirm')}
          submit={text('keepsake.import.submit')}
          word={SITE}
          isStarting={isStarting}
          onConfirm={importIt}
          onClose={() => setConfirming(false)}
        />
      )}
    </>
  );
}

function isUid(text: string): boolean {
  return text.includes('::');
}
