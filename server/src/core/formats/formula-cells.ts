/**
 * What a spreadsheet takes for a formula: a cell that begins with one of these, behind any space, also the wide forms
 * of East Asian keyboards; and a tab or line break first, behind which some look again (OWASP, CSV injection). What
 * begins with apostrophes before that counts too, so that taking one away gives back exactly what was there.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\s\u00a0\ufeff\u200b]*[=+\-@＝＋－＠])/;

/** The text as a cell that no spreadsheet runs: with an apostrophe in front, which `unescapeFormula` takes away. */
export function escapeFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unescapeFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
