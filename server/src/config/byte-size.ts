import { z } from 'zod';

const UNITS: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** A number of bytes, or a text such as `10GB` (powers of 1000) or `10GiB` (of 1024); read as bytes. */
export const byteSize = z.union([z.number(), z.string()]).transform((value, context) => {
  const bytes = typeof value === 'number' ? value : parse(value);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  context.addIssue({ code: 'custom', message: 'must be a number of bytes, or a size such as "10GB"' });
  return z.NEVER;
});

function parse(text: string): number {
  const [, number = '', unit = 'B'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  return Math.round(Number(number || NaN) * (UNITS[unit.toUpperCase() || 'B'] ?? NaN));
}
