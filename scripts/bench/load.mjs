/**
 * The load on the API, in a process of its own: a bounded number of requests at a steady rate; of ten, six are lists,
 * three entries with all their parts, and one is a write that publishes. A latency counts from the instant when its
 * request was due, so a server that stands still makes all of those late that it should have answered meanwhile.
 */
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';

const PAGE = 10;
const PAGES = 100;
const TIMEOUT_MS = 60_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });

const { port, token, documents, requests, perSecond } = JSON.parse(process.argv[2]);
const latencies = [];

const known = await documentIds();
const begun = performance.now();
const pending = [];
for (let number = 0; number < requests; number += 1) {
  const due = begun + (number * 1000) / perSecond;
  const early = due - performance.now();
  if (early > 0) await setTimeout(early);
  pending.push(send(number).then(() => latencies.push(performance.now() - due)));
}
await Promise.all(pending);
process.send(latencies, () => process.exit(0));

function send(number) {
  const id = known[(number * 7) % known.length];
  if (number % 10 === 0)
    return request('PUT', `/api/articles/${id}`, { data: { title: `Written as ${number}` } });
  if (number % 3 === 0) return request('GET', `/api/articles/${id}?populate=*`);
  return request('GET', page(1 + ((number * 131) % Math.min(PAGES, Math.ceil(documents / PAGE)))));
}

/** Without the count, which reads the whole table each time. */
function page(number) {
  const pagination = `pagination[page]=${number}&pagination[pageSize]=${PAGE}&pagination[withCount]=false`;
  return `/api/articles?${pagination}&populate[0]=author&populate[1]=tags`;
}

async function documentIds() {
  const { data } = await request('GET', '/api/articles?pagination[pageSize]=100&fields[0]=title');
  return data.map(({ documentId }) => documentId);
}

/** A connection that the server closed while it lay idle is no failure of the server: the request goes out again. */
async function request(method, path, body) {
  const text = body ? JSON.stringify(body) : undefined;
  for (;;) {
    const { status, answer, again } = await exchange(method, path, text);
    if (again) continue;
    if (status === 200) return JSON.parse(answer);
    throw new Error(`${method} ${path} answered ${status}: ${answer.slice(0, 300)}`);
  }
}

function exchange(method, path, text) {
  const headers = { authorization: `Bearer ${token}` };
  if (text)
    Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent, timeout: TIMEOUT_MS };
    const sent = http.request(options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, answer: Buffer.concat(parts).toString('utf8') }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered.`)));
    sent.on('error', (error) => {
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve({ again: true });
      else reject(error);
    });
    sent.end(text);
  });
}
