import { expect, test } from "vitest";
import { aGate } from "../a-policy.ts";
import { aReplayedLog, type LoggedCase } from "./a-replayed-log.ts";

const routes = ["a", "b", "c"];

const cases = Array.from({ length: 60 }, (_, index): LoggedCase => ({
  logged: routes[index % 3],
  accepted: index % 7 !== 0,
  baseline: routes[index % 2]!,
  candidate: routes[(index >> 1) % 3]!,
  costNanoUsd: 1_000 + index,
  latencyMs: 100 + ((index * 37) % 60),
  isCacheHit: index % 11 === 0,
}));

const gates = [aGate("acceptance_rate", "max_drop", 0.1), aGate("p95_complete_ms", "max_ratio", 2)];

test("whoever clears away between the steps of a comparison changes nothing of it", () => {
  let steps = 0;
  const record = (ordinal: number) => ({ group: `conversation-${ordinal >> 2}` });
  const cleared = aReplayedLog(cases, { gates, record, afterStep: () => void (steps += 1) });
  expect(steps).toBeGreaterThan(2);
  expect(cleared).toEqual(aReplayedLog(cases, { gates, record }));
});
