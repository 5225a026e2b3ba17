import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { ZodError } from 'zod';
import type { z } from 'zod';

import type { ApiError } from '../../../shared/contracts/errors';
import { asKeepsakeError, KeepsakeError } from '../core/errors';

/** HTTP status of each refusal; what is not listed is a fault of ours or of the storage: 500. */
const STATUS: Record<string, number> = {
  forbidden: 403,
  backup_unknown: 404,
  diff_unknown: 404,
  diff_entry_unknown: 404,
  entry_not_held: 404,
  export_unknown: 404,
  job_unknown: 404,
  link_unknown: 404,
  ticket_unknown: 404,
  version_unknown: 404,
  ticket_expired: 410,
  ticket_used: 410,
  project_unknown: 404,
  project_automatic: 409,
  project_built_in: 409,
  project_busy: 409,
  project_not_empty: 409,
  project_slug_taken: 409,
  rules_invalid: 400,
  tier_unknown: 400,
  body_too_large: 413,
  too_many_attempts: 429,
  too_many_exports: 429,
  too_many_jobs: 429,
  schedule_unknown: 404,
  snapshot_unknown: 404,
  cloud_unavailable: 400,
  content_type_unknown: 400,
  document_unknown: 400,
  field_unknown: 400,
  format_unavailable: 400,
  locale_unknown: 400,
  option_unavailable: 400,
  template_ambiguous: 400,
  template_name_taken: 400,
  template_not_found: 404,
  template_outdated: 400,
  template_ready: 409,
  template_unknown: 400,
  request_invalid: 400,
  action_unknown: 400,
  policy_empty: 400,
  schedule_invalid: 400,
  archive_damaged: 400,
  archive_truncated: 400,
  csv_column_missing: 400,
  csv_type_unknown: 400,
  csv_unreadable: 400,
  file_refused: 400,
  file_secret_needed: 400,
  file_secret_wrong: 400,
  file_unknown: 400,
  export_expired: 410,
  export_unfinished: 409,
  backup_running: 409,
  backup_unusable: 409,
  version_running: 409,
  draft_not_held: 409,
  drill_unavailable: 409,
  job_elsewhere: 409,
  job_not_repeatable: 409,
  job_not_running: 409,
  job_unfinished: 409,
  plan_stale: 409,
  repository_busy: 409,
  upkeep_busy: 409,
  repository_shared: 409,
  repository_unknown_writer: 409,
  pdf_template_invalid: 503,
  secret_missing: 503,
  wrong_secret: 503,
  job_not_here: 503,
  too_many_streams: 503,
  repository_missing: 503,
  repository_foreign: 503,
  storage_went_back: 503,
  storage_read_only: 503,
  storage_full: 507,
  disk_full: 507,
  quota_exceeded: 507,
};

export type Handler = (ctx: Context) => Promise<unknown>;

/** A controller action: its answer is the body, and a refusal is shaped like Strapi's own, with a code and a hint. */
export function answering(strapi: Core.Strapi, action: Handler): Handler {
  return async (ctx) => {
    try {
      ctx.body = await action(ctx);
    } catch (caught) {
      refuse(strapi, ctx, caught);
    }
  };
}

/** Answers with what was refused, or went wrong. */
export function refuse(strapi: Core.Strapi, ctx: Context, caught: unknown): void {
  const error = asKeepsakeError(caught);
  const status = STATUS[error.code] ?? 500;
  if (error.code === 'unexpected') strapi.log.error(caught);
  if (error.retryAfter !== null) ctx.set('Retry-After', String(error.retryAfter));
  ctx.status = status;
  ctx.body = { data: null, error: shape(error, status) };
}

function shape(error: KeepsakeError, status: number): ApiError {
  // What nobody foresaw may name paths or queries: that stays in the log.
  const message =
    error.code === 'unexpected' ? 'Something went wrong that Keepsake did not foresee.' : error.message;
  const { code, hint, item } = error;
  return { status, name: 'KeepsakeError', message, details: { code, hint, ...(item ? { item } : {}) } };
}

/** @throws KeepsakeError `request_invalid` that names each wrong field */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  try {
    return schema.parse(input);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const wrong = error.issues
      .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
      .join('; ');
    throw new KeepsakeError('request_invalid', `The request is not valid. ${wrong}`, {
      hint: 'Correct the named fields and send it again.',
    });
  }
}

/** Display name of the admin who asks; e-mail where no name is set. */
export function askedBy(ctx: Context): string | null {
  const user = ctx.state.user as { firstname?: string; lastname?: string; email?: string } | undefined;
  if (!user) return null;
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return name || user.email || null;
}
