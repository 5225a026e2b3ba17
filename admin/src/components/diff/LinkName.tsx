import { TextButton, Typography } from '@strapi/design-system';
import type { LinkTarget } from '../../../../shared/contracts/diffs';
import { useDiffLinks } from '../../hooks/useDiffLinks';
import { CodeText } from '../CodeText';
import { Deleted, Inserted } from './Marks';

interface LinkNameProps {
  kind: 'added' | 'removed' | 'moved';
  label: string | null;
  target: Omit<LinkTarget, 'field'>;
}

/** Whom a link names; where there is somewhere to look at it, leading there. */
export function LinkName({ kind, label, target }: LinkNameProps) {
  const open = useDiffLinks();
  const name = <PlainName kind={kind} label={label} target={target} />;
  if (!open) return name;
  return <TextButton onClick={() => open(target)}>{name}</TextButton>;
}

function PlainName({ kind, label, target }: LinkNameProps) {
  if (label === null) return <CodeText>{target.documentId}</CodeText>;
  return (
    <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere', textAlign: 'start' }}>
      {kind === 'added' && <Inserted>{label}</Inserted>}
      {kind === 'removed' && <Deleted>{label}</Deleted>}
      {kind === 'moved' && label}
    </Typography>
  );
}
