import type { TestContext } from "vitest";

/** Skips a test and prints why: a skip's own note is not printed by every reporter. */
export function skipSaying(context: TestContext, reason: string): void {
  console.log(`skipped: ${reason}`);
  context.skip(reason);
}
