import type { Context, Next } from 'koa';

const DOWNLOAD = /^(\/keepsake\/downloads\/)([^/?]+)/;
const HIDDEN = 'ticket';

/**
 * Takes the token out of the address of a download before anybody writes that into a log: it would open the file. It
 * goes before all other middlewares; the controller finds the token in the state.
 */
export async function hideTickets(ctx: Context, next: Next): Promise<void> {
  const token = DOWNLOAD.exec(ctx.path)?.[2];
  if (token !== undefined) {
    ctx.state.ticket = token;
    ctx.url = ctx.url.replace(DOWNLOAD, `$1${HIDDEN}`);
    ctx.originalUrl = ctx.url;
    ctx.request.originalUrl = ctx.url;
  }
  await next();
}
