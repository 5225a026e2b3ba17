import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../children.mjs';
import { row } from '../rows.mjs';

const loader = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'load.mjs');
const WARM_UP = 100;
const REQUESTS = 600;
const PER_SECOND = 20;
const MINUTES = 3;

/** The slowest hundredth of the API's answers while backups run, against the same load without them. */
export async function measureApi({ wanted, sites, template, token, documents, say }) {
  if (!wanted.has('api-p99-during-backup-vs-idle')) return [];
  const site = await sites.copy(template);
  const { child, printed } = sites.start(site, 'serve');
  const server = conversation(child, printed);
  try {
    const { port } = await server.answer();
    const load = (requests) => latencies({ port, token, documents, requests, perSecond: PER_SECOND });
    await load(WARM_UP);
    const idle = await load(REQUESTS);
    await server.ask('busy');
    const busy = await load(REQUESTS);
    const { backups } = await server.ask('quiet');
    say(`api: idle ${summary(idle)}; during ${backups} full backups ${summary(busy)}`);
    return [row('api-p99-during-backup-vs-idle', quantile(busy, 0.99), quantile(idle, 0.99), 'ms')];
  } finally {
    child.kill();
    await once(child, 'close');
    await sites.remove(site);
  }
}

function conversation(child, printed) {
  const gone = once(child, 'exit').then(() => {
    throw new Error(`The server ended.\n${printed()}`);
  });
  gone.catch(() => undefined);
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), gone]);
    if (message.error) throw new Error(`${message.error}\n${printed()}`);
    return message;
  };
  return {
    answer,
    ask(order) {
      child.send(order);
      return answer();
    },
  };
}

async function latencies(argument) {
  const child = startChild(process.execPath, [loader, JSON.stringify(argument)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    timeout: MINUTES * 60_000,
  });
  let found = null;
  child.on('message', (message) => (found = message));
  await once(child, 'close');
  if (!found) throw new Error('The load on the API failed.');
  return found.sort((a, b) => a - b);
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

function summary(sorted) {
  const at = (share) => `${quantile(sorted, share).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)}`;
}
