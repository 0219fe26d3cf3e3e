import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hasDifference, type DrillReport } from "../../../src/core/drill-report.ts";
import type { Reaction } from "../../../src/core/policy.ts";
import { readPolicy } from "../../../src/policies/read-policy.ts";
import {
  transitionTable as mocked,
  type Transition,
} from "../../../src/routing/transition-table.ts";
import { drillPolicy } from "../../../src/run/drills/drill.ts";
import { drilled, helpdesk, receipts } from "../../support/drilled-documents.ts";

type Kind = Reaction["kind"];

/** The engine's own table, of which a test inverts a line. */
const { table } = vi.hoisted(() => ({ table: {} as Record<Kind, Transition> }));

vi.mock(import("../../../src/routing/transition-table.ts"), async (importOriginal) => {
  const original = await importOriginal();
  Object.assign(table, original.transitionTable);
  return { ...original, transitionTable: table };
});

/** The lines as they are written, which the mock hands out until a test inverts one. */
const transitionTable: Readonly<Record<Kind, Transition>> = { ...mocked };

afterEach(() => void Object.assign(table, transitionTable));

const kinds = Object.keys(transitionTable) as readonly Kind[];
const effects = [...new Set(kinds.map((kind) => transitionTable[kind].effect))];

/** A line that does another thing, or that is tried last instead of first and first instead of last. */
const inversions = kinds.flatMap((kind) => [
  ...effects
    .filter((effect) => effect !== transitionTable[kind].effect)
    .map((effect) => [kind, `effect ${effect}`, { ...transitionTable[kind], effect }] as const),
  [kind, "rank", { ...transitionTable[kind], rank: kind === "fallback" ? -1 : 10 }] as const,
]);

const shared = resolve(
  import.meta.dirname,
  "../../../../shared/reference/policy-examples/customer_support_v1.yaml",
);

const ofSupport = async (): Promise<DrillReport> =>
  drillPolicy(await readPolicy(shared), undefined, { seed: 1 });

/** What a policy without a queue rule cannot notice. */
const writtenInSupport = inversions.filter(([kind]) => kind !== "queue");

describe("a drill notices every line of the engine's table that is inverted", () => {
  test("there are sixteen inversions of four lines", () => {
    expect(kinds).toHaveLength(4);
    expect(inversions).toHaveLength(4 * 4);
  });

  test("and finds nothing where none is", async () => {
    for (const policy of [helpdesk, receipts])
      expect(hasDifference(await drilled(policy))).toBe(false);
  });

  test.each(inversions)("%s: %s", async (kind, _, line) => {
    table[kind] = line;
    const report = await drilled(kind === "queue" ? receipts : helpdesk);
    expect(hasDifference(report)).toBe(true);
    expect(report.rows.filter(({ status }) => status === "fail").map((row) => row.kind)).toContain(
      kind,
    );
  });
});

describe.skipIf(!existsSync(shared))(
  "so does that of the published customer-support policy",
  () => {
    test("which finds nothing in the table as it is", async () => {
      expect(hasDifference(await ofSupport())).toBe(false);
    });

    test.each(writtenInSupport)("%s: %s", async (kind, _, line) => {
      table[kind] = line;
      expect(hasDifference(await ofSupport())).toBe(true);
    });
  },
);
