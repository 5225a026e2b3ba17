/** A file of the media library as an entry shows it. */
export interface EntryFile {
  documentId: string;
  name: string;
  mime: string;
  bytes: number;
  alternativeText: string;
  caption: string;
  isPicture: boolean;
  /** As `data:`; null where it is none, or where there is no picture to be had. */
  picture: string | null;
  /** Why there is none; empty where there is. */
  note: string;
}

/** The files that one entry shows. */
export interface EntryFiles {
  byId(documentId: string): EntryFile | null;
  /** By the address that stands in a text. */
  byAddress(address: string): EntryFile | null;
}
