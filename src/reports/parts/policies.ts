import type { Estimate } from "../../core/estimate.ts";
import type { Metrics, PolicyMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { amount, total } from "../cost-words.ts";
import { latencyLabel } from "../latency-label.ts";
import type { Unit } from "../metric-unit.ts";
import { count, derived, estimate, plain } from "../number-spans.ts";
import type { Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { listed, own, type Span, term, type Word, words } from "../words.ts";
import { type Block, firstRows, paragraph, type Part, table } from "./part.ts";

/** Wider tables do not fit a page. */
const COLUMNS = 4;

type Reading = (metrics: Place<Metrics>) => Word;

/** Every overall figure of every policy, a column each. */
export function policies(report: RunReport, rows: number): Part {
  const { shown, leftOut } = firstRows(armsOf(report), rows, "policies");
  const tables: Block[] = [];
  for (let start = 0; start < shown.length; start += COLUMNS) {
    tables.push(policyTable(shown.slice(start, start + COLUMNS)));
  }
  const label = words`Latencies are ${own(latencyLabel(report))}.`;
  return {
    id: "policies",
    title: "Policies",
    blocks: [paragraph(label), ...tables],
    leftOut,
  };
}

function policyTable(arms: readonly Arm[]): Block {
  const header = [own(""), ...arms.map(({ name, role }) => words`${name} (${own(role)})`)];
  const readings = [...fixedReadings, ...rareReadings(arms), ...graderReadings(arms)];
  const rows = readings.map(([title, read]) => [
    title,
    ...arms.map(({ place }) => read(place.at("overall"))),
  ]);
  const workflows = [
    term("cost_per_workflow_usd", "cost per workflow"),
    ...arms.map(({ place }) => perWorkflow(place)),
  ];
  const caption = words`Every figure of ${listed(arms.map(({ name }) => name))}`;
  return table(caption, header, [...rows, workflows]);
}

const fixedReadings: readonly (readonly [Span, Reading])[] = [
  [
    own("accepted"),
    (metrics) => words`${count(metrics.at("accepted"))} of ${count(metrics.at("records"))}`,
  ],
  reading("acceptance_rate", "acceptance rate", "rate", (of) => of.at("acceptance_rate")),
  reading("accuracy", "accuracy (mean score)", "rate", (of) => of.at("accuracy")),
  reading("schema_valid_rate", "schema valid", "rate", (of) => of.at("schema_valid_rate")),
  reading("p50_complete_ms", "p50 to the final answer", "ms", (of) =>
    of.at("latency").at("p50_ms"),
  ),
  reading("p95_complete_ms", "p95 to the final answer", "ms", (of) =>
    of.at("latency").at("p95_ms"),
  ),
  reading("p99_complete_ms", "p99 to the final answer", "ms", (of) =>
    of.at("latency").at("p99_ms"),
  ),
  reading("p95_first_token_ms", "p95 to the first token", "ms", (of) =>
    of.at("first_token").at("p95_ms"),
  ),
  reading("cost_per_accepted_usd", "cost per accepted outcome", "usd", (of) =>
    of.at("cost").at("per_accepted_usd"),
  ),
  [term("cost_per_request_usd", "cost per request"), perRequest],
  [own("total cost"), total],
  [own("of it for rejected work"), (metrics) => amount(metrics, "not_accepted_usd")],
  [own("of it in retries"), (metrics) => amount(metrics, "retries_usd")],
  [own("of it in fallbacks"), (metrics) => amount(metrics, "fallbacks_usd")],
  [own("of it in escalations"), (metrics) => amount(metrics, "escalations_usd")],
  reading("retry_rate", "retry rate", "rate", (of) => of.at("retry_rate")),
  reading("fallback_rate", "fallback rate", "rate", (of) => of.at("fallback_rate")),
  reading("unreviewed_fallback_rate", "unreviewed fallback rate", "rate", (of) =>
    of.at("unreviewed_fallback_rate"),
  ),
  reading("escalation_rate", "escalation rate", "rate", (of) => of.at("escalation_rate")),
  reading("review_rate", "review rate", "rate", (of) => of.at("review_rate")),
  reading("error_rate", "error rate", "rate", (of) => of.at("error_rate")),
  reading("evidence_complete_rate", "evidence complete", "rate", (of) =>
    of.at("evidence_complete_rate"),
  ),
];

function reading(
  metric: string,
  title: string,
  unit: Unit,
  read: (metrics: Place<Metrics>) => Place<Estimate>,
): readonly [Span, Reading] {
  return [term(metric, title), (metrics) => estimate(read(metrics), unit)];
}

/** Rates that a row is worth where some policy has one; who has none has nothing of it. */
const rareRates = [
  ["degraded rate", "degraded_rate"],
  ["downgraded rate", "downgraded_rate"],
  ["capped rate", "capped_rate"],
] as const;

function rareReadings(arms: readonly Arm[]): readonly (readonly [Span, Reading])[] {
  return rareRates
    .filter(([, name]) => arms.some(({ metrics }) => metrics.overall[name] !== undefined))
    .map(([title, name]) => [
      term(name, title),
      (metrics) => {
        const found = metrics.find(name);
        return found === undefined ? own("none") : estimate(found, "rate");
      },
    ]);
}

function graderReadings(arms: readonly Arm[]): readonly (readonly [Word, Reading])[] {
  const names = new Set(arms.flatMap(({ metrics }) => Object.keys(metrics.overall.graders)));
  return [...names].map((name) => [
    words`${term("grader", "grader")} ${name}`,
    (metrics) => {
      const found = metrics.at("graders").find(name);
      return found === undefined ? derived(null, "rate", "not graded") : estimate(found, "rate");
    },
  ]);
}

function perRequest(metrics: Place<Metrics>): Word {
  const cost = metrics.at("cost");
  const usd = cost.find("per_request_usd");
  if (usd === undefined) return derived(null, "usd", "no known cost");
  const bound = cost.value.unknown_attempts > 0 ? own("at least ") : undefined;
  return words`${bound}${plain(usd, "usd")} (n=${count(metrics.at("records"))})`;
}

function perWorkflow(place: Place<PolicyMetrics>): Word {
  const workflows = place.at("workflows");
  const usd = workflows.find("cost_per_workflow_usd");
  if (usd === undefined) {
    const reason = workflows.value.count === 0 ? "no workflows" : "no known cost";
    return derived(null, "usd", reason);
  }
  return words`${plain(usd, "usd")} (n=${count(workflows.at("count"))})`;
}
