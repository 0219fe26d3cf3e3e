import type { JsonValue } from "./json.ts";

/** A text without what must not be seen. */
export type Redact = (text: string) => string;

/** What stands in the place of a secret. */
const REDACTED = "[redacted]";

/** Shorter values are words that answers may hold ("ollama", "none"), and guard nothing. */
const FEWEST_CHARS = 8;

/** Excerpts cut keys in two: from so many characters on, and half of it, a key's start is one too. */
const FEWEST_CHARS_OF_START = 12;

/** What may follow the start of a key that was cut: the rest of what was left of it. */
const REST_OF_START = "[\\w%+/=.~-]*";

/** The backslashes before a character that was escaped once, twice or three times over. */
const ESCAPES = "\\\\{1,7}";

/**
 * Replaces secrets by value: plain, in base64 and base64url at whatever place of a longer text,
 * percent-encoded and escaped for JSON. A value of fewer than eight characters is left alone.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const kept = [...new Set(secrets.map((secret) => secret.trim()))]
    .filter((secret) => secret.length >= FEWEST_CHARS)
    // The first alternative that fits wins: a secret that begins like a longer one comes later.
    .sort((one, other) => other.length - one.length);
  if (kept.length === 0) return (text) => text;
  const forms = [
    ...kept.map(plainPattern),
    ...kept.flatMap(base64Patterns),
    ...kept.flatMap(startPatterns),
  ];
  const pattern = new RegExp([...new Set(forms)].join("|"), "g");
  return (text) => text.replace(pattern, REDACTED);
}

/**
 * The same value with every text in it redacted, names of fields included. A line of JSON that is
 * redacted as text would break where a secret looks like a number.
 */
export function redactJson(value: JsonValue, redact: Redact): JsonValue {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: JsonValue) => redactJson(entry, redact));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [redact(name), redactJson(entry, redact)]),
  );
}

/**
 * Each character as itself or in any of its encodings, escaped up to three times over. Runs of
 * backslashes are bounded: a long one in a text must not be tried in every way it can be cut.
 */
function plainPattern(secret: string): string {
  const parts = secret.match(/\\+|[^\\]/gu) ?? [];
  return parts
    .map((part) => (part[0] === "\\" ? backslashes(part) : characterPattern(part)))
    .join("");
}

/** Each escape doubles them. */
function backslashes({ length }: string): string {
  return `(?:\\\\{${length},${8 * length}}|(?:%5[cC]){${length}}|(?:\\\\u005[cC]){${length}})`;
}

function characterPattern(character: string): string {
  if (/[A-Za-z0-9_-]/.test(character)) return character;
  const alternatives = [literal(character), percentPattern(character)];
  if (character === " ") alternatives.push("\\+");
  const escaped = JSON.stringify(character).slice(1, -1);
  if (escaped.startsWith("\\")) alternatives.push(`${ESCAPES}${literal(escaped.slice(1))}`);
  else if (character === "/") alternatives.push(`${ESCAPES}/`);
  alternatives.push(unicodeEscapes(character));
  return `(?:${alternatives.join("|")})`;
}

function percentPattern(character: string): string {
  return Array.from(Buffer.from(character, "utf8"), (byte) => `%${anyCase(byte, 2)}`).join("");
}

function unicodeEscapes(character: string): string {
  let pattern = "";
  for (let index = 0; index < character.length; index += 1) {
    pattern += `${ESCAPES}u${anyCase(character.charCodeAt(index), 4)}`;
  }
  return pattern;
}

function anyCase(value: number, digits: number): string {
  const hex = value.toString(16).padStart(digits, "0");
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function base64Patterns(secret: string): readonly string[] {
  return base64Parts(secret).map(({ own, isWhole }) =>
    isWhole ? base64Pattern(own) : `${base64Pattern(own)}[A-Za-z0-9+/_-]?`,
  );
}

/**
 * A byte stands in base64 in one of three ways, by its place modulo three. Characters that share
 * bits with what stands before are left out; one that shares bits with what comes after goes too.
 */
function base64Parts(
  secret: string,
): readonly { readonly own: string; readonly isWhole: boolean }[] {
  const bytes = Buffer.from(secret, "utf8");
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const bits = padded.length * 8;
    const own = padded.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    return { own, isWhole: bits % 6 === 0 };
  });
}

function base64Pattern(own: string): string {
  return own.replace(/[+/]/g, (char) =>
    char === "+" ? "(?:[+-]|%2[bB])" : `(?:/|${ESCAPES}/|_|%2[fF])`,
  );
}

/** A key that is cut short, plain or in base64. */
function startPatterns(secret: string): readonly string[] {
  const plain = startOf(secret)?.replace(/[\\\ud800-\udbff]+$/, "");
  const encoded = base64Parts(secret).map(({ own }) => startOf(own));
  return [plain && plainPattern(plain), ...encoded.map((start) => start && base64Pattern(start))]
    .filter((pattern) => pattern !== undefined && pattern !== "")
    .map((pattern) => `${pattern}${REST_OF_START}`);
}

/** Absent: too little of it would be left to guard anything. */
function startOf(text: string): string | undefined {
  const length = Math.max(FEWEST_CHARS_OF_START, Math.ceil(text.length / 2));
  return length < text.length ? text.slice(0, length) : undefined;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
