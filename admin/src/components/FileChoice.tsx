import { Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { useRef, useState, type DragEvent } from 'react';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useText } from '../hooks/useText';

interface FileChoiceProps {
  file: File | null;
  onChange: (file: File) => void;
}

const ACCEPTED = '.keepsake,.zip,.json,.ndjson,.csv';

/** A file of the computer in front of which one sits: chosen, or dropped here. */
export function FileChoice({ file, onChange }: FileChoiceProps) {
  const text = useText();
  const formatBytes = useFormatBytes();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  const take = (files: FileList | null) => {
    const [chosen] = Array.from(files ?? []);
    if (chosen) onChange(chosen);
    // The same file may be chosen again, after it was mended.
    if (input.current) input.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <Flex
      direction="column"
      gap={3}
      padding={6}
      hasRadius
      background={isOver ? 'primary100' : 'neutral100'}
      borderColor={isOver ? 'primary600' : 'neutral300'}
      borderStyle="dashed"
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          accept={ACCEPTED}
          aria-label={text('keepsake.import.file')}
          onChange={(event) => take(event.target.files)}
        />
      </VisuallyHidden>
      {file && (
        <Typography textColor="neutral800" fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
          {text('keepsake.import.chosen', { name: file.name, size: formatBytes(file.size) })}
        </Typography>
      )}
      <Button
        variant={file ? 'tertiary' : 'default'}
        startIcon={<Upload />}
        onClick={() => input.current?.click()}
      >
        {text(file ? 'keepsake.import.chooseOther' : 'keepsake.import.choose')}
      </Button>
      {!file && (
        <Typography variant="pi" textColor="neutral600">
          {text('keepsake.import.drop')}
        </Typography>
      )}
    </Flex>
  );
}
