import { z } from "zod";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Problem } from "../core/problem.ts";
import type { Path } from "./node-offset.ts";
import type { SourceDocument } from "./source-document.ts";
import { shownValue, wordsOf } from "./words-of.ts";

type Issue = z.core.$ZodIssue;

/** Stands between known keys in a message that is on its way to `unknownKeys`. */
const SEPARATOR = "\n";

/**
 * The message of one finding. The library hands out the schema that complained only here, so the
 * keys that an unknown key is compared with travel on in its message.
 */
export function explainIssue(issue: z.core.$ZodRawIssue): string {
  const asked = schemaBehind(issue);
  if (issue.code === "unrecognized_keys") {
    const known = asked["properties"] ?? asked["propertyNames"];
    const names = isJsonObject(known) ? (known["enum"] ?? Object.keys(known)) : [];
    return Array.isArray(names) ? names.join(SEPARATOR) : "";
  }
  const expected = `expected ${wordsOf(asked)}`;
  if (issue.input === undefined) return `is missing: ${expected}`;
  return `${expected}, got ${shownValue(issue.input)}`;
}

function schemaBehind(issue: z.core.$ZodRawIssue): JsonObject {
  const schema = issue.schema ?? issue.inst;
  if (!(schema instanceof z.core.$ZodType)) return {};
  const asked: unknown = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return asked as JsonObject;
}

/** What the schema library found, as problems with places, in the order of the text. */
export function issueProblems(
  issues: readonly Issue[],
  document: SourceDocument,
): readonly Problem[] {
  return issues
    .flatMap((issue) => problemsOf(issue, [], document))
    .sort((one, other) => positionOf(one) - positionOf(other));
}

function positionOf({ line, column }: Problem): number {
  return (line ?? 0) * 1e6 + (column ?? 0);
}

function problemsOf(issue: Issue, above: Path, document: SourceDocument): readonly Problem[] {
  const path = [...above, ...pathOf(issue)];
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue.keys, issue.message, path, document);
    case "invalid_union": {
      const branch = nearestBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path, document));
      break;
    }
    case "invalid_key": {
      const [reason] = issue.issues;
      const message = `the key ${shownValue(path.at(-1))}: ${reason?.message ?? issue.message}`;
      return [{ file: document.file, ...document.locateKey(path), message, hint: undefined }];
    }
    default:
      break;
  }
  const hint = issue.code === "invalid_value" ? nearestChoice(issue) : undefined;
  const message = `${nameOf(path)}${issue.message}`;
  return [{ file: document.file, ...document.locate(path), message, hint }];
}

function unknownKeys(
  keys: readonly string[],
  knownKeys: string,
  path: Path,
  document: SourceDocument,
): readonly Problem[] {
  const known = knownKeys.split(SEPARATOR).filter((key) => key !== "");
  return keys.map((key) => ({
    file: document.file,
    ...document.locateKey([...path, key]),
    message: `unknown key ${shownValue(key)}${path.length === 0 ? "" : ` in "${path.join(".")}"`}`,
    hint: didYouMean(key, known) ?? (known.length > 0 ? `known: ${known.join(", ")}` : undefined),
  }));
}

/** Of several shapes, the one that was probably meant; absent: the value is none of them at all. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => !issues.some(isWrongKind))
    .sort((one, other) => one.length - other.length)[0];
}

function isWrongKind(issue: Issue): boolean {
  const isKind = issue.code === "invalid_type" || issue.code === "invalid_value";
  return isKind && issue.path.length === 0;
}

function nearestChoice(issue: Issue): string | undefined {
  if (issue.code !== "invalid_value" || typeof issue.input !== "string") return undefined;
  return didYouMean(issue.input, issue.values.map(String));
}

function nameOf(path: Path): string {
  return path.length === 0 ? "" : `"${path.join(".")}" `;
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
}
