import type { Readable } from 'node:stream';

/**
 * An upload provider as Strapi defines it, already made with its settings: it can put, delete and sign, and can
 * neither list nor read. Errors are whatever its library throws.
 */
export interface UploadProvider {
  /** As the settings name it: `aws-s3`, or a package. */
  readonly name: string;
  /** Sets `file.url`. `options` go to the provider's library beside those of the settings. */
  uploadStream?(file: ProviderFile, options?: Record<string, unknown>): Promise<unknown>;
  upload?(file: ProviderFile, options?: Record<string, unknown>): Promise<unknown>;
  /** Replaces a file only if it still has this ETag. */
  uploadIfMatch?(file: ProviderFile, etag: string, options?: Record<string, unknown>): Promise<unknown>;
  delete(file: ProviderFile): Promise<unknown>;
  /** Without it, or when it gives the URL back unchanged, files are read by their plain URL. */
  getSignedUrl?(file: ProviderFile): Promise<{ url: string }>;
  /** Whether the provider itself says that its files need a signed URL. */
  isPrivate?(): Promise<boolean>;
}

/** What Strapi calls a file. A provider makes its place out of `path`, `hash` and `ext`. */
export interface ProviderFile {
  name: string;
  hash: string;
  ext: string;
  mime: string;
  /** In units of 1000 bytes, as Strapi has it. */
  size: number;
  sizeInBytes: number;
  path?: string;
  url?: string;
  stream?: Readable;
  buffer?: Buffer;
  provider_metadata?: unknown;
}
