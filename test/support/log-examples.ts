import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { sharedData } from "./shared-data.ts";

const page = resolve(sharedData, "../reference/log-formats.md");

/** A page with one example of each log format that stands beside the checkout, as the data does. */
export const hasLogExamples: boolean = existsSync(page);

if (!hasLogExamples) console.log("skipped: the page of log formats is not beside this checkout");

/** The lines of JSON under a heading of the page such as `C.7`, in their order. */
export function logExamples(section: string): readonly string[] {
  const text = readFileSync(page, "utf8");
  const from = text.indexOf(`\n### ${section} `);
  if (from === -1) throw new Error(`the page has no section ${section}`);
  const end = text.indexOf("\n### ", from + 1);
  const body = text.slice(from, end === -1 ? undefined : end);
  return [...body.matchAll(/^```json\n(.*)\n```$/gm)].map(([, line]) => line!);
}
