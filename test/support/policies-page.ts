import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A YAML block of the page that is a file of its own. */
export interface PageExample {
  readonly file: string;
  readonly text: string;
}

export interface PageSection {
  /** Such as `R1`. */
  readonly id: string;
  readonly text: string;
  readonly examples: readonly PageExample[];
}

export const policiesPage: string = readFileSync(
  resolve(import.meta.dirname, "../../docs/policies.md"),
  "utf8",
);

/** The sections of the lines, in the page's order. */
export function sectionsOf(page: string): readonly PageSection[] {
  const parts = page.split(/^### /m).slice(1);
  return parts.map((part) => {
    const [id = ""] = part.split(" ", 1);
    const text = part.split(/^## /m)[0] ?? "";
    return { id, text, examples: examplesIn(text) };
  });
}

/** Every block that a `runs:` mark stands before. */
export function examplesIn(page: string): readonly PageExample[] {
  const marked = /<!-- runs: (\S+) -->\s*```[a-z]*\n([\s\S]*?)```/g;
  return [...page.matchAll(marked)].map(([, file = "", text = ""]) => ({ file, text }));
}
