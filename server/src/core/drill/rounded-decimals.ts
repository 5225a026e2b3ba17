import { plainDecimal } from '../snapshot/column-values';

/** More than so many digits a floating number does not tell apart. */
const DIGITS = 15;
const INTEGER_DIGITS = 19;

/** A body as SQLite has it, which keeps decimals as floating numbers; everything else stays as it is. */
export function roundedDecimals(value: unknown): unknown {
  if (typeof value === 'string') return isLongDecimal(value) ? plainDecimal(String(Number(value))) : value;
  if (Array.isArray(value)) return value.map(roundedDecimals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, roundedDecimals(one)]));
}

function isLongDecimal(text: string): boolean {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return false;
  const { length } = text.replace(/\D/g, '');
  // Whole numbers of up to 64 bits are kept to the digit.
  return text.includes('.') ? length > DIGITS : length > INTEGER_DIGITS;
}
