import { join } from "node:path";
import type { Comparison } from "../../core/comparison.ts";
import { formats } from "../../reports/formats.ts";
import { countText, usdText } from "../../reports/numbers.ts";
import type { Redaction } from "../redaction.ts";
import { onlyFormat, type ReportFlags } from "../report.ts";
import { makeReportsFolder, refuseRunFolder } from "../reports-folder.ts";
import { repriceRun, type RepricedRun } from "./reprice.ts";
import { runFolder, writeManifest } from "../run-folder.ts";
import { resolveFormats, resolveMonthlyRequests } from "../options/run-options.ts";
import { fileReportOf } from "../run-report-of.ts";
import { writeReports } from "../write-reports.ts";

/** Reports at other prices: where they stand, and what moved, a line each. */
export interface RepricedReports {
  readonly paths: readonly string[];
  readonly moved: readonly string[];
}

/** Prices a kept run anew and writes its reports into a folder of their own, `RUN/repriced`. */
export async function writeRepricedReports(
  folder: string,
  prices: string,
  more: ReportFlags & { readonly out: string | undefined },
  redaction: Redaction,
): Promise<RepricedReports> {
  const names = resolveFormats(more.format);
  const monthlyRequests = resolveMonthlyRequests(more.monthlyRequests);
  const out = more.out ?? join(folder, "repriced");
  refuseRunFolder(out, folder);
  const repriced = await repriceRun(folder, prices, redaction);
  makeReportsFolder(out);
  const report = {
    ...fileReportOf(repriced.after, repriced.manifest, folder),
    monthlyRequests,
  };
  const paths = writeReports(report, names, out);
  writeManifest(runFolder(out), repriced.manifest);
  return { paths: [...paths, runFolder(out).manifest], moved: movedLines(repriced) };
}

/** One format of a kept run at other prices, as text. */
export async function printRepricedReport(
  folder: string,
  prices: string,
  flags: ReportFlags,
  redaction: Redaction,
): Promise<string> {
  const name = onlyFormat(flags.format);
  const monthlyRequests = resolveMonthlyRequests(flags.monthlyRequests);
  const { after, manifest } = await repriceRun(folder, prices, redaction);
  return formats[name].render({ ...fileReportOf(after, manifest, folder), monthlyRequests });
}

function movedLines({ before, after, ownCosts }: RepricedRun): readonly string[] {
  const lines = Object.keys(after.policies).map((policy) => {
    const [was, is] = [before, after].map((comparison) => totalCost(comparison, policy));
    return `${policy}: ${was} → ${is}`;
  });
  for (const [index, { candidate, verdict }] of after.comparisons.entries()) {
    const was = before.comparisons[index]?.verdict.decision;
    if (was !== undefined && was !== verdict.decision) {
      lines.push(`verdict on ${candidate}: ${was} → ${verdict.decision}`);
    }
  }
  if (ownCosts > 0) {
    const attempts = ownCosts === 1 ? "1 attempt keeps" : `${countText(ownCosts)} attempts keep`;
    lines.push(`${attempts} the cost that the outcome table states`);
  }
  return lines;
}

function totalCost({ policies }: Comparison, policy: string): string {
  const cost = policies[policy]?.overall.cost;
  if (cost === undefined) return "unknown";
  const unknown = cost.unknown_attempts;
  const gap = unknown === 0 ? "" : ` and ${countText(unknown)} attempts of unknown cost`;
  return `${usdText(cost.total_usd)}${gap}`;
}
