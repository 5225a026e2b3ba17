import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { ExportOptions, ExportPreview } from '../../../shared/contracts/exports';
import { useText } from '../hooks/useText';
import { useExportPreviewQuery } from '../services/exports';
import { Card } from './Card';
import { PreviewTable } from './PreviewTable';

const SCROLLS = { maxHeight: '48rem', overflow: 'auto' } as const;
const AS_IT_IS = { margin: 0, fontFamily: 'monospace', fontSize: '1.2rem', whiteSpace: 'pre' } as const;

/** The beginning of the file as it would be. What is wrong with the choice is said by the estimate. */
export function ExportPreviewCard({ options }: { options: ExportOptions }) {
  const text = useText();
  const { data, error, isFetching } = useExportPreviewQuery(options);
  if (error !== undefined) return null;
  return (
    <Card title={text('keepsake.preview.title')} subtitle={text('keepsake.preview.explanation')}>
      {data ? (
        <Box style={{ opacity: isFetching ? 0.5 : 1 }} aria-busy={isFetching}>
          <Preview preview={data} />
        </Box>
      ) : (
        <Flex justifyContent="center" padding={6}>
          <Loader small>{text('keepsake.loading')}</Loader>
        </Flex>
      )}
    </Card>
  );
}

function Preview({ preview }: { preview: ExportPreview }) {
  const text = useText();
  switch (preview.kind) {
    case 'text':
      return <Lines label={text('keepsake.preview.title')}>{preview.text}</Lines>;
    case 'files':
      return <Lines label={text('keepsake.preview.title')}>{preview.paths.join('\n')}</Lines>;
    case 'tables':
      return (
        <Flex direction="column" alignItems="stretch" gap={5}>
          {preview.tables.map((table) => (
            <PreviewTable key={table.path} table={table} />
          ))}
        </Flex>
      );
    case 'none':
      return <Typography textColor="neutral600">{text('keepsake.preview.none')}</Typography>;
  }
}

function Lines({ label, children }: { label: string; children: string }) {
  return (
    <Box
      tag="section"
      aria-label={label}
      tabIndex={0}
      background="neutral100"
      borderColor="neutral200"
      hasRadius
      padding={4}
      style={SCROLLS}
    >
      <Typography tag="pre" textColor="neutral800" style={AS_IT_IS}>
        {children}
      </Typography>
    </Box>
  );
}
