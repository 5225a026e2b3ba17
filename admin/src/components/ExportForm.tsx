import { Box, Button, Flex, Grid } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { BackButton, Layouts, Page, useDebounce } from '@strapi/strapi/admin';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { ExportChoices, ExportFormatState } from '../../../shared/contracts/exports';
import type { Template } from '../../../shared/contracts/templates';
import { useStartJob } from '../hooks/useStartJob';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import {
  readOptions,
  toOptions,
  withFormat,
  type ExportChoice,
  type ExportSelection,
} from '../services/exportChoice';
import { useCreateExportMutation, useExportEstimateQuery } from '../services/exports';
import { Card } from './Card';
import { ChoiceCards } from './ChoiceCards';
import { ExportContent } from './ExportContent';
import { ExportEstimateCard } from './ExportEstimateCard';
import { ExportPreviewCard } from './ExportPreviewCard';
import { ExportSettings } from './ExportSettings';
import { ExportTemplateCard } from './ExportTemplateCard';

interface ExportFormProps {
  choices: ExportChoices;
  formats: ExportFormatState[];
  templates: Template[];
  initial: ExportChoice;
  /** What the content manager handed over; a template leaves it as it is. */
  selection: ExportSelection | null;
  initialTemplate: Template | null;
  /** Slug or documentId; default: the whole site. */
  project?: string | undefined;
}

/** While somebody is still typing or choosing, nobody is asked. */
const STILL_CHOOSING_MS = 400;
const BESIDE_THE_FORM = { position: 'sticky', top: '1.6rem' } as const;

export function ExportForm({
  choices,
  formats,
  templates,
  initial,
  selection,
  initialTemplate,
  project,
}: ExportFormProps) {
  const text = useText();
  const navigate = useNavigate();
  const [choice, setChoice] = useState(initial);
  const [template, setTemplate] = useState<Template | null>(initialTemplate);
  const options = useMemo(() => toOptions(choice), [choice]);
  const asked = useDebounce(options, STILL_CHOOSING_MS);
  const { data: estimate, error, isFetching } = useExportEstimateQuery(asked);
  const [createExport] = useCreateExportMutation();
  const { start, isStarting } = useStartJob(() => undefined);
  const change = (changed: Partial<ExportChoice>) => setChoice({ ...choice, ...changed });

  const applyTemplate = (chosen: Template | null) => {
    setTemplate(chosen);
    if (!chosen) return;
    const { contentTypes, documentIds, locales } = choice;
    setChoice({
      ...readOptions(chosen.options),
      ...(selection ? { contentTypes, documentIds, locales } : {}),
    });
  };

  const submit = () =>
    start(async () => {
      const job = await createExport({ ...options, ...(project ? { project } : {}) }).unwrap();
      navigate(paths.export(job.exportId));
      return job;
    });

  const startButton = (
    <Button startIcon={<Play />} loading={isStarting} disabled={error !== undefined} onClick={submit}>
      {text('keepsake.exports.start')}
    </Button>
  );

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.exports.create')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.exports.create')}
        subtitle={text('keepsake.exports.create.subtitle')}
        navigationAction={<BackButton fallback={paths.exports} />}
        primaryAction={startButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <Grid.Root gap={6}>
            <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={6}>
              <ExportTemplateCard
                templates={templates}
                template={template}
                choice={choice}
                onChoose={applyTemplate}
              />
              <Card title={text('keepsake.exports.format')}>
                <ChoiceCards
                  label={text('keepsake.exports.format')}
                  choices={formats.map(({ format, available, reason }) => ({
                    value: format,
                    title: text(`keepsake.format.${format}`),
                    explanation: reason ?? text(`keepsake.format.${format}.explanation`),
                    isDisabled: !available,
                  }))}
                  value={choice.format}
                  onChange={(format) => setChoice(withFormat(choice, format))}
                />
              </Card>
              <ExportContent choices={choices} choice={choice} onChange={change} />
              <ExportSettings
                choice={choice}
                showsPrivate={choices.private}
                showsHistory={choices.history}
                onChange={change}
              />
            </Grid.Item>
            <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
              <Box style={BESIDE_THE_FORM}>
                <ExportEstimateCard
                  estimate={estimate ?? null}
                  error={error}
                  isCounting={isFetching || asked !== options}
                  action={startButton}
                />
              </Box>
            </Grid.Item>
          </Grid.Root>
          <ExportPreviewCard options={asked} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
