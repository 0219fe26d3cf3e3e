import { join } from "node:path";
import { canonicalJson, sha256Hex } from "../../core/canonical-json.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { renderFocus } from "../../reports/focus/focus-csv.ts";
import type { FocusContext } from "../../reports/focus/focus-context.ts";
import { renderFocusMetadata } from "../../reports/focus/focus-metadata.ts";
import { focusVersions, type FocusVersion } from "../../reports/focus/focus-version.ts";
import { renderUnpriced } from "../../reports/focus/unpriced-csv.ts";
import { countText } from "../../reports/numbers.ts";
import { badUsage, oneOf } from "../options/option-values.ts";
import type { Redaction } from "../redaction.ts";
import { writeFileWhole } from "../write-file.ts";
import { billOfRun, type BilledRun } from "./bill-of-run.ts";

/** The options of a FOCUS export as they were typed. */
export interface FocusFlags {
  readonly billingAccount?: string | undefined;
  readonly billingAccountName?: string | undefined;
  readonly focusVersion?: string | undefined;
  readonly excel?: boolean | undefined;
}

/** What a FOCUS export is asked to be. */
export interface FocusOptions {
  readonly billingAccountId: string;
  readonly billingAccountName: string;
  readonly version: FocusVersion;
  readonly isExcel: boolean;
}

/** Throws where no billing account is named: the specification lets no row be without one. */
export function resolveFocusOptions(flags: FocusFlags): FocusOptions {
  const id = flags.billingAccount?.trim() ?? "";
  if (id === "") {
    throw badUsage(
      "--format focus needs --billing-account ID",
      "name the account that would be billed, as your finance data names it",
    );
  }
  return {
    billingAccountId: id,
    billingAccountName: flags.billingAccountName ?? id,
    version: oneOf("--focus-version", flags.focusVersion, focusVersions) ?? "1.4",
    isExcel: flags.excel ?? false,
  };
}

/**
 * Writes `focus.csv`, `focus.metadata.json` and `unpriced.csv` of a kept run beside it; returns
 * their paths, and a line on what is not in them.
 */
export async function writeFocus(
  folder: string,
  options: FocusOptions,
  redaction: Redaction,
): Promise<readonly string[]> {
  const run = await billOfRun(folder, redaction);
  const { billed, unpriced, leftOut } = run.bill;
  const context = contextOf(run, options);
  const files = [
    ["unpriced.csv", renderUnpriced(unpriced, context)],
    ["focus.metadata.json", renderFocusMetadata(context)],
    ["focus.csv", renderFocus(billed, context)],
  ] as const;
  const paths = files.map(([name, text]) => {
    const path = join(folder, name);
    writeFileWhole(path, redaction.text(text));
    return path;
  });
  return [...paths.toReversed(), ...notes(run.bill.unpriced, leftOut)];
}

function contextOf(run: BilledRun, options: FocusOptions): FocusContext {
  const { manifest, comparison, policyNames } = run;
  const names = [comparison.baseline, ...comparison.candidates];
  return {
    ...options,
    runId: manifest.run_id,
    toolVersion: manifest.tool_version,
    createdAt: manifest.finished_at ?? manifest.started_at,
    priceTableVersion: `sha256:${sha256Hex(canonicalJson(manifest.prices))}`,
    policies: new Map(
      names.map((key, index) => {
        const version = comparison.policies[key]?.version;
        if (version === undefined) {
          throw new HarnessError("bug", `the comparison names "${key}" and has no metrics of it`);
        }
        const role = index === 0 ? "baseline" : "candidate";
        return [key, { name: policyNames.get(key) ?? key, version, role }] as const;
      }),
    ),
  };
}

function notes(unpriced: BilledRun["bill"]["unpriced"], leftOut: number): readonly string[] {
  const calls = unpriced.reduce((sum, { requests }) => sum + requests, 0);
  return [
    ...(calls === 0
      ? []
      : [`${countText(calls)} calls of unknown cost are in unpriced.csv, and in no sum`]),
    ...(leftOut === 0
      ? []
      : [
          `${countText(leftOut)} calls of records that nothing is known of are in neither file, as in no cost of the report`,
        ]),
  ];
}
