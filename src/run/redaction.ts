import type { JsonValue } from "../core/json.ts";
import { createRedactor, redactJson, type Redact } from "../core/redactor.ts";

/** Keeps keys out of everything that leaves the process, once it knows them. */
export interface Redaction {
  /** Every text from now on is without these. */
  readonly hide: (secrets: Iterable<string>) => void;
  /** The same for the values of variables of the environment. */
  readonly hideVariables: (names: Iterable<string>) => void;
  readonly text: (text: string) => string;
  /** Whether every text comes out as it is. */
  readonly hidesNothing: () => boolean;
  /** A value as a line of JSON. */
  readonly line: (value: object) => string;
  /** The same value where there is nothing to hide in it. */
  readonly json: <T extends object>(value: T) => T;
}

/** What variables that hold secrets are called, as a rule. */
const secretName = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD)S?$/i;

/** Begins with every variable of the environment that is named like a secret. */
export function createRedaction(
  environment: Readonly<Record<string, string | undefined>> = {},
): Redaction {
  const hidden = new Set<string>();
  let redact: Redact | undefined;
  const hide = (secrets: Iterable<string>): void => {
    for (const secret of secrets) hidden.add(secret);
    redact = hidden.size === 0 ? undefined : createRedactor([...hidden]);
  };
  /** What is written in the value's place; undefined: there is nothing to hide in its text. */
  const withheld = (text: string): JsonValue | undefined =>
    redact === undefined || redact(text) === text
      ? undefined
      : redactJson(JSON.parse(text) as JsonValue, redact);
  const line = (value: object): string => {
    const text = JSON.stringify(value);
    const shown = withheld(text);
    return shown === undefined ? text : JSON.stringify(shown);
  };
  hide(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && secretName.test(name) ? [value] : [],
    ),
  );
  return {
    hide,
    hideVariables: (names) => hide([...names].flatMap((name) => environment[name] ?? [])),
    line,
    text: (text) => (redact === undefined ? text : redact(text)),
    hidesNothing: () => redact === undefined,
    json: <T extends object>(value: T): T =>
      redact === undefined ? value : ((withheld(JSON.stringify(value)) ?? value) as T),
  };
}
