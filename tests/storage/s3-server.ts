import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- it has no types
const S3rver = require('@20minutes/s3rver') as new (options: object) => {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
};

/** An S3 server of this process, reached through a proxy that can misbehave. */
export interface S3Server {
  proxy: FaultProxy;
  /** As `providerOptions` of @strapi/provider-upload-aws-s3; one attempt, so that only our own retries are seen. */
  providerOptions(bucket: string, more?: { params?: object; rootPath?: string }): Record<string, unknown>;
  stop(): Promise<void>;
}

export async function startS3Server(buckets: string[]): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  const { port } = await server.run();
  const proxy = await startFaultProxy(port);
  return {
    proxy,
    providerOptions: (bucket, { params, rootPath } = {}) => ({
      ...(rootPath ? { rootPath } : {}),
      s3Options: {
        credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
        region: 'us-east-1',
        endpoint: proxy.url,
        forcePathStyle: true,
        maxAttempts: 1,
        params: { Bucket: bucket, ...params },
      },
    }),
    async stop() {
      await proxy.stop();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
