import type { TemplateMisfit } from '../../../../shared/contracts/templates';
import { KeepsakeError } from '../../core/errors';

/** Of an address; what options name is `template_unknown`. */
export function notFound(documentId: string): KeepsakeError {
  return new KeepsakeError('template_not_found', `There is no template ${documentId}.`, {
    hint: 'List the templates to see their ids.',
    item: documentId,
  });
}

export function unknownTemplate(template: string, project: string): KeepsakeError {
  return new KeepsakeError(
    'template_unknown',
    `template: the project ${project} has no template "${template}" that you may use.`,
    { hint: 'List the templates to see their ids and names, or leave it out.', item: 'template' },
  );
}

export function ambiguous(name: string): KeepsakeError {
  return new KeepsakeError('template_ambiguous', `template: there are several called "${name}".`, {
    hint: 'Take the id of the one that is meant.',
    item: 'template',
  });
}

export function outdated(name: string, misfits: TemplateMisfit[]): KeepsakeError {
  const parts = misfits.map(({ option, message }) => `${option}: ${message}`).join(' ');
  return new KeepsakeError('template_outdated', `template: "${name}" no longer fits the site. ${parts}`, {
    hint: 'Change the template, or choose the named options beside it.',
    item: 'template',
  });
}

export function unfitOption({ option, item, message }: TemplateMisfit): KeepsakeError {
  return new KeepsakeError('request_invalid', `options.${option}: ${message}`, {
    hint: 'Correct the named option and send it again.',
    item,
  });
}

export function nameTaken(name: string): KeepsakeError {
  return new KeepsakeError('template_name_taken', `name: there is a template "${name}" already.`, {
    hint: 'Choose another name, or change that one.',
    item: 'name',
  });
}

export function readyOnly(documentId: string): KeepsakeError {
  return new KeepsakeError('template_ready', `The template ${documentId} is part of Keepsake.`, {
    hint: 'Copy it, and change the copy.',
    item: documentId,
  });
}

export function forbidden(documentId: string): KeepsakeError {
  return new KeepsakeError('forbidden', "Another's template is not yours to change.", {
    hint: 'Copy it, or ask for the right "settings" of Keepsake.',
    item: documentId,
  });
}
