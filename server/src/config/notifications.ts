import { z } from 'zod';

const webhook = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }),
  /** Signs what is sent, so that its receiver can tell that it is from this site. */
  secret: z.string().min(16, 'must have at least 16 characters'),
  /** It may be an address of a private network, or of this machine. */
  allowPrivate: z.boolean().default(false),
});

/** `notifications` of the settings; docs/notifications.md says what is sent when. */
export const notifications = z
  .strictObject({
    /** By Strapi's e-mail plugin. */
    email: z
      .strictObject({
        to: z.array(z.email('must be an e-mail address')).min(1, 'must name at least one').max(20),
      })
      .optional(),
    webhooks: z.array(webhook).max(10).default([]),
    /** Before the second try of a message that could not be delivered; tripled for each one after that. In seconds. */
    retrySeconds: z.number().min(0).max(3600).default(5),
  })
  .prefault({});
