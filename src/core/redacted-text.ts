import type { RedactionKind } from "./redaction-kinds.ts";

/** Norway's. */
const SHORTEST_IBAN = 15;
const SHORTEST_CARD = 13;
const SHORTEST_PHONE = 7;

/** How one kind of personal data is found in a text. Every pattern is bounded: texts are hostile. */
interface Scanner {
  readonly kind: RedactionKind;
  readonly pattern: RegExp;
  /** Whether what the pattern found, or a shorter part of it, is of the kind: digits prove little. */
  readonly isMeant: (found: string) => boolean;
}

/** In the order in which they look: what a longer number explains must not be cut up by a shorter. */
const scanners: readonly Scanner[] = [
  {
    kind: "iban",
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/gi,
    isMeant: isIban,
  },
  { kind: "card", pattern: /(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])/g, isMeant: isCard },
  {
    kind: "email",
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    isMeant: () => true,
  },
  {
    kind: "phone",
    pattern: /(?<![\w.])(?:\+|\()?\d(?:[ ()./-]{0,3}\d){6,14}(?!\w|[,.]\d)/g,
    isMeant: isPhone,
  },
];

/** A text without the kinds of personal data, and the kinds that were in it. */
export interface RedactedText {
  readonly text: string;
  readonly found: ReadonlySet<RedactionKind>;
}

/** Puts `[email]`, `[phone]`, `[card]` or `[iban]` in the place of what is found. */
export function redactedText(text: string, kinds: readonly RedactionKind[]): RedactedText {
  const found = new Set<RedactionKind>();
  let rest = text;
  for (const scanner of scanners) {
    if (!kinds.includes(scanner.kind)) continue;
    const without = withoutKind(rest, scanner);
    if (without === rest) continue;
    found.add(scanner.kind);
    rest = without;
  }
  return { text: rest, found };
}

function withoutKind(text: string, scanner: Scanner): string {
  const pattern = new RegExp(scanner.pattern);
  let kept = "";
  let from = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const length = lengthMeant(match[0], scanner);
    // What begins one character later may be of the kind where this is not.
    pattern.lastIndex = match.index + Math.max(length, 1);
    if (length === 0) continue;
    kept += `${text.slice(from, match.index)}[${scanner.kind}]`;
    from = match.index + length;
  }
  return kept + text.slice(from);
}

/** How much of a match is of the kind: numbers run into the words and numbers that follow them. */
function lengthMeant(match: string, { isMeant }: Scanner): number {
  for (let length = match.length; length > 0; length -= 1) {
    const isCutWithin = /^\w|^[./-]\w/.test(match.slice(length, length + 2));
    if (isCutWithin || !/\w/.test(match[length - 1] ?? "")) continue;
    if (isMeant(match.slice(0, length))) return length;
  }
  return 0;
}

/** ISO 13616: the check digits make the whole number 1 modulo 97. */
function isIban(found: string): boolean {
  const compact = found.replaceAll(/[ -]/g, "").toUpperCase();
  if (compact.length < SHORTEST_IBAN) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7812: every second digit from the right doubled, the sum of digits a multiple of 10. */
function isCard(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length < SHORTEST_CARD) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighed = index % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** Written as one: with a plus, a leading zero or parts. Dates and addresses of machines are none. */
function isPhone(found: string): boolean {
  if (digitsOf(found).length < SHORTEST_PHONE) return false;
  if (/^\d{4}-\d{2}-\d{2}$/.test(found) || /^\d{1,2}[./]\d{1,2}[./]\d{4}$/.test(found))
    return false;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(found) || /^\d+\.\d+$/.test(found)) return false;
  return /^[+(0]/.test(found) || /\d[ ()./-]+\d/.test(found);
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}
