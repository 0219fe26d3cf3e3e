import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A temporary folder that is gone after the test. */
export function aFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "routeproof-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
