import type { ReferenceMetrics } from "../../core/metrics.ts";
import {
  sweptValueText,
  type TunePoint,
  type TuneReport,
  type TuneSetting,
} from "../../core/tune-report.ts";
import { padded, displayWidth } from "../display-width.ts";
import { intervalText, valueText } from "../estimate-text.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, rateText, usdText } from "../numbers.ts";
import { toolCommand } from "../run-command.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { frontierLines } from "./tune-frontier-text.ts";

/** What `tune` prints for people: settings, what they have to beat, the curve, the choice. */
export function renderTune(report: TuneReport, options: TerminalOptions): string {
  const write = lineWriter(options);
  const lines = [
    ...write(`${report.policy} on ${report.dataset.name}: ${splitText(report)}`, "bold"),
    ...report.notes.flatMap((note) => write(`Note: ${note}`, "yellow")),
    "",
    ...table(settingRows(report), write),
    "",
    ...write("Without tuning, on the same records:", "bold"),
    ...table(baselineRows(report), write),
    "",
    ...frontierLines(report.frontier, write),
    "",
    ...choiceLines(report, write),
  ];
  return `${lines.join("\n")}\n`;
}

function splitText({ split, settings, dataset }: TuneReport): string {
  const records = countText(split.held_out_records);
  const count = `${countText(settings.length)} setting${settings.length === 1 ? "" : "s"}`;
  return split.in_sample
    ? `${count}, chosen and shown on the same ${records} records`
    : `${count}, chosen on ${countText(split.fit_records)} records, shown on the other ${records} of ${countText(dataset.records)} (seed ${split.seed})`;
}

type Row = readonly string[];

const heads: Row = ["acceptance", "per accepted", "per request", "p95"];

function settingRows({ settings, chosen }: TuneReport): readonly Row[] {
  return [
    ["", settingNames(settings[0]?.setting ?? {}), ...heads, "routes"],
    ...settings.map(({ setting, held_out: point, dominated_by: by }, index) => [
      index === chosen?.index ? "→" : by === null ? "" : "·",
      `${index}: ${settingValues(setting)}`,
      ...figures(point),
      [sharesText(point), ...(by === null ? [] : [`beaten by ${by}`]), ...coverage(point)].join(
        ", ",
      ),
    ]),
  ];
}

function settingNames(setting: TuneSetting): string {
  const names = Object.keys(setting).map((name) => name.split(".").slice(-2).join("."));
  return names.join(", ");
}

function settingValues(setting: TuneSetting): string {
  return Object.values(setting).map(sweptValueText).join(", ");
}

function baselineRows({ baselines }: TuneReport): readonly Row[] {
  const { as_written: asWritten, single, random_mix: mix, best_per_category: best } = baselines;
  const row = (name: string, point: TunePoint): Row => [
    "",
    name,
    ...figures(point),
    ...coverage(point),
  ];
  const expected = (name: string, metrics: ReferenceMetrics | undefined): readonly Row[] =>
    metrics === undefined ? [] : [["", name, ...figures(metrics)]];
  return [
    ["", "", ...heads],
    row("as written", asWritten),
    ...Object.entries(single).map(([route, point]) => row(`${route} alone`, point)),
    ...expected("random mix at the chosen shares", mix),
    ...best.map(({ by, held_out: point }) => row(`best route per ${by}`, point)),
    ...expected("cheapest-correct oracle", baselines.oracle),
  ];
}

function figures({ acceptance_rate: rate, cost, latency }: ReferenceMetrics): Row {
  const { value, reason } = cost.per_accepted_usd;
  const request = cost.per_request_usd;
  return [
    intervalText(rate, "rate"),
    valueText(value, "usd", reason),
    request === null ? "n/a" : usdText(request),
    latency === undefined ? "n/a" : valueText(latency.p95_ms.value, "ms", latency.p95_ms.reason),
  ];
}

function sharesText({ shares }: TunePoint): string {
  const parts = Object.entries(shares).map(([route, share]) => `${route} ${rateText(share)}`);
  return parts.length === 0 ? "no route" : parts.join(", ");
}

function coverage({ not_covered: lacking }: TunePoint): readonly string[] {
  return lacking === 0 ? [] : [`${countText(lacking)} not covered`];
}

/** Columns as wide as their widest cell; those in which nothing is known are left out. */
function table(written: readonly Row[], write: Write): readonly string[] {
  const isKnown = (column: number): boolean =>
    written.slice(1).some((row) => !(row[column] ?? "").startsWith("n/a"));
  const rows = written.map((row) => row.filter((_cell, column) => isKnown(column)));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  return rows.flatMap((row) =>
    write(
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
  );
}

function choiceLines(report: TuneReport, write: Write): readonly string[] {
  const { chosen, policy } = report;
  if (chosen === null) return write("Chosen: none", "yellow");
  const setting = Object.entries(chosen.setting)
    .map(([name, value]) => `${name}: ${sweptValueText(value)}`)
    .join(", ");
  const file = chosen.file;
  return [
    ...write(`Chosen: ${setting}`, "green"),
    ...write(`Why:    ${chosen.why}`),
    ...(file === null
      ? write("Next:   write it with -o FILE")
      : [
          ...write(`Wrote:  ${file}`),
          ...write(
            `Next:   prove it against ${policy} on records that it was not chosen on: ${toolCommand("run", "--candidate", file)} …`,
          ),
        ]),
  ];
}
