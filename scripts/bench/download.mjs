/** Downloads a backup as a file, as a browser would, and keeps nothing of it: how many bytes came, and how long it took. */
const { address, backupId, admin } = JSON.parse(process.argv[2]);

const login = await fetch(`${address}/admin/login`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(admin),
});
const { data } = await login.json();
const started = performance.now();
const answer = await fetch(`${address}/keepsake/backups/${backupId}/file?format=keepsake`, {
  headers: { authorization: `Bearer ${data.token}` },
});
if (answer.status !== 200)
  throw new Error(`The download was answered by ${answer.status}: ${await answer.text()}`);
let bytes = 0;
for await (const part of answer.body) bytes += part.length;
const seconds = (performance.now() - started) / 1000;
process.send({ downloadBytes: bytes, downloadSeconds: seconds }, () => process.exit(0));
