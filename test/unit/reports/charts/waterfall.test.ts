import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { waterfallSteps } from "../../../../src/core/charts/cost-waterfall.ts";
import { waterfallBars, waterfallChart } from "../../../../src/reports/charts/waterfall.ts";
import { aWaterfall } from "./chart-data.ts";

const names = { baseline: "prod", candidate: "cheap-first", arm: 1 };

const rects = (svg: string) =>
  [...svg.matchAll(/<rect class="cost-bar" x="([^"]+)" y="[^"]+" width="([^"]+)"/g)].map(
    ([, x, width]) => ({ x: Number(x), width: Number(width) }),
  );

test("bars begin where the one before ended, and the last step ends at the candidate", () => {
  expect(waterfallBars(aWaterfall())).toEqual([
    { kind: "baseline", from_usd: 0, to_usd: 2 },
    { kind: "routing_mix", from_usd: 2, to_usd: 0.5 },
    { kind: "price_per_token", from_usd: 0.5, to_usd: 0.5 },
    { kind: "tokens_per_call", from_usd: 0.5, to_usd: 0.4 },
    { kind: "retries", from_usd: 0.4, to_usd: 0.45 },
    { kind: "fallbacks", from_usd: 0.45, to_usd: 0.45 },
    { kind: "escalations", from_usd: 0.45, to_usd: 0.45 },
    { kind: "rejected_work", from_usd: 0.45, to_usd: 0.4424 },
    { kind: "candidate", from_usd: 0, to_usd: 0.4424 },
  ]);
});

test("whatever the steps, they lead from one end to the other to the nano-dollar", () => {
  const nano = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(fc.array(nano, { minLength: 1, maxLength: 8 }), (changes) => {
      const baseline = 9_000_000_000;
      const candidate = changes.reduce((sum, change) => sum + change, baseline);
      const bars = waterfallBars(
        aWaterfall({
          baseline_usd: baseline / 1e9,
          candidate_usd: candidate / 1e9,
          steps: changes.map((change, index) => ({
            kind: waterfallSteps[index]!,
            change_usd: change / 1e9,
          })),
        }),
      );
      expect(bars.at(-2)!.to_usd).toBe(candidate / 1e9);
      expect(bars.at(-1)!.to_usd).toBe(candidate / 1e9);
    }),
    { seed: 7 },
  );
});

test("both ends are drawn from zero, on one scale", () => {
  const bars = rects(String(waterfallChart("w", aWaterfall(), names)));
  const [baseline, candidate] = [bars[0]!, bars.at(-1)!];
  // 2 dollars is the end of the axis, 190 to 590; 0.4424 is 22.12 % of it.
  expect(baseline).toEqual({ x: 190, width: 400 });
  expect(candidate).toEqual({ x: 190, width: 88.48 });
  // 1.5 of 2 dollars less.
  expect(bars[1]).toEqual({ x: 290, width: 300 });
});

test("a step of exactly nothing is a thin line, not a gap", () => {
  expect(rects(String(waterfallChart("w", aWaterfall(), names)))[2]).toEqual({
    x: 290,
    width: 1.5,
  });
});

test("each bar has its dollars and sign, and the ends what each accepted outcome cost", () => {
  const svg = String(waterfallChart("w", aWaterfall(), names));
  for (const text of [
    ">$2.00<",
    ">-$1.50<",
    ">$0<",
    ">+$0.0500<",
    ">$0.4424<",
    // 2 / 160 and 0.4424 / 158.
    ">$0.0125 per accepted outcome (160 accepted)<",
    ">$0.0028 per accepted outcome (158 accepted)<",
  ]) {
    expect(svg).toContain(text);
  }
});

test("without steps there are the two ends; without accepted outcomes there is no ratio", () => {
  const nothing = aWaterfall({ steps: [], reason: "unknown_costs", candidate_accepted: 0 });
  const svg = String(waterfallChart("w", nothing, names));
  expect(rects(svg)).toHaveLength(2);
  expect(svg).toContain(">none was accepted<");
});

test("two policies that cost nothing are drawn, and nothing is not a number", () => {
  const free = aWaterfall({
    baseline_usd: 0,
    candidate_usd: 0,
    steps: [{ kind: "routing_mix", change_usd: 0 }],
  });
  const svg = String(waterfallChart("w", free, { ...names, candidate: "<b>&\u202e" }));
  expect(svg).not.toMatch(/NaN|undefined|Infinity|<b>/);
  expect(XMLValidator.validate(svg)).toBe(true);
});
