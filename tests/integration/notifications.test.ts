import { createHmac } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

import type { Alert } from '../../shared/contracts/health';
import type { KeepsakeError } from '../../server/src/core/errors';
import type { createNotificationService } from '../../server/src/services/notifications/notification-service';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

declare const hostRequire: (path: string) => unknown;

/** Of the build, whose errors the site knows. */
const built = join(__dirname, '..', '..', 'dist', 'server', 'src');
const { KeepsakeError: BuiltError } = hostRequire(join(built, 'core', 'errors')) as {
  KeepsakeError: typeof KeepsakeError;
};

const SECRET = 'a-secret-for-the-webhook';

interface Hook {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('Notifications', () => {
  let site: Site;
  let smtp: SMTPServer;
  let receiver: Server;
  let status = 200;
  const mails: string[] = [];
  const hooks: Hook[] = [];

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => void text(stream).then((mail) => (mails.push(mail), done())),
    });
    await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        hooks.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    site = await openSite();
    configure(site);
    mailThrough(site);
  });

  afterAll(async () => {
    await site.close();
    receiver.close();
    await new Promise<void>((done) => smtp.close(done));
  });

  beforeEach(() => {
    mails.length = 0;
    hooks.length = 0;
    status = 200;
  });

  function configure(to: Site): void {
    const { port } = receiver.address() as AddressInfo;
    const webhook = { url: `http://127.0.0.1:${port}/hook`, secret: SECRET, allowPrivate: true };
    const notifications = { email: { to: ['keeper@example.org'] }, webhooks: [webhook], retrySeconds: 0.05 };
    to.strapi.config.set('plugin::keepsake.notifications', notifications);
  }

  /** Strapi's e-mail plugin, with a provider that speaks SMTP. */
  function mailThrough(to: Site): void {
    const { port } = smtp.server.address() as AddressInfo;
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const plugin = to.strapi.plugin('email') as unknown as {
      provider: { send(mail: object): Promise<unknown> };
    };
    plugin.provider = { send: (mail) => transport.sendMail({ from: 'site@example.org', ...mail }) };
  }

  async function endsWith(
    error: KeepsakeError | null,
    type: 'backup' | 'drill' = 'backup',
    input: object = {},
  ): Promise<void> {
    const request = { type: type as 'backup', project: 'site', backupId: null, startedBy: null };
    const { done } = await site.service('jobs').start(request, async ({ documentId }) => {
      // As the row of a backup that a schedule began.
      await site.strapi.db
        .query('plugin::keepsake.job' as never)
        .update({ where: { documentId } as never, data: { input } as never });
      if (error) throw error;
      return { problems: [] };
    });
    await done.catch(() => undefined);
    await site.service('notifications').settled();
  }

  const full = () =>
    new BuiltError('storage_full', 'The storage is full at https://keeper:hunter2@s3.example.org/x.', {
      hint: 'Make room.',
    });

  it('tell of ten failures once, and of the recovery once', async () => {
    const heard: string[] = [];
    for (const event of ['keepsake.alert.begin', 'keepsake.alert.end'])
      site.strapi.eventHub.on(
        event,
        async ({ alert }: { alert: Alert }) => void heard.push(`${event} ${alert.subject}`),
      );
    for (let times = 0; times < 10; times += 1) await endsWith(full());
    expect([mails.length, hooks.length]).toEqual([1, 1]);
    expect(mails[0]).toMatch(/Subject: \[Keepsake[^\]]*\] A backup did not succeed\./);
    expect(mails[0]).toContain('To: keeper@example.org');
    expect(mails[0]).not.toContain('hunter2');
    expect(await site.service('notifications').alerts()).toMatchObject([
      { subject: 'backup:site', state: 'bad', advice: 'Make room.' },
    ]);
    for (let times = 0; times < 3; times += 1) await endsWith(null);
    expect([mails.length, hooks.length]).toEqual([2, 2]);
    expect(mails[1]).toMatch(/Resolved: A backup did not succeed\./);
    expect(await site.service('notifications').alerts()).toEqual([]);
    expect(heard).toEqual(['keepsake.alert.begin backup:site', 'keepsake.alert.end backup:site']);
  });

  it('ping the heartbeat address after each backup that succeeded, and after no other', async () => {
    const { port } = receiver.address() as AddressInfo;
    const config = site.strapi.config.get<{ health: object }>('plugin::keepsake');
    const heart = { heartbeatUrl: `http://127.0.0.1:${port}/heart`, heartbeatPrivate: true };
    site.strapi.config.set('plugin::keepsake', {
      ...config,
      notifications: {},
      health: { ...config.health, ...heart },
    });
    try {
      for (const error of [null, full(), null]) await endsWith(error);
      await site.service('notifications').settled();
      expect(hooks.map(({ body }) => body)).toEqual(['', '']);
    } finally {
      site.strapi.config.set('plugin::keepsake', config);
    }
  });

  it('are not made for a schedule that is to tell nobody', async () => {
    const schedule = await site.service('schedules').create(
      {
        name: 'Quiet',
        schedule: 'daily',
        format: 'json',
        time: '02:00',
        timezone: 'UTC',
        retention_count: 1,
        enabled: false,
        notify: false,
      },
      'site',
      { id: null, name: null },
    );
    await endsWith(full(), 'backup', { schedule: schedule.documentId });
    expect([mails.length, hooks.length]).toEqual([0, 0]);
    await site.service('schedules').update(schedule.documentId, { notify: true });
    await endsWith(full(), 'backup', { schedule: schedule.documentId });
    expect([mails.length, hooks.length]).toEqual([1, 1]);
    await endsWith(null);
  });

  it('are signed over their time and body', async () => {
    await endsWith(full());
    const [{ headers, body }] = hooks as [Hook];
    const timestamp = String(headers['x-keepsake-timestamp']);
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-keepsake-signature']).toBe(`sha256=${expected}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    expect(JSON.parse(body)).toMatchObject({
      event: 'keepsake.alert.begin',
      id: headers['x-keepsake-delivery'],
      alert: { subject: 'backup:site', message: expect.not.stringContaining('hunter2') as unknown },
    });
    await endsWith(null);
  });

  it('are sent once by two services on one database that see the same failure', async () => {
    const { createNotificationService: create } = hostRequire(
      join(built, 'services', 'notifications', 'notification-service'),
    ) as { createNotificationService: typeof createNotificationService };
    const report = {
      subject: 'drill:site',
      state: 'bad' as const,
      title: 'A drill failed.',
      message: 'One byte.',
    };
    const both = [create({ strapi: site.strapi }), create({ strapi: site.strapi })];
    await Promise.all(Array.from({ length: 20 }, (_, index) => both[index % 2]!.report(report)));
    await Promise.all(both.map((one) => one.settled()));
    expect([mails.length, hooks.length]).toEqual([1, 1]);
  });

  it('are tried again, and delivered later when a receiver was down', async () => {
    status = 503;
    const notifications = site.service('notifications');
    await notifications.report({ subject: 'keys:site', state: 'bad', title: 'Keys.', message: 'No.' });
    await notifications.settled();
    expect([mails.length, hooks.length]).toEqual([1, 3]);
    expect(await notifications.trouble()).toMatch(/webhook 1: The webhook answered 503/);
    status = 200;
    await notifications.deliverPending();
    // Who was told already is not told again.
    expect([mails.length, hooks.length]).toEqual([1, 4]);
    expect(await notifications.trouble()).toBeNull();
    expect(new Set(hooks.map(({ headers }) => headers['x-keepsake-delivery'])).size).toBe(1);
  });

  it('say when health turns red, and when it no longer is', async () => {
    const storage = site.service('repository').storage();
    const put = jest.spyOn(storage, 'put').mockRejectedValue(new Error('gone'));
    await site.service('health').check();
    await site.service('health').check();
    await site.service('notifications').settled();
    expect(mails.map((mail) => /Subject: .*/.exec(mail)?.[0])).toEqual([
      expect.stringMatching(/Subject: \[Keepsake[^\]]*\] Health is red\./) as unknown,
    ]);
    put.mockRestore();
    await site.service('health').check();
    await site.service('notifications').settled();
    expect(mails).toHaveLength(2);
    expect(mails[1]).toMatch(/Resolved: Health is red\./);
  });

  it('tell once of a drill that finds an older pack, and nothing more of a wrong byte; health is red', async () => {
    await endsWith(null, 'drill');
    const { documentId: older } = await backUp(site);
    const known = new Set(readdirSync(site.storage));
    await site.strapi.db.connection('authors').update({ name: 'Another' });
    const { documentId } = await backUp(site);
    const { packs } = await (await site.service('repository').open()).verify();
    await site.service('health').check();
    await site.service('notifications').settled();
    mails.length = 0;
    hooks.length = 0;
    const drill = async (id: string) => {
      const { report } = await (await site.service('drills').start(id, null)).done;
      await site.service('notifications').settled();
      return report.state;
    };

    const fresh = packs.find((name) => !known.has(name))!;
    const old = packs.find((name) => known.has(name))!;
    const whole = readFileSync(join(site.storage, fresh));
    cpSync(join(site.storage, old), join(site.storage, fresh));
    expect(await drill(documentId)).toBe('failed');
    expect([mails.length, hooks.length]).toEqual([1, 1]);
    expect(mails[0]).toMatch(/Subject: \[Keepsake[^\]]*\] A drill did not succeed\./);
    expect(JSON.parse(hooks[0]!.body)).toMatchObject({ alert: { subject: 'drill:site', state: 'bad' } });
    const red = (await site.service('health').last())!;
    expect(red.state).toBe('red');
    expect(red.checks.filter(({ state }) => state === 'red').map(({ id }) => id)).toContain('backup');
    writeFileSync(join(site.storage, fresh), whole);

    const bytesOf = (name: string) => readFileSync(join(site.storage, name));
    const media = packs.sort((a, b) => bytesOf(b).length - bytesOf(a).length)[0]!;
    const bytes = bytesOf(media);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(join(site.storage, media), bytes);
    expect(await drill(older)).toBe('failed');
    expect((await site.service('health').last())!.state).toBe('red');
    expect([mails.length, hooks.length]).toEqual([1, 1]);
  });
});
