import type { ExportOptions } from './exports';

/** Those that every site has; pages name them by this key. */
export type ReadyTemplate =
  | 'full-archive'
  | 'translators-csv'
  | 'editorial-pdf'
  | 'media-pack'
  | 'content-ndjson'
  | 'published-content';

/** What a template chooses; where it says nothing, an export has its defaults. */
export type TemplateOptions = Omit<ExportOptions, 'template'>;

/** A saved choice of export options. */
export interface Template {
  /** Of a ready one its key. */
  documentId: string;
  /** Slug of the project. */
  project: string;
  /** Null for one that somebody saved. */
  ready: ReadyTemplate | null;
  /** In English for a ready one. */
  name: string;
  description: string;
  options: TemplateOptions;
  /** Seen and used by everybody who may export the project; else by who made it. */
  shared: boolean;
  isOwn: boolean;
  /** Whether who asks may change and delete it; a ready one can only be copied. */
  canChange: boolean;
  /** Parts of it that the site no longer has; empty where it can be used. */
  misfits: TemplateMisfit[];
  /** Display name of the admin who made it. */
  author: string | null;
  createdAt: string | null;
  updatedAt: string | null;
}

export interface TemplateMisfit {
  /** Name of the option, such as `contentTypes` or `format`. */
  option: string;
  /** The content type, field or locale that is gone. */
  item: string;
  message: string;
}

export interface TemplateInput {
  name: string;
  description?: string;
  options: TemplateOptions;
  /** Default false. */
  shared?: boolean;
}

/** `GET /keepsake/templates?project=site`: the ready ones, then by name one's own and those that are shared */
export interface ListTemplates {
  request: { project?: string };
  response: { data: Template[] };
}

/** `GET /keepsake/templates/:id` */
export interface GetTemplate {
  response: { data: Template };
}

/** `POST /keepsake/templates` answers 201 */
export interface CreateTemplate {
  request: { data: TemplateInput & { project?: string } };
  response: { data: Template };
}

/** `PUT /keepsake/templates/:id`: what is left out has its default again */
export interface UpdateTemplate {
  request: { data: TemplateInput };
  response: { data: Template };
}

/** `POST /keepsake/templates/:id/copy` answers 201: one's own, of any that one sees */
export interface CopyTemplate {
  request: { data?: { name?: string } };
  response: { data: Template };
}

/** `DELETE /keepsake/templates/:id` */
export interface DeleteTemplate {
  response: { data: { documentId: string } };
}
