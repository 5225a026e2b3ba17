import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import type { ApiError } from '../../../shared/contracts/errors';
import type { GetJob } from '../../../shared/contracts/jobs';
import { hasOneConnection } from '../services/has-one-connection';
import { pluginService } from '../services/plugin-service';

const RETRY_AFTER_SECONDS = 5;
const JOB = /^\/keepsake\/jobs\/([^/]+)$/;
const PROGRESS = /^\/keepsake\/jobs(\/[^/]+(\/(events|log))?)?$/;
const CANCEL = /^\/keepsake\/jobs\/[^/]+\/cancel$/;

/**
 * Answers every request with 503 while a restore writes, but those for the restore itself and for the health of the
 * process. It goes before all middlewares that could ask the database: on SQLite they would wait for the restore's end.
 */
export function closureGate({ strapi }: { strapi: Core.Strapi }) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const service = pluginService(strapi, 'closure');
    const closure = service.current();
    if (!closure) return service.attend(next);
    ctx.set('Cache-Control', 'no-store');
    // As Strapi answers it, which would only get there through the middlewares of the app.
    if (ctx.path === '/_health') {
      ctx.set('strapi', 'You are so French!');
      ctx.status = 204;
      return;
    }
    if (isAboutJob(ctx) && !hasOneConnection(strapi)) return next();
    const job = jobFromMemory(strapi, ctx, closure.since);
    if (job) ctx.body = job;
    else refuse(ctx);
  };
}

function isAboutJob({ method, path }: Context): boolean {
  return method === 'GET' ? PROGRESS.test(path) : method === 'POST' && CANCEL.test(path);
}

/** For whom the routes let read just before: who may is not to be asked from the database now. */
function jobFromMemory(strapi: Core.Strapi, ctx: Context, since: number): GetJob['response'] | null {
  const documentId = ctx.method === 'GET' ? JOB.exec(ctx.path)?.[1] : undefined;
  if (!documentId) return null;
  const data = pluginService(strapi, 'jobs').running(documentId);
  if (!data) return null;
  const mayRead = pluginService(strapi, 'readers').mayRead(ctx.get('authorization'), since, data.project);
  return mayRead ? { data } : null;
}

function refuse(ctx: Context): void {
  ctx.status = 503;
  ctx.set('Retry-After', String(RETRY_AFTER_SECONDS));
  const isForPeople = ctx.accepts('json', 'html') === 'html';
  ctx.body = isForPeople ? page() : { data: null, error: refusal() };
}

function refusal(): ApiError {
  return {
    status: 503,
    name: 'ServiceUnavailableError',
    message: 'A backup is being restored. The site is closed until it is done.',
    details: { code: 'restore_running', hint: 'Nothing needs to be done; try again in a few seconds.' },
  };
}

/** For a browser's address bar; it needs nothing from the server, and comes back by itself. */
function page(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="${RETRY_AFTER_SECONDS}">
<title>Restore under way</title>
</head>
<body>
<h1>A backup is being restored</h1>
<p>The site is closed until it is done. This page tries again by itself.</p>
</body>
</html>
`;
}
