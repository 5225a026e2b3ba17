import type { ExportField, ExportType } from './export-schema';

/** The schema as the head of a file tells it: what each field is, in the order in which records have them. */
export function describeSchema(types: ExportType[]): Record<string, unknown> {
  return Object.fromEntries(
    types.map(({ uid, displayName, fields }) => [uid, { displayName, fields: describeFields(fields) }]),
  );
}

function describeFields(fields: ExportField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, describeField(field)]));
}

function describeField(field: ExportField): Record<string, unknown> {
  switch (field.kind) {
    case 'value':
      return { type: field.type };
    case 'link':
      return { type: 'relation', target: field.target, multiple: field.multiple };
    case 'component':
      return {
        type: 'component',
        component: field.component,
        repeatable: field.repeatable,
        fields: describeFields(field.fields),
      };
    case 'zone':
      return {
        type: 'dynamiczone',
        components: Object.fromEntries(
          field.components.map(({ uid, fields }) => [uid, describeFields(fields)]),
        ),
      };
  }
}
