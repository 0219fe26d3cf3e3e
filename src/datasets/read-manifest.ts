import { readShape } from "../documents/shape.ts";
import { readDocument, type SourceDocument } from "../documents/source-document.ts";
import type { Manifest } from "./manifest.ts";
import { manifestOfShape } from "./manifest-of-shape.ts";
import { manifestSchema } from "./manifest-schema.ts";

export type { Manifest } from "./manifest.ts";

/** Reads a dataset manifest and finds its files; all problems at once, each with its place. */
export async function readManifest(file: string): Promise<Manifest> {
  return manifestOf(await readDocument(file));
}

/** The same of a document that was already read. */
export async function manifestOf(document: SourceDocument): Promise<Manifest> {
  return manifestOfShape(readShape(manifestSchema, document), document);
}
