import { KeepsakeError } from '../../errors';
import { escapeHtml, Html } from './html';

/** What a template is filled with: a list of views repeats what stands between `{{#list}}` and `{{/list}}`. */
export interface TemplateView {
  [name: string]: string | Html | TemplateView[];
}

export type Template = TemplatePart[];

type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'value'; name: string }
  | { kind: 'section'; name: string; parts: Template };

const MARK = /\{\{\s*([#/]?)\s*([^{}]*?)\s*\}\}/g;

/**
 * Reads a template: `{{name}}` stands for a value, `{{#name}}…{{/name}}` for something that is there only where there is
 * a value, once for each of a list.
 *
 * @param file its name, for messages
 * @param names those that it may use
 * @throws KeepsakeError `pdf_template_invalid`, with the line
 */
export function parseTemplate(file: string, text: string, names: readonly string[]): Template {
  const root: Template = [];
  const open: { name: string; parts: Template; line: number }[] = [];
  const inside = () => open.at(-1)?.parts ?? root;
  let last = 0;
  for (const mark of text.matchAll(MARK)) {
    const [whole, sign = '', name = ''] = mark;
    const line = text.slice(0, mark.index).split('\n').length;
    inside().push({ kind: 'text', text: text.slice(last, mark.index) });
    last = mark.index + whole.length;
    if (!names.includes(name))
      throw invalid(file, line, `there is no {{${name}}}`, `It may use: ${names.join(', ')}.`);
    if (sign === '') inside().push({ kind: 'value', name });
    else if (sign === '#') {
      const parts: Template = [];
      inside().push({ kind: 'section', name, parts });
      open.push({ name, parts, line });
    } else if (open.pop()?.name !== name)
      throw invalid(file, line, `{{/${name}}} closes nothing that is open`);
  }
  const unclosed = open.at(-1);
  if (unclosed) throw invalid(file, unclosed.line, `{{#${unclosed.name}}} is never closed`);
  root.push({ kind: 'text', text: text.slice(last) });
  return root;
}

/** The HTML of a template with its values, each text escaped. */
export function fillTemplate(template: Template, view: TemplateView): Html {
  return new Html(template.map((part) => fillPart(part, view)).join(''));
}

function fillPart(part: TemplatePart, view: TemplateView): string {
  if (part.kind === 'text') return part.text;
  const value = view[part.name] ?? '';
  if (part.kind === 'value') {
    if (value instanceof Html) return value.text;
    return typeof value === 'string' ? escapeHtml(value) : '';
  }
  if (Array.isArray(value))
    return value.map((each) => fillTemplate(part.parts, { ...view, ...each }).text).join('');
  const isEmpty = value instanceof Html ? value.text === '' : value === '';
  return isEmpty ? '' : fillTemplate(part.parts, view).text;
}

function invalid(file: string, line: number, what: string, hint = 'Correct it.'): KeepsakeError {
  return new KeepsakeError(
    'pdf_template_invalid',
    `The template ${file} is not valid: line ${line}: ${what}.`,
    {
      hint,
      item: file,
    },
  );
}
