import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { plainCsv } from "../support/plain-csv.ts";
import { meets, quantile, type Plain } from "../support/plain-figures.ts";
import { type Finished, numbersOnly, routeproof } from "../support/routeproof.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";

let folder = "";
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const policy = (name: string, selection: string): string =>
  write(
    `${name}.yaml`,
    `policy_name: ${name}\nregistry: registry.yaml\nroute_selection: ${selection}\n`,
  );

interface Ran {
  readonly comparison: Comparison;
  readonly manifest: RunManifest;
}

function run(out: string, dataset: string, baseline: string, candidates: readonly string[]): Ran {
  const args = ["--dataset", dataset, "--baseline", baseline, "--out", join(folder, out)];
  const others = candidates.flatMap((path) => ["--candidate", path]);
  const done = routeproof(["run", ...args, ...others, numbersOnly]);
  expect(done.stderr).not.toContain("error");
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, out, name), "utf8"));
  return {
    comparison: read("comparison.json") as Comparison,
    manifest: read("run.json") as RunManifest,
  };
}

describe.skipIf(!hasSharedData)(
  "policies over real outcome tables, recomputed by a plain loop",
  () => {
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "routeproof-engine-"));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test("R11, R3: ten thresholds on prompt length, and a rule that says the same", () => {
      const file = `${sharedData}/routellm-gsm8k/gsm8k_responses.csv`;
      const columns = {
        weak: "mistralai/Mixtral-8x7B-Instruct-v0.1",
        strong: "gpt-4-1106-preview",
      };
      write(
        "registry.yaml",
        `routes:
  weak: {provider: openai_compatible, model: mixtral, price: {per_request_usd: 0.0006}}
  strong: {provider: openai, model: gpt-4, price: {per_request_usd: 0.0104}}
`,
      );
      const dataset = write(
        "gsm8k.dataset.yaml",
        `dataset: gsm8k
kind: outcomes
source: {path: ${file}, format: csv}
record: {id: {row_number: true}, prompt: prompt}
outcomes:
  weak: {accepted: ${columns.weak}}
  strong: {accepted: ${columns.strong}}
`,
      );
      const thresholds = [80, 120, 160, 200, 240, 280, 320, 400, 500, 700];
      const candidates = thresholds.map((chars) =>
        policy(
          `from_${chars}`,
          `{strategy: threshold, threshold: {score: request.prompt_chars, at_least: ${chars}, route: strong, otherwise: weak}}`,
        ),
      );
      const rule = policy(
        "rule_240",
        '{strategy: rules, primary_route: weak, rules: [{when: "request.prompt_chars >= 240", route: strong}]}',
      );
      const strong = policy("strong", "{strategy: pinned, primary_route: strong}");
      const { comparison } = run("gsm8k", dataset, strong, [...candidates, rule]);

      const rows = plainCsv(readFileSync(file, "utf8"));
      const shares = new Set<number>();
      for (const chars of thresholds) {
        const strongRows = rows.filter((row) => row["prompt"]!.length >= chars);
        const weakRows = rows.filter((row) => row["prompt"]!.length < chars);
        const accepted =
          strongRows.filter((row) => row[columns.strong] === "True").length +
          weakRows.filter((row) => row[columns.weak] === "True").length;
        const plain: Plain = {
          records: 1319,
          accepted,
          costNanoUsd: strongRows.length * 10_400_000 + weakRows.length * 600_000,
          routes: {
            ...(strongRows.length > 0 && { strong: strongRows.length }),
            ...(weakRows.length > 0 && { weak: weakRows.length }),
          },
          latenciesMs: [],
        };
        meets(comparison, `from_${chars}`, plain);
        if (chars === 240) meets(comparison, "rule_240", plain);
        shares.add(strongRows.length);
      }
      expect(shares.size).toBe(thresholds.length);
    });

    describe("BFCL", () => {
      const names = {
        large: "gpt-4o-2024-08-06-FC",
        mini: "gpt-4o-mini-2024-07-18-FC",
        turbo: "gpt-3.5-turbo-0125-FC",
        sonnet: "claude-3-5-sonnet-20240620-FC",
      };
      /** Nano-dollars a token: dollars a million tokens, times a thousand. */
      const prices: Readonly<Record<string, readonly [number, number]>> = {
        [names.large]: [2500, 10_000],
        [names.mini]: [150, 600],
        [names.turbo]: [500, 1500],
        [names.sonnet]: [3000, 15_000],
      };
      const file = `${sharedData}/bfcl/outcomes.csv`;
      const routes = Object.values(names);

      interface Row {
        readonly accepted: boolean;
        readonly parsed: boolean;
        readonly costNanoUsd: number;
        readonly latencyMs: number;
      }
      interface Task {
        readonly id: string;
        readonly category: string;
        readonly rows: Map<string, Row>;
      }
      const tasks = new Map<string, Task>();
      let even: readonly Task[] = [];
      let odd: readonly Task[] = [];
      let fitted: Ran;
      let table: Finished;
      let replayed: Ran;
      let again: Ran;

      /** How a plain loop serves the odd records. */
      function plainly(choose: (task: Task) => string, records = odd): Plain {
        const counts: Record<string, number> = {};
        const served = records.map((task) => {
          const route = choose(task);
          counts[route] = (counts[route] ?? 0) + 1;
          return task.rows.get(route)!;
        });
        return {
          records: records.length,
          accepted: served.filter(({ accepted }) => accepted).length,
          costNanoUsd: served.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0),
          routes: counts,
          latenciesMs: served.map(({ latencyMs }) => latencyMs),
        };
      }

      /** Share accepted and mean cost of a route over some records. */
      function figures(route: string, records: readonly Task[]) {
        const rows = records.map(({ rows: known }) => known.get(route)!);
        const total = rows.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
        return {
          quality: rows.filter(({ accepted }) => accepted).length / rows.length,
          costNanoUsd: total / rows.length,
          p95Ms: quantile(
            rows.map(({ latencyMs }) => latencyMs),
            0.95,
          ),
        };
      }

      beforeAll(() => {
        for (const row of plainCsv(readFileSync(file, "utf8"))) {
          const id = row["record_id"]!;
          const category = row["category"]!;
          const task = tasks.get(id) ?? { id, category, rows: new Map<string, Row>() };
          tasks.set(id, task);
          const [input, output] = prices[row["route"]!]!;
          task.rows.set(row["route"]!, {
            accepted: row["correct"] === "True",
            parsed: row["parsed_call"] === "True",
            costNanoUsd:
              Number(row["input_tokens"]) * input + Number(row["output_tokens"]) * output,
            latencyMs: Number(row["latency_s"]) * 1000,
          });
        }
        even = [...tasks.values()].filter((_, index) => index % 2 === 0);
        odd = [...tasks.values()].filter((_, index) => index % 2 === 1);
        const listOf = (name: string, records: readonly Task[]): string =>
          write(name, records.map(({ id }) => `${JSON.stringify({ id })}\n`).join(""));
        const manifest = (name: string, excluded: string): string =>
          write(
            `${name}.dataset.yaml`,
            `dataset: ${name}
kind: outcomes
source: {path: ${file}, format: csv}
exclude: [{path: ${excluded}, field: id, equals: record_id}]
record:
  id: record_id
  tags: {category: category}
outcome:
  route: route
  join: record_id
  accepted: correct
  input_tokens: input_tokens
  output_tokens: output_tokens
  latency_s: latency_s
  signals: {parsed_call: parsed_call}
`,
          );
        const ofEven = manifest("even", listOf("odd.jsonl", odd));
        const ofOdd = manifest("odd", listOf("even.jsonl", even));
        const route = (name: string, provider: string): string => {
          const [input, output] = prices[name]!;
          return `  ${name}: {provider: ${provider}, model: ${name}, price: {input_per_mtok_usd: ${input / 1000}, output_per_mtok_usd: ${output / 1000}}, capabilities: {vision: ${name === names.turbo}}}\n`;
        };
        write(
          "registry.yaml",
          `routes:\n${route(names.large, "openai")}${route(names.mini, "openai")}${route(names.turbo, "openai")}${route(names.sonnet, "anthropic")}`,
        );
        const large = policy("large", `{strategy: pinned, primary_route: ${names.large}}`);
        const mini = policy("mini", `{strategy: pinned, primary_route: ${names.mini}}`);
        fitted = run("fitted", ofEven, large, [mini]);
        const quality = join(folder, "table.yaml");
        table = routeproof([
          "report",
          join(folder, "fitted"),
          "--quality-table",
          quality,
          "--by",
          "category",
        ]);
        const costAware = policy(
          "cost_aware",
          `{strategy: cost_aware, cost_aware: {routes: [${routes.join(", ")}], task: tags.category, floor: 0.8, quality_table: table.yaml}}`,
        );
        const scored = ["balanced", "cost", "quality"].map((mode) =>
          policy(mode, `{strategy: scored, scored: {mode: ${mode}, quality_table: table.yaml}}`),
        );
        const priority = policy(
          "priority",
          `{strategy: priority, priority: {routes: [${names.large}, ${names.turbo}]}, required_capabilities: [vision]}`,
        );
        const cascade = policy(
          "cascade",
          `{strategy: cascade, cascade: {routes: [${names.mini}, ${names.large}], escalate_when: 'tags.category != "relevance" && !response.signals.parsed_call'}}`,
        );
        replayed = run("replayed", ofOdd, large, [costAware, ...scored, mini, priority, cascade]);
        again = run("again", ofEven, large, [costAware]);
      }, 60_000);

      test("a quality table says what the even records say of each route and category", () => {
        expect(table.stderr).toBe("");
        expect(table.code).toBe(0);
        expect(table.stdout).toContain(`${names.mini}: `);
        expect(table.stdout).toContain("accepted of 850 records, 12 tasks");
        const text = readFileSync(join(folder, "table.yaml"), "utf8");
        const entry = (line: string): Readonly<Record<string, number>> =>
          Object.fromEntries(
            [...line.matchAll(/(\w+): ([\d.e-]+)/g)].map(([, key = "", value]) => [
              key,
              Number(value),
            ]),
          );
        const categories = [...new Set(even.map(({ category }) => category))];
        for (const category of [undefined, ...categories]) {
          const records = even.filter(
            (task) => category === undefined || task.category === category,
          );
          const from = text.indexOf(category === undefined ? "  overall:" : `    "${category}":`);
          for (const route of routes) {
            const line = text.slice(text.indexOf(`"${route}": {`, from)).split("\n")[0]!;
            const { n, quality, cost_usd: costUsd, p95_ms: p95Ms } = entry(line.split(": {")[1]!);
            const plain = figures(route, records);
            expect(n).toBe(records.length);
            expect(quality).toBeCloseTo(plain.quality, 11);
            expect(costUsd! * 1e9).toBeCloseTo(plain.costNanoUsd, 3);
            expect(p95Ms).toBeCloseTo(plain.p95Ms, 6);
          }
        }
      });

      test("R6: the cheapest route over 0.8 in its category, fitted on even and replayed on odd records", () => {
        const chosen = new Map<string, string>();
        for (const { category } of odd) {
          const records = even.filter((task) => task.category === category);
          const known = routes.map((route) => ({ route, ...figures(route, records) }));
          const good = known.filter(({ quality }) => quality >= 0.8);
          const [best] =
            good.length > 0
              ? good.toSorted((a, b) => a.costNanoUsd - b.costNanoUsd)
              : known.toSorted((a, b) => b.quality - a.quality || a.costNanoUsd - b.costNanoUsd);
          chosen.set(category, best!.route);
        }
        // More than one route is worth choosing, or the floor would prove nothing.
        expect(new Set(chosen.values()).size).toBeGreaterThan(1);
        meets(
          replayed.comparison,
          "cost_aware",
          plainly(({ category }) => chosen.get(category)!),
        );
      });

      test("a table that was fitted on the replayed records is told, and one of others is not", () => {
        const inSample = ({ manifest }: Ran): readonly string[] =>
          manifest.warnings.filter((warning) => warning.includes("in-sample"));
        expect(inSample(replayed)).toEqual([]);
        expect(inSample(fitted)).toEqual([]);
        expect(inSample(again)).toEqual([
          "cost_aware: in-sample: its quality table was fitted on 850 records of even, and 256 of 256 that it names are replayed here: what the policy saves on them proves nothing, so fit it on others",
        ]);
      });

      test.each([
        ["balanced", 0.5, 0.3, 0.2],
        ["cost", 0.2, 0.7, 0.1],
        ["quality", 0.8, 0.1, 0.1],
      ])("R10: the best route by the mode %s", (mode, quality, price, latency) => {
        const known = routes.map((route) => {
          const [input, output] = prices[route]!;
          return { route, ...figures(route, even), blended: (3 * input + output) / 4 };
        });
        const spread = (values: readonly number[]) => {
          const [least, most] = [Math.min(...values), Math.max(...values)];
          return (value: number): number => (value - least) / (most - least);
        };
        const byQuality = spread(known.map((route) => route.quality));
        const byPrice = spread(known.map((route) => -route.blended));
        const byLatency = spread(known.map((route) => -route.p95Ms));
        const [best] = known
          .map((route) => ({
            route: route.route,
            score:
              quality * byQuality(route.quality) +
              price * byPrice(-route.blended) +
              latency * byLatency(-route.p95Ms),
          }))
          .toSorted((a, b) => b.score - a.score);
        meets(
          replayed.comparison,
          mode,
          plainly(() => best!.route),
        );
      });

      test("R1, R2: a pinned route, and the first of a list that claims what is required", () => {
        meets(
          replayed.comparison,
          "mini",
          plainly(() => names.mini),
        );
        meets(
          replayed.comparison,
          "priority",
          plainly(() => names.turbo),
        );
      });

      test("R5: a cascade pays for both routes where it escalates", () => {
        const isEscalated = ({ category, rows }: Task): boolean =>
          category !== "relevance" && !rows.get(names.mini)!.parsed;
        const last = plainly((task) => (isEscalated(task) ? names.large : names.mini));
        const first = odd.filter(isEscalated).map(({ rows }) => rows.get(names.mini)!);
        const latenciesMs = odd.map((task) => {
          const { latencyMs } = task.rows.get(names.mini)!;
          return isEscalated(task) ? latencyMs + task.rows.get(names.large)!.latencyMs : latencyMs;
        });
        meets(replayed.comparison, "cascade", {
          ...last,
          costNanoUsd: last.costNanoUsd + first.reduce((sum, row) => sum + row.costNanoUsd, 0),
          routes: { [names.mini]: odd.length },
          latenciesMs,
        });
        expect(first.length).toBeGreaterThan(10);
      });
    });
  },
);
