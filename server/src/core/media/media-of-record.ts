import type { Aside, Body, Json } from '../snapshot/record';
import type { MediaFile } from './media-store';

export const FILE_UID = 'plugin::upload.file';
export const FOLDER_UID = 'plugin::upload.folder';

/** A stored file and what tells, without reading it, that it has not changed. */
export interface DescribedMedia {
  file: MediaFile;
  /** Equal signatures: the row says the same size, name and time of change. */
  signature: string;
}

/** The original and every format of a media library entry. */
export function mediaOfRecord(documentId: string, body: Body, aside: Aside): DescribedMedia[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const original: MediaFile = {
    documentId,
    variant: '',
    hash: text(body.hash),
    ext: text(body.ext),
    mime: text(body.mime),
    url: text(aside.values?.url),
    name: text(body.name),
  };
  const changed = text(body.updatedAt);
  const described = [{ file: original, signature: `${text(body.size)} ${original.hash} ${changed}` }];
  for (const [variant, format] of Object.entries((body.formats ?? {}) as Record<string, Json>)) {
    if (format === null || typeof format !== 'object' || Array.isArray(format)) continue;
    const file: MediaFile = {
      documentId,
      variant,
      hash: text(format.hash),
      ext: text(format.ext),
      mime: text(format.mime),
      url: text(aside.formatUrls?.[variant]),
      name: `${original.name} (${variant})`,
    };
    described.push({ file, signature: `${String(format.size)} ${file.hash} ${changed}` });
  }
  return described.filter(({ file }) => file.hash !== '');
}
