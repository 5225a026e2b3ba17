import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { UploadProvider } from '../../server/src/core/storage/upload-provider';
import { initUploadProvider } from '../../server/src/services/storage/make-upload-provider';
import { privateBucket } from '../../server/src/services/storage/private-bucket';
import { startFaultProxy } from './fault-proxy';
import type { FaultProxy } from './fault-proxy';

declare const hostRequire: (path: string) => unknown;

interface Server {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}

/**
 * Keepsake's own instance of the S3 provider. Loaded by Node's own `require` (see environment.cjs), for the AWS SDK
 * knows no errors of another realm.
 */
export function s3Provider(providerOptions: Record<string, unknown>): UploadProvider {
  const settings = privateBucket({ provider: 'aws-s3', providerOptions, actionOptions: {} });
  return initUploadProvider(hostRequire('@strapi/provider-upload-aws-s3'), settings);
}

/** An S3 server of this process, reached through a proxy that can misbehave. */
export interface S3Server {
  proxy: FaultProxy;
  /** As `providerOptions` of @strapi/provider-upload-aws-s3; one attempt, so that only our own retries are seen. */
  providerOptions(bucket: string, more?: { params?: object; rootPath?: string }): Record<string, unknown>;
  stop(): Promise<void>;
}

export async function startS3Server(buckets: string[]): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-s3-'));
  const S3rver = hostRequire('@20minutes/s3rver') as new (options: object) => Server;
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  const { port } = await server.run();
  const proxy = await startFaultProxy(port, (path) => {
    const file = join(directory, `${path}._S3rver_object`);
    truncateSync(file, Math.floor(statSync(file).size / 2));
  });
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
