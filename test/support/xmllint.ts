import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";
import { skipSaying } from "./skip-saying.ts";

/** Whether xmllint is there; in CI its absence is a failure, elsewhere it is said. */
export function hasXmllint(context: TestContext): boolean {
  const found = spawnSync("xmllint", ["--version"], { encoding: "utf8" });
  if (found.status === 0) return true;
  const missing = "xmllint is not installed (Debian: libxml2-utils)";
  if ((process.env["CI"] ?? "") !== "") throw new Error(missing);
  skipSaying(context, missing);
  return false;
}

/** What xmllint says of files, nothing where all of them are well-formed; it fetches nothing. */
export function xmlFaults(files: readonly string[]): string {
  const done = spawnSync("xmllint", ["--noout", "--nonet", ...files], { encoding: "utf8" });
  return done.status === 0 ? done.stderr : `exit ${done.status}: ${done.stderr}`;
}

/** The value of an XPath expression over a file, as text. */
export function xpath(expression: string, file: string): string {
  const done = spawnSync("xmllint", ["--nonet", "--xpath", expression, file], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`xmllint: ${done.stderr}`);
  return done.stdout.replace(/\n$/, "");
}
