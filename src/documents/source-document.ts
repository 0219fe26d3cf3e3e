import { LineCounter, parseDocument as parseYaml } from "yaml";
import type { Document } from "yaml";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import { sha256Hex } from "../core/canonical-json.ts";
import { keyOffset, textOffset, valueOffset } from "./node-offset.ts";
import type { Path } from "./node-offset.ts";
import { plainValue, type PlainValue } from "./plain-value.ts";
import { readBytes } from "./read-bytes.ts";
import { utf8Text } from "./utf8-text.ts";

/** A place in a text; both count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML or JSON document as plain values that still know where they stand. */
export interface SourceDocument {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
  readonly value: unknown;
  /** Where a value starts; for a path that leads nowhere, where its nearest parent does. */
  locate(path: Path): Place;
  /** Where the key itself stands, for what is wrong with a key. */
  locateKey(path: Path): Place;
  /** Where the text of a string starts: behind its quote or block mark. */
  locateText(path: Path): Place;
}

/** Reads one YAML 1.2 or JSON document; all its faults at once, each with line and column. */
export async function readDocument(file: string): Promise<SourceDocument> {
  const bytes = await readBytes(file);
  return documentOf(file, utf8Text(file, bytes), sha256Hex(bytes));
}

/** The same from a text that was already read. */
export function parseDocument(file: string, text: string): SourceDocument {
  return documentOf(file, text, sha256Hex(text));
}

function documentOf(file: string, text: string, sha256: string): SourceDocument {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { root, plain } = parsed(file, text, lines, placeAt);
  return {
    file,
    text,
    sha256,
    value: plain.value,
    locate: (path) => placeAt(valueOffset(root, path, plain.targets)),
    locateKey: (path) => placeAt(keyOffset(root, path, plain.targets)),
    locateText: (path) => placeAt(textOffset(root, path, plain.targets, text)),
  };
}

function parsed(
  file: string,
  text: string,
  lines: LineCounter,
  placeAt: (offset: number) => Place,
): { readonly root: unknown; readonly plain: PlainValue } {
  const problems: Problem[] = [];
  const add = (offset: number, message: string, hint: string | undefined): void => {
    problems.push({ file, ...placeAt(offset), message, hint });
  };
  const document = parseText(file, text, lines);
  // A warning is a tag that is not known: what it stands for would be guessed.
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    // The parser is recursive, and reports the end of its stack as one more fault of the text.
    add(pos[0], message.includes("call stack") ? "is nested too deeply" : message, undefined);
  }
  if (document.directives?.yaml.version !== "1.2") add(0, "is not YAML 1.2", undefined);
  if (problems.length > 0) throw invalidInput(file, problems);

  const plain = plainValue(document.contents);
  for (const { offset, message, hint } of plain.problems) add(offset, message, hint);
  if (problems.length > 0) throw invalidInput(file, problems);
  return { root: document.contents, plain };
}

function parseText(file: string, text: string, lineCounter: LineCounter): Document {
  try {
    return parseYaml(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: true,
      strict: true,
      stringKeys: true,
      merge: false,
      resolveKnownTags: false,
      version: "1.2",
      logLevel: "warn",
    });
  } catch (error) {
    const message = error instanceof RangeError ? "is nested too deeply" : "cannot be parsed";
    throw new HarnessError("invalid-input", `${file}: ${message}`, { cause: error });
  }
}
