import { expect } from "vitest";
import type { FlowLink, OutcomeFlow } from "../../../../src/core/charts/outcome-flow.ts";

/** Whole nano-dollars of a figure in dollars. */
export function nanoOf(usd: number): number {
  return Math.round(usd * 1e9);
}

export interface Load {
  readonly records: number;
  readonly nanoUsd: number;
}

export function loadOf(links: readonly FlowLink[]): Load {
  return {
    records: links.reduce((sum, link) => sum + link.records, 0),
    nanoUsd: links.reduce((sum, link) => sum + nanoOf(link.cost_usd), 0),
  };
}

/**
 * What goes in goes out at every node in between, every link leads on by stages, and what all
 * endings take in is what the records were. Returns that.
 */
export function expectConserved({ nodes, links }: OutcomeFlow): Load {
  const stages = new Map(nodes.map(({ id, stage }) => [id, stage]));
  expect(stages.size).toBe(nodes.length);
  for (const { from, to } of links) expect(stages.get(from)!).toBeLessThan(stages.get(to)!);
  const whole = loadOf(links.filter(({ from }) => from === "records:records@0"));
  const endings: FlowLink[] = [];
  for (const { id, kind } of nodes) {
    const into = links.filter(({ to }) => to === id);
    const out = links.filter(({ from }) => from === id);
    if (kind === "ending") {
      expect(out).toEqual([]);
      endings.push(...into);
    } else if (kind !== "records") expect(loadOf(into)).toEqual(loadOf(out));
  }
  expect(loadOf(endings)).toEqual(whole);
  return whole;
}
