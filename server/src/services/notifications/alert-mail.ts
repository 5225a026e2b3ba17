import type { Alert } from '../../../../shared/contracts/health';

export interface AlertMail {
  subject: string;
  text: string;
  html: string;
}

/** @param site Address of the site, empty where it is not known */
export function alertMail({ state, title, message, advice, since }: Alert, site: string): AlertMail {
  const host = URL.canParse(site) ? new URL(site).host : '';
  const head = state === 'bad' ? title : `Resolved: ${title}`;
  const lines = [message, advice, `${state === 'bad' ? 'Since' : 'At'} ${since}`, host && `Site: ${host}`];
  const shown = lines.filter((line) => line !== '');
  return {
    subject: oneLine(`[Keepsake${host ? ` ${host}` : ''}] ${head}`),
    text: `${[head, '', ...shown].join('\n')}\n`,
    html: `<h2>${escape(head)}</h2>${shown.map((line) => `<p>${escape(line)}</p>`).join('')}`,
  };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
