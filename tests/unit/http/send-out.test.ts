import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isPrivateAddress } from '../../../server/src/core/http/private-address';
import { sendOut } from '../../../server/src/core/http/send-out';

describe('Private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '224.0.0.1',
    'localhost',
    '',
  ])('%s is one', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '11.0.0.1', '192.169.0.1', '2606:4700::1111'])(
    '%s is none',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('A request to a configured address', () => {
  let server: Server;
  let port: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.headers.host} at ${request.socket.localAddress}`);
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => new Promise((done) => server.close(done)));

  beforeEach(() => {
    asked.length = 0;
    answer = (_request, response) => response.end();
  });

  const at =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: 4 }));
  /** As if the server's own address were one of the internet. */
  const isPrivate = (address: string) => address !== '127.0.0.1' && isPrivateAddress(address);
  const get = { method: 'GET' as const, allowPrivate: false };

  it('is not sent to this machine, by number or by name', async () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '2130706433', '0x7f.1'])
      await expect(sendOut({ ...get, url: `http://${host}:${port}/` })).rejects.toMatchObject({
        code: 'address_private',
      });
    expect(asked).toEqual([]);
  });

  it('is sent there when that is allowed', async () => {
    expect(await sendOut({ ...get, url: `http://127.0.0.1:${port}/`, allowPrivate: true })).toEqual({
      status: 200,
    });
    expect(asked).toHaveLength(1);
  });

  it('is not sent where one of several addresses of a name is private', async () => {
    const resolve = at('8.8.8.8', '10.0.0.1');
    await expect(sendOut({ ...get, url: 'http://hooks.example/', resolve })).rejects.toMatchObject({
      code: 'address_private',
    });
  });

  it('goes to the address that was looked at, though the name means another one a moment later', async () => {
    let times = 0;
    // The first answer is public by the test's measure, each later one is the metadata service of a cloud.
    const resolve = async () => [{ address: times++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    await sendOut({ ...get, url: `http://rebound.example:${port}/`, resolve, isPrivate });
    expect(times).toBe(1);
    expect(asked).toEqual([`GET rebound.example:${port} at 127.0.0.1`]);
  });

  it('does not follow a redirect to a private address', async () => {
    answer = (_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    const sent = sendOut({
      ...get,
      url: `http://open.example:${port}/`,
      resolve: at('127.0.0.1'),
      isPrivate,
    });
    await expect(sent).rejects.toMatchObject({ code: 'address_private' });
  });

  it('looks a redirected name up, too', async () => {
    answer = (_request, response) =>
      response.writeHead(307, { location: `http://inner.example:${port}/` }).end();
    const resolve = async (host: string) => [
      { address: host === 'inner.example' ? '192.168.0.9' : '127.0.0.1', family: 4 },
    ];
    const sent = sendOut({
      ...get,
      method: 'POST',
      body: 'x',
      url: `http://open.example:${port}/`,
      resolve,
      isPrivate,
    });
    await expect(sent).rejects.toMatchObject({ code: 'address_private' });
    expect(asked).toHaveLength(1);
  });

  it('follows few redirects, and none that would lose its body', async () => {
    answer = (_request, response) => response.writeHead(307, { location: '/again' }).end();
    const open = { allowPrivate: true, url: `http://127.0.0.1:${port}/` };
    await expect(sendOut({ ...open, method: 'GET' })).rejects.toMatchObject({ code: 'redirect_refused' });
    expect(asked).toHaveLength(4);
    answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
    await expect(sendOut({ ...open, method: 'POST' })).rejects.toMatchObject({ code: 'redirect_refused' });
  });

  it('takes no other protocol, and no password in the address', async () => {
    for (const url of ['file:///etc/passwd', 'gopher://x/', 'http://a:b@example.org/', 'nonsense'])
      await expect(sendOut({ ...get, url })).rejects.toMatchObject({ code: 'address_invalid' });
  });

  it('gives up on who does not answer, as something that may pass', async () => {
    answer = () => undefined;
    const sent = sendOut({
      method: 'GET',
      allowPrivate: true,
      timeoutMs: 200,
      url: `http://127.0.0.1:${port}/`,
    });
    await expect(sent).rejects.toMatchObject({ code: 'request_failed', transient: true });
    server.closeAllConnections();
  });
});
