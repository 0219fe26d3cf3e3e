import fc from "fast-check";
import { expect, test } from "vitest";
import {
  circuitAt,
  closedCircuit,
  letsThrough,
  mayProbe,
  opened,
  probed,
  probing,
  withoutProbe,
} from "../../../src/replay/circuit.ts";

const rule = { cooldownMs: 1000, probes: 2 };

test("an open circuit lets nothing through until its cooldown is over", () => {
  const circuit = opened(500, "too many errors");
  const throughAt = (atMs: number): boolean => letsThrough(circuitAt(circuit, atMs, rule));
  expect([throughAt(500), throughAt(1499), throughAt(1500), throughAt(1501)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("while a probe is under way no other is sent", () => {
  const halfOpen = circuitAt(opened(0, "errors"), 1000, rule);
  expect(mayProbe(halfOpen)).toBe(true);
  expect(letsThrough(probing(halfOpen))).toBe(false);
  expect(letsThrough(withoutProbe(probing(halfOpen)))).toBe(true);
});

test("as many good probes as the rule asks for close it", () => {
  const halfOpen = circuitAt(opened(0, "errors"), 1000, rule);
  const once = probed(probing(halfOpen), 1100, false, rule);
  expect(once).toMatchObject({ state: "half_open", isProbing: false, goodProbes: 1 });
  expect(probed(probing(once), 1200, false, rule)).toEqual(closedCircuit);
});

test("a bad probe opens it again, for a whole cooldown from its end", () => {
  const halfOpen = circuitAt(opened(0, "errors"), 1000, rule);
  const once = probed(probing(halfOpen), 1100, false, rule);
  const again = probed(probing(once), 1200, true, rule);
  expect(again).toMatchObject({ state: "open", openedAtMs: 1200, goodProbes: 0 });
  expect(circuitAt(again, 2199, rule).state).toBe("open");
  expect(circuitAt(again, 2200, rule).state).toBe("half_open");
});

test("whatever happens, nothing is sent while it is open and one probe at most is under way", () => {
  const happening = fc.record({
    gapMs: fc.integer({ min: 0, max: 700 }),
    kind: fc.constantFrom("call", "good", "bad", "lost", "trip"),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 200 }), (history) => {
      let circuit = closedCircuit;
      let nowMs = 0;
      let openUntilMs = -Infinity;
      let probesUnderWay = 0;
      for (const { gapMs, kind } of history) {
        nowMs += gapMs;
        circuit = circuitAt(circuit, nowMs, rule);
        if (kind === "call" && letsThrough(circuit)) {
          expect(nowMs).toBeGreaterThanOrEqual(openUntilMs);
          if (circuit.state === "half_open") {
            circuit = probing(circuit);
            probesUnderWay += 1;
          }
        } else if (circuit.isProbing && (kind === "good" || kind === "bad")) {
          circuit = probed(circuit, nowMs, kind === "bad", rule);
          probesUnderWay -= 1;
          if (kind === "bad") openUntilMs = nowMs + rule.cooldownMs;
        } else if (circuit.isProbing && kind === "lost") {
          circuit = withoutProbe(circuit);
          probesUnderWay -= 1;
        } else if (kind === "trip" && circuit.state === "closed") {
          circuit = opened(nowMs, "errors");
          openUntilMs = nowMs + rule.cooldownMs;
        }
        expect(probesUnderWay).toBeLessThanOrEqual(1);
      }
    }),
    { seed: 4, numRuns: 500 },
  );
});
