import { KeepsakeError } from '../errors';

/** Flat, so that every provider keeps it as it is, and without anything that a path could be made of. */
const NAME = /^[a-z0-9-]{1,80}$/;

/** The name itself, or `object_name_invalid`: every adapter asks before it touches anything. */
export function assertObjectName(name: string): string {
  if (NAME.test(name)) return name;
  throw new KeepsakeError('object_name_invalid', `${JSON.stringify(name)} is not the name of an object.`, {
    hint: 'Names are 1 to 80 characters of a-z, 0-9 and "-".',
  });
}
