import type { Problem } from "../core/problem.ts";
import { looksLikeSecret } from "../documents/looks-like-secret.ts";
import type { SourceDocument } from "../documents/source-document.ts";

type Path = readonly (string | number)[];

/** Keys that stand in a document, where they would be committed, hashed and copied into reports. */
export function secretProblems(document: SourceDocument): readonly Problem[] {
  return [...secretsIn(document.value, [])].map((path) => ({
    file: document.file,
    ...document.locate(path),
    message: `"${path.join(".")}" looks like a secret key`,
    hint: "name an environment variable with api_key_env; keys never stand in a file",
  }));
}

function* secretsIn(value: unknown, path: Path): Generator<Path> {
  if (typeof value === "string" && looksLikeSecret(value)) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    yield* secretsIn(entry, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
