/**
 * What a spreadsheet could take for a formula: the signs that begin one, half or full width, also
 * behind blanks and invisible characters, which some drop before they look.
 */
const FORMULA = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

/** Text from data as a cell that no spreadsheet computes: an apostrophe goes before a formula. */
export function inertCell(text: string): string {
  const whole = text.toWellFormed();
  return FORMULA.test(whole) ? `'${whole}` : whole;
}
