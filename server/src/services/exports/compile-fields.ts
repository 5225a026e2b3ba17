import type { Core } from '@strapi/strapi';

import type { LeavesOut } from '../../core/files/readable-record';
import { withoutComponents } from '../../core/formats/export-schema';
import type { ExportField } from '../../core/formats/export-schema';
import { FILE_UID } from '../../core/media/media-of-record';
import type { LinkPlan, ReadPlan, ShapePlan } from '../../core/snapshot/read-plan';
import type { FieldLabels } from './field-labels';

interface Model {
  attributes: Record<string, unknown>;
}

/** Where a file is used is said by the records that use it. */
const DERIVED: Record<string, string[]> = { [FILE_UID]: ['related'] };

export interface FieldCompiler {
  strapi: Core.Strapi;
  plan: ReadPlan;
  labels: FieldLabels;
  leavesOut: LeavesOut;
  includeComponents: boolean;
}

/** The fields of a content type or component, in the order that its schema has. */
export function compileFields(compiler: FieldCompiler, uid: string, shape: ShapePlan): ExportField[] {
  const fields = fieldsOf(compiler, uid, shape, [uid]);
  return compiler.includeComponents ? fields : withoutComponents(fields);
}

function fieldsOf(
  compiler: FieldCompiler,
  uid: string,
  shape: ShapePlan,
  within: readonly string[],
): ExportField[] {
  const { attributes } = compiler.strapi.getModel(uid as never) as unknown as Model;
  const fields: ExportField[] = [];
  for (const name of Object.keys(attributes)) {
    if (DERIVED[uid]?.includes(name) || compiler.leavesOut(uid, name)) continue;
    const field = fieldOf(compiler, uid, shape, name, within);
    if (field) fields.push(field);
  }
  return fields;
}

function fieldOf(
  compiler: FieldCompiler,
  uid: string,
  shape: ShapePlan,
  name: string,
  within: readonly string[],
): ExportField | null {
  const label = compiler.labels(uid, name);
  const column = shape.columns.find(({ attribute }) => attribute === name);
  if (column) {
    if (column.role !== 'record') return null;
    return { kind: 'value', name, label, type: column.attributeType ?? column.type, column: column.type };
  }
  const link = shape.links.find(({ attribute }) => attribute === name);
  if (link) return { kind: 'link', name, label, target: targetOf(link), multiple: isMultiple(link) };
  const part = shape.components.find(({ attribute }) => attribute === name);
  if (!part) return null;
  const components = part.components.flatMap((component) => {
    const inner = compiler.plan.components[component];
    // A component inside of itself has no end as columns; Strapi's own builder makes none.
    if (!inner || within.includes(component)) return [];
    return [{ uid: component, fields: fieldsOf(compiler, component, inner, [...within, component]) }];
  });
  if (part.kind === 'zone') return { kind: 'zone', name, label, components };
  const [only] = components;
  if (!only) return null;
  const repeatable = part.kind === 'repeatable';
  return { kind: 'component', name, label, component: only.uid, repeatable, fields: only.fields };
}

function targetOf(link: LinkPlan): string | null {
  return 'targetUid' in link ? link.targetUid : null;
}

function isMultiple(link: LinkPlan): boolean {
  if (link.kind === 'table' || link.kind === 'morphBy') return link.single !== true;
  return link.kind === 'morphTable';
}
