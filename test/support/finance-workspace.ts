import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import { routeproof } from "./routeproof.ts";

/** A finished run with every way in which a call can cost something, and names that are formulas. */
export interface FinanceRun {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly text: (name: string) => string;
  readonly comparison: Comparison;
  readonly remove: () => void;
}

/** Owners and tags as spreadsheets take them for formulas. */
export const formulaTexts: readonly string[] = [
  "=1+1",
  "\t=2+2",
  " =3+3",
  "＝4+4",
  "+5",
  "-6",
  "@SUM(1)",
  "plain",
];

const RECORDS = 96;

/**
 * `priced` has a price that leaves fractions of a nano-dollar, `stated` costs what the table says,
 * `unknown` has neither price nor cost. The candidate uses all of them, by rules.
 */
export function aFinanceRun(): FinanceRun {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-finance-"));
  const path = (name: string): string => join(folder, name);
  const rows = Array.from({ length: RECORDS }, (_, index) => {
    const arrived = new Date(Date.UTC(2026, 9, 31, 22) + index * 140_000).toISOString();
    return {
      id: `rec-${index}`,
      prompt: `prompt ${index}`,
      team: formulaTexts[index % formulaTexts.length],
      at: arrived,
      kind: ["priced", "stated", "unknown"][index % 3],
      priced: { ok: index % 7 !== 0, in: 101 + index, cached: index % 5, out: 13 + (index % 9) },
      stated: { ok: index % 5 !== 0, cost: Number((0.000_001_234 * (index + 1)).toFixed(9)) },
      unknown: { ok: true, in: 10, out: 20 },
    };
  });
  const files: Readonly<Record<string, string>> = {
    "table.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
    "table.dataset.yaml": MANIFEST,
    "registry.yaml": REGISTRY,
    "prod.yaml": policy("prod", "{strategy: pinned, primary_route: priced}"),
    "mixed.yaml": policy(
      "mixed",
      `{strategy: rules, primary_route: priced, rules: [{when: 'tags.kind == "stated"', route: stated}, {when: 'tags.kind == "unknown"', route: unknown}]}`,
    ),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
  const run = routeproof([
    "run",
    `--dataset=${path("table.dataset.yaml")}`,
    `--baseline=${path("prod.yaml")}`,
    `--candidate=${path("mixed.yaml")}`,
    `--out=${path("run")}`,
    "--monthly-requests=1000000",
  ]);
  if (run.code === 1 || run.code === 2) throw new Error(run.stderr);
  const text = (name: string): string => readFileSync(join(folder, "run", name), "utf8");
  return {
    folder,
    path,
    text,
    comparison: JSON.parse(text("comparison.json")) as Comparison,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const MANIFEST = `dataset: finance
kind: outcomes
source: {path: table.jsonl, format: jsonl}
record:
  id: id
  prompt: prompt
  owner: team
  arrived_at: at
  tags: {kind: kind, team: team}
outcomes:
  priced: {accepted: priced.ok, input_tokens: priced.in, cached_input_tokens: priced.cached, output_tokens: priced.out}
  stated: {accepted: stated.ok, cost_usd: stated.cost}
  unknown: {accepted: unknown.ok, input_tokens: unknown.in, output_tokens: unknown.out}
`;

const REGISTRY = `routes:
  priced: {provider: openai, model: small-model, price: {input_per_mtok_usd: 0.1503, cached_input_per_mtok_usd: 0.0751, output_per_mtok_usd: 0.6007}}
  stated: {provider: anthropic, model: large-model}
  unknown: {provider: openai_compatible, model: house-model, base_url: "http://127.0.0.1:9/v1"}
`;

function policy(name: string, selection: string): string {
  return `policy_name: ${name}\nregistry: registry.yaml\nroute_selection: ${selection}\npromotion: {gates: [{metric: acceptance_rate, max_drop: 0.5}]}\n`;
}
