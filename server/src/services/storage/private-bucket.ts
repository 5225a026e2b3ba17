import type { UploadProviderSettings } from './make-upload-provider';

/** Bytes: one request for each pack of 16 MiB, and few for the largest objects. */
const PART_BYTES = 32 * 1024 * 1024;

/**
 * Settings of a storage of our own, made safe. Only aws-s3 needs it: without an ACL it sends `public-read`, and with
 * a `baseUrl` it signs nothing and reads through whatever cache is behind that address.
 *
 * `ACL: undefined` written out means that the bucket knows no ACLs (Cloudflare R2) and is left alone. A bucket that
 * forbids them is found out by the first upload.
 */
export function privateBucket(settings: UploadProviderSettings): UploadProviderSettings {
  if (!/^(@strapi\/provider-upload-)?aws-s3$/.test(settings.provider)) return settings;
  const { baseUrl: _, ...options } = settings.providerOptions as S3Options;
  const s3Options = options.s3Options ?? {};
  const providerConfig = options.providerConfig ?? {};
  const hasParams = options.params && !s3Options.params;
  return {
    ...settings,
    providerOptions: {
      ...options,
      // Older configurations have `params` beside `s3Options`.
      ...(hasParams ? { params: withPrivateAcl(options.params!) } : {}),
      s3Options: { ...s3Options, ...(hasParams ? {} : { params: withPrivateAcl(s3Options.params ?? {}) }) },
      providerConfig: {
        ...providerConfig,
        // A root is replaced, so this must not hold for our objects.
        preventOverwrite: false,
        multipart: { partSize: PART_BYTES, leavePartsOnError: false, ...providerConfig.multipart },
      },
    },
    actionOptions: withoutAcl(settings.actionOptions),
  };
}

type Params = Record<string, unknown>;

interface S3Options {
  baseUrl?: unknown;
  params?: Params;
  s3Options?: { params?: Params };
  providerConfig?: { multipart?: Params };
}

const PRIVATE = ['private', 'bucket-owner-full-control', 'bucket-owner-read'];

function withPrivateAcl(params: Params): Params {
  if ('ACL' in params && !params.ACL) return params;
  return { ...params, ACL: PRIVATE.includes(String(params.ACL)) ? params.ACL : 'private' };
}

/** An ACL per call would win over the one above. */
function withoutAcl(actionOptions: UploadProviderSettings['actionOptions']) {
  return Object.fromEntries(
    Object.entries(actionOptions).map(([method, options]) => {
      const { ACL: _, ...rest } = options ?? {};
      return [method, rest];
    }),
  );
}
