import junitReportBuilder, { type Builder, type TestSuite } from "junit-report-builder";
import type { GateResult, PolicyComparison } from "../core/comparison.ts";
import type { GuardedSegment } from "../core/segment-report.ts";
import { armsOf } from "./arms.ts";
import { isCostUnknown } from "./cost-text.ts";
import { errorOrigins, errorsOf } from "./error-origin.ts";
import { sampleText } from "./estimate-text.ts";
import { gateMarks, limitText, observedText } from "./gate-text.ts";
import { junitText } from "./junit-text.ts";
import { plainDecimal } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";
import { ownProblems, runResult } from "./run-result.ts";

// The package is CommonJS and exports the builder itself, not under `default` as its types say.
const root = junitReportBuilder as unknown as Builder;

/** `junit.xml`: a suite a candidate, a case a gate, and cases for verdict and infrastructure. */
export function renderJunit(report: RunReport): string {
  const builder = root.newBuilder().name(junitText(`routeproof ${report.manifest.run_id}`));
  for (const one of report.comparison.comparisons) {
    const pair = junitText(`${one.candidate} vs ${report.comparison.baseline}`);
    const suite = builder.testSuite().name(pair);
    addProperties(suite, report, one);
    addVerdict(suite, pair, one);
    addInfrastructure(suite, pair, report);
    for (const gate of one.gates) addGate(suite, pair, gate);
    for (const guard of one.segments?.guard ?? []) addGuard(suite, pair, guard);
  }
  return `${builder.build()}\n`;
}

function addProperties(suite: TestSuite, report: RunReport, one: PolicyComparison): void {
  const { manifest, comparison } = report;
  suite.property("run_id", junitText(manifest.run_id));
  suite.property("dataset", junitText(comparison.dataset.name));
  suite.property("dataset_sha256", junitText(comparison.dataset.sha256));
  for (const { name, role, metrics } of armsOf(report)) {
    if (role === "candidate" && name !== one.candidate) continue;
    const { cost } = metrics.overall;
    suite.property(`${role}_version`, junitText(metrics.version));
    const total = isCostUnknown(metrics.overall) ? "unknown" : plainDecimal(cost.total_usd);
    suite.property(`${role}_cost_usd`, total);
    suite.property(`${role}_unknown_cost_attempts`, String(cost.unknown_attempts));
  }
}

function addVerdict(suite: TestSuite, pair: string, { verdict }: PolicyComparison): void {
  const testCase = suite.testCase().className(pair).name("verdict");
  const [first = "no reason was given"] = verdict.reasons;
  if (verdict.decision !== "promote") testCase.failure(junitText(first), verdict.decision);
  testCase.standardOutput(verdict.reasons.map(junitText).join("\n"));
}

function addInfrastructure(suite: TestSuite, pair: string, report: RunReport): void {
  const testCase = suite.testCase().className(pair).name("infrastructure");
  const problem = runResult(report).withheld ?? ownProblems(report);
  if (problem !== undefined) testCase.error(junitText(problem), junitText(report.manifest.status));
  const lines = armsOf(report).map(({ name, metrics: { overall } }) => {
    const counts = errorOrigins.map((origin) => `${origin} ${errorsOf(overall, origin)}`);
    return `errors of ${name} in ${overall.records} records: ${counts.join(", ")}`;
  });
  testCase.standardOutput(lines.map(junitText).join("\n"));
}

function addGate(suite: TestSuite, pair: string, gate: GateResult): void {
  const observed = observedText(gate);
  const testCase = suite.testCase().className(pair).name(junitText(gate.id));
  if (gate.status !== "pass") {
    testCase.failure(
      junitText(`observed ${observed}, limit ${limitText(gate)}: ${gate.because}`),
      gate.status === "fail" ? "reject" : "inconclusive",
    );
  }
  const lines = [
    `${gateMarks[gate.status].word}: ${gate.because}`,
    `observed ${observed}, ${sampleText(gate.observed)}, limit ${limitText(gate)}`,
    `p ${plainDecimal(gate.p_violated)}, after Holm ${plainDecimal(gate.p_violated_holm)}`,
  ];
  testCase.standardOutput(lines.map(junitText).join("\n"));
}

/** A guard never has to pass: only one that got worse is a failure. */
function addGuard(suite: TestSuite, pair: string, guard: GuardedSegment): void {
  const name = `guard ${guard.tag}=${guard.value}`;
  const testCase = suite.testCase().className(pair).name(junitText(name));
  const facts =
    `${guard.baseline_only} records lost and ${guard.candidate_only} won of ${guard.pairs}, ` +
    `p ${plainDecimal(guard.p)}, after Holm ${plainDecimal(guard.p_holm)}`;
  if (guard.status === "regressed") testCase.failure(junitText(facts), "reject");
  testCase.standardOutput(junitText(`${guard.status}: ${facts}`));
}
