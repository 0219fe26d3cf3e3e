import type { ChangedPairs } from "../../../core/charts/changed-pairs.ts";
import type { PolicyComparison } from "../../../core/comparison.ts";
import type { NewFailure } from "../../../core/new-failure.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { isCostUnknown } from "../../cost-text.ts";
import { countText } from "../../numbers.ts";
import { comparisonPlace, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { segmentChanceText } from "../../segment-words.ts";
import { dataTable } from "../data-table.ts";
import { html, type Html } from "../../html-text.ts";
import { derivedFigure, plainFigure } from "../numbers.ts";
import { recordLink } from "../record-link.ts";
import { section } from "../section.ts";

/** What each candidate changed, record by record: which ones, and whether by chance. */
export function changed(report: RunReport): Html | undefined {
  const comparisons = comparisonPlace(report).at("comparisons");
  const [baseline, ...candidates] = armsOf(report);
  const parts = candidates.flatMap((arm, index) => {
    const at = comparisons.value.findIndex(({ candidate }) => candidate === arm.name);
    return at < 0 ? [] : [candidatePart(report, [baseline, arm], comparisons.at(at), index + 1)];
  });
  return parts.length === 0
    ? undefined
    : section("changed", "What changed, record by record", ...parts);
}

function candidatePart(
  report: RunReport,
  arms: readonly [baseline: Arm, candidate: Arm],
  comparison: Place<PolicyComparison>,
  index: number,
): Html {
  const pairs = comparison.find("changed");
  const failures = comparison.find("new_failures");
  const lists =
    pairs === undefined
      ? []
      : [
          clusterTable(report, pairs, index),
          recordList(report, pairs.at("wins").value, `changed-${index}-wins`, WINS),
          dearerTable(report, arms, pairs, index),
        ];
  return html`<h3>${arms[1].name}</h3>
${pairs === undefined ? discordantOnly(comparison) : fourfold(comparison, pairs, index)}
<p>${chanceText(comparison.value)}</p>
${recordList(report, failures?.value, `changed-${index}-failures`, FAILURES)}
${lists}`;
}

/** Both right, one of them, neither; with sums on both sides. */
function fourfold(
  comparison: Place<PolicyComparison>,
  pairs: Place<ChangedPairs>,
  index: number,
): Html {
  const { both, baseline_only, candidate_only, neither } = pairs.value;
  const cell = (key: "both" | "baseline_only" | "candidate_only" | "neither") =>
    plainFigure(pairs.at(key), "count");
  const sum = (...parts: readonly number[]) =>
    derivedFigure(
      parts.reduce((total, part) => total + part, 0),
      "count",
    );
  return dataTable({
    id: `changed-${index}-pairs`,
    caption: "Pairs of outcomes of the same record, by which of the two was accepted",
    columns: [
      { title: "" },
      { title: "candidate accepted", isNumeric: true },
      { title: "candidate not accepted", isNumeric: true },
      { title: "together", isNumeric: true },
    ],
    rows: [
      ["baseline accepted", cell("both"), cell("baseline_only"), sum(both, baseline_only)],
      [
        "baseline not accepted",
        cell("candidate_only"),
        cell("neither"),
        sum(candidate_only, neither),
      ],
      [
        "together",
        sum(both, candidate_only),
        sum(baseline_only, neither),
        plainFigure(comparison.at("pairs"), "count"),
      ],
    ],
  });
}

/** An older run: pairs that agree were not counted. */
function discordantOnly(comparison: Place<PolicyComparison>): Html {
  const at = comparison.at("discordant");
  return html`<p>This run was compared before pairs that agree were counted. Of ${plainFigure(comparison.at("pairs"), "count")} pairs only the baseline was accepted in ${plainFigure(at.at("baseline_only"), "count")}, only the candidate in ${plainFigure(at.at("candidate_only"), "count")}.</p>`;
}

function chanceText(comparison: PolicyComparison): string {
  const { mcnemar_mid_p: mid, mcnemar_exact_p: exact, discordant } = comparison;
  const { baseline_only, candidate_only } = discordant;
  // What belongs together is not independent, and counts once.
  const test =
    comparison.acceptance_rate_difference.clusters === undefined
      ? "McNemar's test of them"
      : "a sign test of each cluster's net difference";
  return `Is it chance? ${countText(baseline_only + candidate_only)} pairs differ; ${test} says p ${segmentChanceText(mid)} (mid-p) or ${segmentChanceText(exact)} (exact), two-sided.`;
}

interface ListWords {
  readonly because: string;
  readonly caption: string;
  readonly none: string;
}

const FAILURES: ListWords = {
  because: "why the candidate's was not",
  caption: "New failures: accepted from the baseline, not from the candidate (the first ten)",
  none: "No new failure: whatever was accepted from the baseline was accepted from the candidate.",
};

const WINS: ListWords = {
  because: "why the baseline's was not",
  caption: "New wins: accepted from the candidate, not from the baseline (the first ten)",
  none: "No new win: whatever was accepted from the candidate was accepted from the baseline.",
};

function recordList(
  report: RunReport,
  found: readonly NewFailure[] | undefined,
  id: string,
  { caption, none, because: title }: ListWords,
): Html | undefined {
  if (found === undefined) return undefined;
  if (found.length === 0) return html`<p>${none}</p>`;
  return dataTable({
    id,
    caption,
    columns: [{ title: "record" }, { title }],
    rows: found.map(({ record, because }) => [recordLink(report, record), because]),
  });
}

function dearerTable(
  report: RunReport,
  arms: readonly Arm[],
  pairs: Place<ChangedPairs>,
  index: number,
): Html | undefined {
  const dearer = pairs.at("dearer");
  if (arms.some(({ metrics }) => isCostUnknown(metrics.overall))) {
    return html`<p>No cost is known of a policy, so nobody can say which records cost more.</p>`;
  }
  const isPartial = arms.some(({ metrics }) => metrics.overall.cost.unknown_attempts > 0);
  const among = isPartial ? " (of those whose cost is known under both)" : "";
  if (dearer.value.length === 0) {
    return html`<p>No record costs more than under the baseline${among}.</p>`;
  }
  return dataTable({
    id: `changed-${index}-dearer`,
    caption: `Records that cost more than under the baseline: the ten largest increases${among}`,
    columns: [
      { title: "record" },
      { title: "baseline", isNumeric: true },
      { title: "candidate", isNumeric: true },
      { title: "increase", isNumeric: true },
    ],
    rows: dearer.value.map((row, at) => [
      recordLink(report, row.record),
      plainFigure(dearer.at(at).at("baseline_usd"), "usd"),
      plainFigure(dearer.at(at).at("candidate_usd"), "usd"),
      derivedFigure(row.candidate_usd - row.baseline_usd, "usd_difference"),
    ]),
  });
}

function clusterTable(
  report: RunReport,
  pairs: Place<ChangedPairs>,
  index: number,
): Html | undefined {
  const clusters = pairs.at("clusters");
  if (clusters.value.length === 0) return undefined;
  return dataTable({
    id: `changed-${index}-clusters`,
    caption: "New failures that are alike: by class, with the tag that most of them share",
    columns: [
      { title: "class" },
      { title: "most of them" },
      { title: "records", isNumeric: true },
      { title: "first records" },
    ],
    rows: clusters.value.map(({ class: name, tag, first }, at) => [
      name,
      tag ?? "nothing in common",
      plainFigure(clusters.at(at).at("records"), "count"),
      first.map((id, place) => html`${place === 0 ? "" : ", "}${recordLink(report, id)}`),
    ]),
  });
}
