import { expect, test } from "vitest";
import { resolveRunOptions } from "../../../../src/run/options/run-options.ts";
import { resolveResume } from "../../../../src/run/options/resume-options.ts";
import { type RunFlags } from "../../../../src/run/options/run-flags.ts";

const needed = { dataset: "d.yaml", baseline: "a.yaml", candidate: ["b.yaml"] };
const source = (flags: RunFlags) => {
  const { provider, record, recordings, onMiss, maxSpendNanoUsd } = resolveRunOptions(
    { ...needed, ...flags },
    false,
  );
  return { provider, record, recordings, onMiss, maxSpendNanoUsd };
};

test("without being asked, nothing is called", () => {
  expect(source({})).toEqual({
    provider: "auto",
    record: undefined,
    recordings: undefined,
    onMiss: "fail",
    maxSpendNanoUsd: undefined,
  });
});

test("a folder of recordings is what answers, with or without naming the provider", () => {
  expect(source({ recordings: "kept" })).toMatchObject({
    provider: "recorded",
    recordings: "kept",
  });
  expect(source({ recordings: "kept", provider: "recorded" }).provider).toBe("recorded");
});

test("recorded without a folder means the dataset's own outcome table", () => {
  expect(source({ provider: "recorded" }).provider).toBe("table");
});

test("a live run takes a cap in dollars and a folder to record into", () => {
  expect(source({ provider: "live", maxSpend: "2.50", record: "kept" })).toMatchObject({
    provider: "live",
    record: "kept",
    maxSpendNanoUsd: 2_500_000_000,
  });
});

test("misses may go live, under a cap of their own", () => {
  expect(source({ recordings: "kept", onMiss: "live", maxSpend: "$1" })).toMatchObject({
    provider: "recorded",
    onMiss: "live",
    maxSpendNanoUsd: 1_000_000_000,
  });
});

test.each<[string, RunFlags]>([
  ["--on-miss goes with --recordings", { onMiss: "live" }],
  ["--recordings does not go with --provider live", { provider: "live", recordings: "kept" }],
  ["--record goes with --provider live", { record: "kept" }],
  ["--max-spend goes with --provider live", { maxSpend: "1" }],
  ["--max-spend goes with --provider live", { recordings: "kept", maxSpend: "1" }],
  ["--provider must be one of", { provider: "real" }],
  ["--on-miss must be one of", { recordings: "kept", onMiss: "skip" }],
  ...["0", "-1", "", "lots", "1e9", "NaN"].map((maxSpend): [string, RunFlags] => [
    "--max-spend must be an amount",
    { provider: "live", maxSpend },
  ]),
])("options that contradict each other are refused: %s", (message, flags) => {
  expect(() => source(flags)).toThrow(message);
});

test("a run that met its cap goes on with a new one", () => {
  expect(resolveResume({ resume: "reports/r", maxSpend: "5" })).toEqual({
    folder: "reports/r",
    allowCode: false,
    retryErrors: false,
    maxSpendNanoUsd: 5_000_000_000,
  });
});

test("a resumed run keeps where its answers come from", () => {
  expect(() => resolveResume({ resume: "reports/r", record: "kept", onMiss: "live" })).toThrow(
    "take out --record, --on-miss",
  );
});
