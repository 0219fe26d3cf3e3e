import { expect, test } from "vitest";
import {
  limitText,
  observedText,
  recordsNeeded,
  tallyText,
  worstFirst,
} from "../../../src/reports/gate-text.ts";
import { aGate, anEstimate, failedGate } from "./a-run-report.ts";

test("a drop reads as a change of the candidate", () => {
  const gate = aGate({ observed: anEstimate({ value: 0.218, lower: 0.19, upper: 0.24 }) });
  expect(observedText(gate)).toBe("-21.8 pp (-24.0 to -19.0 pp)");
  expect(limitText(gate)).toBe("at most 5.0 pp lower");
});

test("a rise and a ratio read as they are", () => {
  const rise = aGate({
    metric: "cost_per_request_usd",
    bound: "max_rise",
    threshold: 0.001,
    observed: anEstimate({ value: 0.002, lower: 0.0015, upper: 0.0025 }),
  });
  expect(observedText(rise)).toBe("+$0.0020 (+$0.0015 to +$0.0025)");
  expect(limitText(rise)).toBe("at most $0.0010 higher");
  expect(observedText(failedGate)).toBe("×1.62 (×1.41 to ×1.84)");
  expect(limitText(failedGate)).toBe("at most ×1.1");
});

test("a policy's own p95 limit is a share of outcomes that take longer", () => {
  const gate = aGate({
    asked_by: "latency",
    metric: "p95_complete_ms",
    bound: "max",
    threshold: 7000,
    observed: anEstimate({ value: 0.073, lower: 0.05, upper: 0.09 }),
  });
  expect(observedText(gate)).toBe("7.3% (5.0 to 9.0%) took longer");
  expect(limitText(gate)).toBe("at most 5% longer than 7,000 ms");
});

test("gates that count say how many of how many", () => {
  const observed = anEstimate({ value: 3, lower: 3, upper: 3, method: "count" });
  const cost = aGate({
    asked_by: "cost",
    metric: "max_cost_per_request",
    bound: "max",
    threshold: 0.02,
    observed,
  });
  expect(observedText(cost)).toBe("3 of 200 above the limit");
  expect(limitText(cost)).toBe("at most $0.0200");
  const evidence = { ...cost, asked_by: "evidence", metric: "evidence_complete_rate" };
  expect(observedText(evidence)).toBe("3 of 200 incomplete");
});

test("the worst gate comes first, and equals keep their order", () => {
  const gates = [
    aGate({ id: "a" }),
    aGate({ id: "b", status: "inconclusive" }),
    aGate({ id: "c" }),
    failedGate,
  ];
  expect(worstFirst(gates).map(({ id }) => id)).toEqual([failedGate.id, "b", "a", "c"]);
  expect(tallyText(gates)).toBe("1 failed, 1 undecided, 2 passed");
  expect(tallyText([])).toBe("none was asked for");
});

test("a record count is promised only where it would settle every open gate", () => {
  const open = (records: number | null) =>
    aGate({ status: "inconclusive", records_needed: records });
  expect(recordsNeeded([aGate(), open(500), open(900)])).toBe(900);
  expect(recordsNeeded([open(500), open(null)])).toBeUndefined();
  expect(recordsNeeded([aGate()])).toBeUndefined();
});
