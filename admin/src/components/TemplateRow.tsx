import { Badge, Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { NavLink, useNavigate } from 'react-router-dom';
import type { Template } from '../../../shared/contracts/templates';
import { useExportScope } from '../hooks/useExportScope';
import { useTemplateName } from '../hooks/useTemplateName';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { TemplateMenu } from './TemplateMenu';

interface TemplateRowProps {
  template: Template;
  onRename: () => void;
  onDelete: () => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

const WRAPS = { whiteSpace: 'normal' } as const;

export function TemplateRow({ template, onRename, onDelete, ...position }: TemplateRowProps) {
  const text = useText();
  const scope = useExportScope();
  const navigate = useNavigate();
  const { nameOf, describe } = useTemplateName();
  const stay = (event: MouseEvent) => event.stopPropagation();
  const { documentId, options, misfits, ready, shared, author } = template;
  const page = paths.newExportFrom(documentId);
  const description = describe(template);
  return (
    <Tr {...position} onClick={() => navigate(page)} style={{ cursor: 'pointer' }}>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1} paddingTop={2} paddingBottom={2}>
          <Link tag={NavLink} to={page} onClick={stay}>
            {nameOf(template)}
          </Link>
          {description && (
            <Typography tag="p" variant="pi" textColor="neutral600" style={WRAPS}>
              {description}
            </Typography>
          )}
          {misfits.map(({ option, item, message }) => (
            <Typography key={`${option} ${item}`} tag="p" variant="pi" textColor="danger700" style={WRAPS}>
              {message}
            </Typography>
          ))}
        </Flex>
      </Td>
      <Td>
        <Flex gap={2}>
          <Badge>{text(`keepsake.format.${options.format}`)}</Badge>
          <Typography textColor="neutral800" style={WRAPS}>
            {scope(options)}
          </Typography>
        </Flex>
      </Td>
      <Td>
        <Typography tag="p" textColor="neutral800">
          {ready ? text('keepsake.templates.ready') : author}
        </Typography>
        {!ready && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {text(shared ? 'keepsake.templates.shared' : 'keepsake.templates.own')}
          </Typography>
        )}
      </Td>
      <Td onClick={stay}>
        <Flex justifyContent="flex-end">
          <TemplateMenu template={template} onRename={onRename} onDelete={onDelete} />
        </Flex>
      </Td>
    </Tr>
  );
}
