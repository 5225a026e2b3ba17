import { KeepsakeError } from '../errors';

export function missingMedia(stored: string, name: string): KeepsakeError {
  return new KeepsakeError(
    'media_missing',
    `The media library lists "${name}", but its file ${stored} is not in the site's storage.`,
    {
      hint: 'Upload it again or delete the entry in the media library, then make another backup.',
      item: stored,
    },
  );
}
