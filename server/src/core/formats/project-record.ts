import { readableLinks } from '../files/readable-record';
import type { ReadableLink, ReadableRecord } from '../files/readable-record';
import type { Body, ComponentBody, RecordKey } from '../snapshot/record';
import type { ExportField } from './export-schema';

/** A record as a file of an export has it: the form of readable files, and for a file of the library where it lies. */
export interface ExportedRecord extends ReadableRecord {
  /** Of a media library entry: its address on the site. */
  url?: string;
}

/** A link that was populated has what the entry says beside what names it. */
export type ExportedLink = ReadableLink & { fields?: Record<string, unknown> };

/**
 * A record with the given fields and no others; what is empty is `null` or `[]`, so that it can be told from what was
 * left out. Every link of it is told to `onLink`.
 */
export function projectRecord(
  uid: string,
  fields: ExportField[],
  key: RecordKey,
  body: Body,
  onLink?: (link: ExportedLink) => void,
): ExportedRecord {
  return {
    contentType: uid,
    documentId: key.documentId,
    locale: key.locale,
    status: key.status,
    fields: project(fields, body, onLink),
  };
}

type OnLink = ((link: ExportedLink) => void) | undefined;

function project(fields: ExportField[], body: Body, onLink: OnLink): Record<string, unknown> {
  const projected: [string, unknown][] = [];
  for (const field of fields) {
    const stored = Object.hasOwn(body, field.name) ? body[field.name] : undefined;
    projected.push([field.name, projectField(field, stored, onLink)]);
  }
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries(projected);
}

function projectField(field: ExportField, stored: Body[string] | undefined, onLink: OnLink): unknown {
  switch (field.kind) {
    case 'value':
      return stored ?? null;
    case 'component':
      if (field.repeatable)
        return ((stored ?? []) as ComponentBody[]).map((part) => project(field.fields, part, onLink));
      return stored ? project(field.fields, stored as ComponentBody, onLink) : null;
    case 'zone':
      return ((stored ?? []) as ComponentBody[]).map((part) => {
        const uid = String(part.__component);
        const fields = field.components.find((component) => component.uid === uid)?.fields ?? [];
        return { __component: uid, ...project(fields, part, onLink) };
      });
    case 'link': {
      const links = readableLinks(stored);
      if (onLink) links.forEach(onLink);
      return links;
    }
  }
}
