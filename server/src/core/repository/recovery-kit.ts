import type { WrappedKeys } from './secret';

/**
 * A sheet of paper for the day it happens: where the backups are, which repository it is, its wrapped keys, and what to
 * do. It holds no secret and no credentials: with the secret beside it, it opens the backups, so the two are kept apart.
 */
export interface RecoveryKit extends KitPlace {
  kit: 1;
  /** The second storage, where backups lie in one. */
  cloud: KitPlace | null;
  encrypted: boolean;
  plugin: string;
  madeAt: string;
  steps: string[];
}

/** What is needed to find and open the backups in a storage. */
export interface KitPlace {
  storage: { provider: string; location: string };
  prefix: string;
  repository: string;
  /** As in the roots (docs/format.md §2); of use only should both roots be lost. */
  keys: WrappedKeys;
}

export interface KitFacts extends KitPlace {
  cloud: KitPlace | null;
  encrypted: boolean;
  plugin: string;
  madeAt: Date;
}

export function recoveryKit({ madeAt, ...facts }: KitFacts): RecoveryKit {
  const secret = facts.encrypted
    ? 'Set KEEPSAKE_SECRET to the secret of these backups. It is not on this sheet, and without it nothing can be opened.'
    : 'Write out encryption: false in config/plugins: these backups are not encrypted.';
  return {
    kit: 1,
    ...facts,
    madeAt: madeAt.toISOString(),
    steps: [
      'Set up a Strapi 5 app with the same content types (the code of your site), an empty database, and ' +
        `strapi-plugin-keepsake ${facts.plugin} or later.`,
      `In config/plugins, give Keepsake the storage named above, with its credentials, and storage.prefix: '${facts.prefix}'.`,
      ...(facts.cloud ? [`Likewise storage.cloud, with prefix: '${facts.cloud.prefix}'.`] : []),
      secret,
      'Run npx keepsake recover. It lists the backups, and names any that is damaged.',
      'Run npx keepsake restore latest --dry-run, and, when that is what you want, npx keepsake restore latest --mode mirror.',
    ],
  };
}

/** For a terminal, a file or a printer. */
export function kitText(kit: RecoveryKit): string {
  const facts = factsOf(kit).map(([name, value]) => `${`${name}:`.padEnd(16)}${value}`);
  const steps = kit.steps.map((step, at) => `${at + 1}. ${step}`);
  return ['Keepsake recovery kit', '', ...facts, '', ...steps, '', 'Wrapped keys:', keysText(kit), ''].join(
    '\n',
  );
}

/** One page that needs nothing else, to be printed or kept as a file. */
export function kitHtml(kit: RecoveryKit): string {
  const rows = factsOf(kit).map(
    ([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`,
  );
  const steps = kit.steps.map((step) => `<li>${escape(step)}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Keepsake recovery kit</title>
<style>
body { font: 12pt/1.5 sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }
th { text-align: left; padding-right: 2em; vertical-align: top; font-weight: normal; color: #555; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 9pt; }
</style>
</head>
<body>
<h1>Keepsake recovery kit</h1>
<p>Keep it away from the secret: the two together open the backups.</p>
<table>
${rows.join('\n')}
</table>
<h2>What to do</h2>
<ol>
${steps.join('\n')}
</ol>
<h2>Wrapped keys</h2>
<p>Needed only if both roots of the repository are lost.</p>
<pre>${escape(keysText(kit))}</pre>
</body>
</html>
`;
}

function factsOf({ cloud, encrypted, plugin, madeAt, ...main }: RecoveryKit): [string, string][] {
  const second = cloud ? placeFacts(cloud) : [];
  return [
    ...placeFacts(main),
    ...second.map(([name, value]): [string, string] => [`2nd ${name.toLowerCase()}`, value]),
    ['Encrypted', encrypted ? 'yes' : 'no'],
    ['Made', `${madeAt}, by Keepsake ${plugin}`],
  ];
}

function placeFacts({ storage, prefix, repository }: KitPlace): [string, string][] {
  return [
    ['Provider', storage.provider],
    ['Location', storage.location],
    ['Prefix', prefix],
    ['Repository', repository],
  ];
}

function keysText({ keys, cloud }: RecoveryKit): string {
  return [keys, ...(cloud ? [cloud.keys] : [])].map((one) => JSON.stringify(one, null, 1)).join('\n');
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
