import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DecisionEntry } from "../../../../src/core/decision-entry.ts";
import { appendLines } from "../../../../src/run/append-lines.ts";
import { archiveFolder } from "../../../../src/run/promotion/archive.ts";
import {
  promotionLog,
  readPromotionLog,
  standing,
  whileLocked,
} from "../../../../src/run/promotion/promotion-log.ts";

let root = "";

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "routeproof-promotions-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function anEntry(version: string, more: Partial<DecisionEntry> = {}): DecisionEntry {
  return {
    at: "2026-11-01T00:00:00.000Z",
    kind: "promote",
    policy: "cheap",
    version,
    before: null,
    run_id: `run-${version}`,
    verdict: "promote",
    approved_by: "ann",
    owner_approver: null,
    why: "cheaper",
    ...more,
  };
}

const back = (version: string) => anEntry(version, { kind: "rollback" });
const versions = (entries: readonly DecisionEntry[]) =>
  standing(entries, "cheap").map(({ version }) => version);

test("a rollback takes the last promotion away, and another policy's changes nothing", () => {
  const other = anEntry("9", { policy: "other" });
  expect(versions([])).toEqual([]);
  expect(versions([anEntry("1"), other, anEntry("2")])).toEqual(["1", "2"]);
  expect(versions([anEntry("1"), anEntry("2"), back("1")])).toEqual(["1"]);
  // Promoted again after it was taken back, it stands on what was in force then.
  expect(versions([anEntry("1"), anEntry("2"), back("1"), anEntry("2")])).toEqual(["1", "2"]);
  expect(versions([anEntry("1"), anEntry("2"), anEntry("3"), back("2"), back("1")])).toEqual(["1"]);
});

test("damaged and torn lines are left out and said by place", () => {
  const file = promotionLog(root);
  appendLines(file, [JSON.stringify(anEntry("1")), '{"kind":"delete"}']);
  appendFileSync(file, '{"kind":"promo');
  const { entries, notes } = readPromotionLog(root);
  expect(entries.map(({ version }) => version)).toEqual(["1"]);
  expect(notes).toEqual([
    `${file}:2: this line is damaged: a decision may be missing`,
    `${file}:3: this line is damaged: a decision may be missing`,
  ]);
  appendLines(file, [JSON.stringify(anEntry("2"))]);
  expect(readPromotionLog(root).entries.map(({ version }) => version)).toEqual(["1", "2"]);
});

test("decisions wait for each other", async () => {
  const decide = (version: string) =>
    whileLocked(root, () => {
      const { entries } = readPromotionLog(root);
      appendLines(promotionLog(root), [
        JSON.stringify(anEntry(`${version} after ${entries.length}`)),
      ]);
    });
  await Promise.all(["a", "b", "c"].map(decide));
  const kept = readPromotionLog(root).entries.map(({ version }) => version.slice(2));
  expect(kept).toEqual(["after 0", "after 1", "after 2"]);
});

test("names that are no folder names get folders of their own all the same", () => {
  const folders = ["a/b", "a b", "..", "", "é", "x".repeat(300)].map((policy) =>
    archiveFolder("promotions", { policy, version: "sha256:0123456789abcdef", run_id: "run-1" }),
  );
  expect(new Set(folders).size).toBe(folders.length);
  for (const folder of folders) {
    expect(folder).toMatch(/^promotions\/[\w-]{8,49}\/0123456789ab\/run-1$/);
  }
});
