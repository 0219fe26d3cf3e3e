import type { SourceDocument } from "../documents/source-document.ts";

export type DocumentKind = "dataset" | "registry" | "prices" | "quality_table" | "policy";

const kindsByKey = [
  ["dataset", "dataset"],
  ["routes", "registry"],
  ["prices", "prices"],
  ["quality", "quality_table"],
] as const;

/** What a document is, by the key that only its kind has; whatever has none of them is a policy. */
export function documentKind(file: string, { value }: Pick<SourceDocument, "value">): DocumentKind {
  if (/\.dataset\.ya?ml$/.test(file)) return "dataset";
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return kindsByKey.find(([key]) => keys.includes(key))?.[1] ?? "policy";
}
