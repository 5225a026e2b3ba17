/**
 * The load on the API, in a process of its own: a bounded number of requests at a steady rate, of five three lists,
 * one entry with all its parts and one write. A latency counts from the instant when a request was due, so a server
 * that stands still makes all of those late that should have been answered meanwhile.
 */
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';

const PAGE = 10;
const TIMEOUT_MS = 60_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });

const { port, token, documents, requests, perSecond } = JSON.parse(process.argv[2]);
const latencies = [];
const started = performance.now();

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
  switch (number % 5) {
    case 0:
      return request('PUT', `/api/articles/${id}`, { data: { title: `Written at ${started + number}` } });
    case 1:
      return request('GET', `/api/articles/${id}?populate=*`);
    default:
      return request('GET', page(1 + ((number * 131) % Math.max(1, Math.floor(documents / PAGE)))));
  }
}

function page(number) {
  return `/api/articles?pagination[page]=${number}&pagination[pageSize]=${PAGE}&populate[0]=author&populate[1]=tags`;
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
