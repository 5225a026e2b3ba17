import type { Core } from '@strapi/strapi';

/** What editors call a field of a content type or component. */
export type FieldLabels = (uid: string, name: string) => string;

interface Configuration {
  metadatas?: Record<string, { edit?: { label?: string }; list?: { label?: string } } | undefined>;
}

interface Finder {
  findConfiguration(model: { uid: string }): Promise<Configuration>;
}

export const NAMES_AS_LABELS: FieldLabels = (_, name) => name;

/** The labels that the content manager shows; where nobody gave one, the field's name. */
export async function fieldLabels(strapi: Core.Strapi, uids: string[]): Promise<FieldLabels> {
  const manager = strapi.plugin('content-manager');
  const known = new Map<string, Configuration>();
  for (const uid of uids) {
    const model = strapi.getModel(uid as never) as { uid: string; modelType?: string } | undefined;
    if (!model) continue;
    const name = model.modelType === 'component' ? 'components' : 'content-types';
    known.set(uid, await (manager.service(name) as unknown as Finder).findConfiguration(model));
  }
  return (uid, name) => {
    const labels = known.get(uid)?.metadatas?.[name];
    return labels?.edit?.label || labels?.list?.label || name;
  };
}
