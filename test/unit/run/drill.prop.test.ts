import fc from "fast-check";
import { expect, test } from "vitest";
import { failureKinds } from "../../../src/core/failure.ts";
import { differencesIn, drilled } from "../../support/drilled-documents.ts";

const SEED = 20261125;

const triggers = [
  ...failureKinds.filter((kind) => kind !== "harness_error"),
  "vip",
  "wrong_region",
] as const;
const lists = [
  "retry_same_route_once",
  "fallback_to_backup_route",
  "stop_without_fallback",
  "stop_and_queue",
  "nothing",
] as const;

/** Each trigger in at most one list, so that no line of the policy takes another one away. */
const policy = fc
  .record({
    places: fc.array(fc.constantFrom(...lists), {
      minLength: triggers.length,
      maxLength: triggers.length,
    }),
    timeoutMs: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }),
    maxAttempts: fc.integer({ min: 3, max: 6 }),
    blocked: fc.boolean(),
  })
  .map(({ places, timeoutMs, maxAttempts, blocked }) => {
    const lines = lists.slice(0, -1).map((list) => {
      const names = triggers.filter((_, index) => places[index] === list);
      return `  ${list}: [${names.join(", ")}]`;
    });
    return `policy_name: any
route_selection: {primary_route: main${blocked ? ", blocked_routes: [trial]" : ""}}
${timeoutMs === undefined ? "" : `latency: {timeout_ms: ${timeoutMs}}\n`}fallback:
  max_attempts: ${maxAttempts}
  backup_routes: [one, two]
${lines.join("\n")}
`;
  });

test("the engine does whatever a policy without contradictions writes", async () => {
  await fc.assert(
    fc.asyncProperty(policy, async (text) => {
      expect(differencesIn(await drilled(text))).toEqual([]);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
