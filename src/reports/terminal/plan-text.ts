import type { Forecast, GateReach, PlannedGate, RunPlan } from "../../core/run-plan.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, msText, rateText, ratioText, usdText } from "../numbers.ts";
import type { Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";

const reachWords: Readonly<Record<GateReach, readonly [string, Style]>> = {
  attainable: ["can decide", "green"],
  count: ["counted", "green"],
  only_if_better: ["ONLY IF BETTER", "yellow"],
  cannot_pass: ["CANNOT PASS", "red"],
  cannot_fail: ["CANNOT FAIL", "red"],
};

/** What `plan` prints for people: the gates first, then calls, cost and time. */
export function renderPlan(plan: RunPlan, options: TerminalOptions): string {
  const write = lineWriter(options);
  const { records, clusters, repeats, dataset, candidates, baseline } = plan;
  const groups = clusters === null ? "" : ` in ${countText(clusters)} groups`;
  const often = repeats === 1 ? "" : `, each ${countText(repeats)} times`;
  const lines = [
    ...write(`Plan: ${candidates.join(", ")} against ${baseline} on ${dataset}`, "bold"),
    ...write(`${countText(records)} records${groups}${often}; nothing was called`),
    "",
    ...write("Gates", "bold"),
    ...(plan.gates.length === 0 ? write("none is asked: the verdict will be inconclusive") : []),
    ...plan.gates.flatMap((gate) => gateLines(gate, candidates.length > 1, write)),
    "",
    ...write("Calls, cost and time", "bold"),
    ...tableLines(plan, write),
    "",
    ...routeLines(plan, write),
    ...(plan.notes.length > 0 ? [""] : []),
    ...plan.notes.flatMap((note) => write(`Note: ${note}`, "yellow")),
  ];
  return `${lines.join("\n")}\n`;
}

function gateLines(gate: PlannedGate, namesCandidate: boolean, write: Write): readonly string[] {
  const [word, style] = reachWords[gate.reach];
  const whose = namesCandidate ? `${gate.candidate}: ` : "";
  const { smallest_effect: effect, records_needed: needed } = gate;
  return [
    ...write(`${word}  ${whose}${gate.id}`, style),
    ...write(`    ${gate.because}`),
    ...(effect === null ? [] : write(`    ${effectText(gate)} (${effect.assumed})`)),
    ...(needed === null ? [] : write(`    ${neededText(needed)}`)),
  ];
}

function effectText({ smallest_effect: effect }: PlannedGate): string {
  if (effect === null) return "";
  const { unit, value, passes_from: from, power } = effect;
  const chance = `with a chance of ${rateText(power)}`;
  if (from === null) return `no true figure passes ${chance}`;
  switch (unit) {
    case "share":
      return `passes ${chance} where ${percent(from)} fail, the limit being ${percent(from + value)}`;
    case "difference":
      return `rules out a change of ${points(value)}, where there is none, ${chance}`;
    case "ratio":
      return `passes ${chance} from a true ${Number(from.toPrecision(4))}, ${ratioText(value)} of the limit`;
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}

function points(share: number): string {
  return `${Number((100 * share).toPrecision(3))} pp`;
}

function neededText({ assuming, n, n_stable: stable }: NonNullable<PlannedGate["records_needed"]>) {
  if (n === null) return `no number of records makes it pass, assuming ${assuming}`;
  const safe = stable === null || stable === n ? "" : `, ${countText(stable)} to be safe`;
  return `records needed: ${countText(n)}${safe}, assuming ${assuming}`;
}

function tableLines(plan: RunPlan, write: Write): readonly string[] {
  const { calls, cost_usd: cost, duration_s: duration } = plan;
  const row = (title: string, cells: readonly string[]): readonly string[] =>
    write(`${title.padEnd(10)}${cells.map((cell) => cell.padStart(14)).join("")}`);
  const of = (forecast: Forecast, text: (value: number) => string): readonly string[] =>
    [forecast.expected, forecast.p90, forecast.worst].map((value) =>
      value === null ? "unknown" : text(value),
    );
  return [
    ...row("", ["expected", "9 runs of 10", "at most"]),
    ...row(
      "calls",
      of(calls, (value) => countText(Math.round(value))),
    ),
    ...row("cost", of(cost, usdText)),
    ...row("time", of(duration, durationText)),
    ...(duration.bound_by === null ? [] : write(`time is bound by ${duration.bound_by}`)),
  ];
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < 5400) return `${Number((seconds / 60).toPrecision(3))} min`;
  return `${Number((seconds / 3600).toPrecision(3))} h`;
}

function routeLines({ routes }: RunPlan, write: Write): readonly string[] {
  return Object.entries(routes).flatMap(([name, route]) => {
    const facts = [
      `${countText(Math.round(route.calls))} calls`,
      route.cost_usd === null ? "cost not known" : usdText(route.cost_usd),
      route.latency_ms === null ? "time not known" : `${msText(route.latency_ms)} a call`,
      ...(route.accepted === null ? [] : [`${rateText(route.accepted)} accepted`]),
      `by the ${route.from.replace("_", " ")}`,
    ];
    return write(`${name}: ${facts.join(", ")}`);
  });
}
