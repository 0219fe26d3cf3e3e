import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutcomeFlow } from "../../../../src/core/charts/outcome-flow.ts";
import { flowChart, type FlowMeasure } from "../../../../src/reports/charts/flow.ts";
import { flowLayout } from "../../../../src/reports/charts/flow-layout.ts";
import { aFlow, aNode } from "./a-flow.ts";

function chartOf(flow: OutcomeFlow, measure: FlowMeasure = "records"): string {
  const chart = flowChart({
    id: "f",
    title: "Flow",
    description: "All of it",
    flow,
    measure,
    className: "arm-1",
  });
  return String(chart);
}

/** Ways of random length through routes and failures, folded into a flow as they come. */
const randomFlow: fc.Arbitrary<OutcomeFlow> = fc
  .array(
    fc.record({
      steps: fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 4 }),
      ending: fc.constantFrom("accepted", "rejected", "failed"),
      records: fc.integer({ min: 1, max: 1_000_000 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((ways) => {
    const nodes = new Map<string, OutcomeFlow["nodes"][number]>();
    const links = new Map<string, OutcomeFlow["links"][number]>();
    for (const { steps, ending, records } of ways) {
      const inner = steps.flatMap(([route, failure], index) => [
        aNode(2 * index + 1, "route", `r${route}`),
        ...(index < steps.length - 1 ? [aNode(2 * index + 2, "failure", `f${failure}`)] : []),
      ]);
      const way = [aNode(0, "records", "records"), ...inner, aNode(9, "ending", ending)];
      way.forEach((node) => nodes.set(node.id, node));
      way.slice(1).forEach((node, index) => {
        const from = way[index]!.id;
        const key = `${from} ${node.id}`;
        const before = links.get(key)?.records ?? 0;
        links.set(key, { from, to: node.id, records: before + records, cost_usd: 0 });
      });
    }
    return {
      nodes: [...nodes.values()],
      links: [...links.values()],
      unknown_costs: 0,
      joined_paths: 0,
      not_accepted_usd: 0,
    };
  });

test("boxes are as high as what flows through them, on one scale", () => {
  const { nodes, links } = flowLayout(aFlow(), ({ records }) => records, { height: 110, gap: 10 });
  // The columns of routes and of endings hold 100 records and one gap: a record is one px high.
  const heights = nodes.map(({ node, top, bottom }) => [node.id, Math.round(bottom - top)]);
  expect(heights).toEqual([
    ["records:records@0", 100],
    ["route:small@1", 60],
    ["route:large@1", 40],
    ["failure:timeout@2", 20],
    ["route:large@3", 15],
    ["ending:accepted@4", 91],
    ["ending:rejected@4", 9],
  ]);
  expect(nodes.map(({ column }) => column)).toEqual([0, 1, 1, 2, 3, 4, 4]);
  const [toSmall, toLarge] = links;
  expect(toSmall!.thickness).toBeCloseTo(60, 9);
  expect(toLarge!.thickness).toBeCloseTo(40, 9);
  // The two bands leave the first box one under the other: middles are half of each apart.
  expect(toLarge!.fromMiddle - toSmall!.fromMiddle).toBeCloseTo(50, 9);
});

test("bands fill their boxes at both ends, and boxes of a column keep apart", () => {
  fc.assert(
    fc.property(randomFlow, (flow) => {
      const frame = { height: 400, gap: 16 };
      const { nodes, links } = flowLayout(flow, ({ records }) => records, frame);
      for (const { node, top, bottom, value } of nodes) {
        const sum = (end: "from" | "to") =>
          links
            .filter(({ link }) => link[end] === node.id)
            .reduce((total, { thickness }) => total + thickness, 0);
        if (node.kind !== "ending") expect(sum("from")).toBeCloseTo(bottom - top, 6);
        if (node.kind !== "records") expect(sum("to")).toBeCloseTo(bottom - top, 6);
        expect(value).toBeGreaterThan(0);
        expect(top).toBeGreaterThan(-1e-6);
        expect(bottom).toBeLessThan(400 + 1e-6);
      }
      const columns = Map.groupBy(nodes, ({ column }) => column);
      for (const column of columns.values()) {
        column
          .toSorted((one, other) => one.top - other.top)
          .reduce((above, below) => {
            expect(below.top - above.bottom).toBeGreaterThan(-1e-6);
            return below;
          });
      }
    }),
    { seed: 7, numRuns: 100 },
  );
});

test("the drawing is whole and the same each time, whatever flows", () => {
  fc.assert(
    fc.property(randomFlow, (flow) => {
      const chart = chartOf(flow);
      expect(XMLValidator.validate(chart)).toBe(true);
      expect(chart).not.toMatch(/NaN|Infinity|undefined|\d\.\d{3}/);
      expect(chartOf(structuredClone(flow))).toBe(chart);
    }),
    { seed: 7, numRuns: 60 },
  );
});

test("what ends not accepted is hatched, all else is not", () => {
  const chart = chartOf(aFlow());
  expect(chart.match(/fill="url\(#f-lost\)"/g)).toHaveLength(2);
  expect(chart.match(/class="flow-band arm-1"/g)).toHaveLength(7);
});

test("a band of one record among a million is still a pixel high", () => {
  const [all, route] = [aNode(0, "records", "records"), aNode(1, "route", "r")];
  const [yes, no] = [aNode(2, "ending", "accepted"), aNode(2, "ending", "rejected")];
  const link = (from: string, to: string, records: number) => ({ from, to, records, cost_usd: 0 });
  const chart = chartOf(
    aFlow({
      nodes: [all, route, yes, no],
      links: [
        link(all.id, route.id, 1e6),
        link(route.id, yes.id, 999_999),
        link(route.id, no.id, 1),
      ],
    }),
  );
  const thin = /M202,([\d.]+)C[^V]+V[\d.]+C[^V]+ 202,([\d.]+)Z" fill="url/.exec(chart);
  expect(Number(thin![2]) - Number(thin![1])).toBeCloseTo(1, 6);
});

test("two hundred endings of one stage stay one picture, with names that do not touch", () => {
  const nodes = [aNode(0, "records", "records"), aNode(1, "route", "r")];
  const endings = Array.from({ length: 200 }, (_, index) => aNode(2, "ending", `end ${index}`));
  const [all, route] = nodes;
  const links = [
    { from: all!.id, to: route!.id, records: 20_100, cost_usd: 0 },
    ...endings.map(({ id }, index) => {
      return { from: route!.id, to: id, records: index + 1, cost_usd: 0 };
    }),
  ];
  const chart = chartOf(aFlow({ nodes: [...nodes, ...endings], links }));
  const lines = [...chart.matchAll(/<text[^>]* x="397" y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(lines.length).toBeGreaterThan(80);
  lines
    .toSorted((one, other) => one - other)
    .reduce((above, below) => {
      expect(below - above).toBeGreaterThanOrEqual(13.98);
      return below;
    });
  // The greatest has its name in any case.
  expect(chart).toContain("end 199 200</text>");
});

test("names of data stay text", () => {
  const evil = '"/><script>alert(1)</script>\u202e';
  const flow = aFlow();
  const nodes = flow.nodes.map((node) => ({ ...node, name: evil }));
  const chart = chartOf({ ...flow, nodes });
  expect(XMLValidator.validate(chart)).toBe(true);
  expect(chart).not.toContain("<script>");
});

test("where nothing flowed nothing is drawn", () => {
  expect(chartOf(aFlow({ links: [] }))).toBe("undefined");
  const free = aFlow().links.map((link) => ({ ...link, cost_usd: 0 }));
  expect(chartOf(aFlow({ links: free }), "dollars")).toBe("undefined");
});
