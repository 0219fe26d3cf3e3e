import { runResult } from "../run-result.ts";
import type { RunReport } from "../run-report.ts";
import { html } from "../html-text.ts";
import { page } from "./page.ts";
import type { HtmlSection } from "./section.ts";
import { ceilings } from "../parts/ceilings.ts";
import { classification } from "../parts/classification.ts";
import { confusion } from "../parts/confusion.ts";
import { coverage } from "../parts/coverage.ts";
import { earlyStop } from "../parts/early-stop.ts";
import { errors } from "../parts/errors.ts";
import { gateways } from "../parts/gateways.ts";
import { offPolicy } from "../parts/off-policy.ts";
import { policies } from "../parts/policies.ts";
import { previous } from "../parts/previous.ts";
import { references } from "../parts/references.ts";
import { partSection } from "./part-html.ts";
import { answers } from "./sections/answers.ts";
import { changed } from "./sections/changed.ts";
import { cost } from "./sections/cost.ts";
import { decisions } from "./sections/decisions.ts";
import { drift } from "./sections/drift.ts";
import { failures } from "./sections/failures.ts";
import { flow } from "./sections/flow.ts";
import { frontier } from "./sections/frontier.ts";
import { health } from "./sections/health.ts";
import { latency } from "./sections/latency.ts";
import { method } from "./sections/method.ts";
import { records } from "./sections/records.ts";
import { providers } from "./sections/providers.ts";
import { reproduce } from "./sections/reproduce.ts";
import { scorecard } from "./sections/scorecard.ts";
import { segments } from "./sections/segments.ts";
import { timeline } from "./sections/timeline.ts";
import { verdict } from "./sections/verdict.ts";

/** A part of the page: `id` is that of the section it renders, `label` its name among the links. */
interface PagePart {
  readonly id: string;
  readonly label: string;
  readonly render: HtmlSection;
}

/** Every part, in the order of the page. */
const parts: readonly PagePart[] = [
  { id: "verdict", label: "Verdict", render: verdict },
  { id: "answers", label: "Answers", render: answers },
  { id: "scorecard", label: "Gates", render: scorecard },
  { id: "previous", label: "Earlier run", render: partSection(previous) },
  { id: "early-stop", label: "Early stop", render: partSection(earlyStop) },
  { id: "health", label: "Trust", render: health },
  { id: "frontier", label: "Cost against quality", render: frontier },
  { id: "cost", label: "Cost", render: cost },
  { id: "latency", label: "Latency", render: latency },
  { id: "policies", label: "Policies", render: partSection(policies) },
  { id: "coverage", label: "Coverage", render: partSection(coverage) },
  { id: "off-policy", label: "Off policy", render: partSection(offPolicy) },
  { id: "flow", label: "Flow", render: flow },
  { id: "segments", label: "Segments", render: segments },
  { id: "failures", label: "Failures", render: failures },
  { id: "errors", label: "Errors", render: partSection(errors) },
  { id: "providers", label: "Providers", render: providers },
  { id: "drift", label: "Like the log?", render: drift },
  { id: "intents", label: "Intents", render: partSection(classification) },
  { id: "gateways", label: "Gateways", render: partSection(gateways) },
  { id: "timeline", label: "Timeline", render: timeline },
  { id: "ceilings", label: "Ceilings", render: partSection(ceilings) },
  { id: "references", label: "References", render: partSection(references) },
  { id: "labels", label: "Labels", render: partSection(confusion) },
  { id: "changed", label: "What changed", render: changed },
  { id: "records", label: "Records", render: records },
  { id: "reproduce", label: "Reproduce", render: reproduce },
  { id: "decisions", label: "Decisions", render: decisions },
  { id: "method", label: "Definitions", render: method },
];

/** `report.html`: the verdict and its readers' answers first, the rest in the order of the questions. */
export function renderHtml(report: RunReport): string {
  const rendered = parts.flatMap(({ id, label, render }) => {
    const content = render(report);
    return content === undefined ? [] : [{ id, label, content }];
  });
  const { tool_version: version, run_id: run } = report.manifest;
  return page({
    title: titleOf(report),
    nav: rendered,
    main: html`${rendered.map(({ content }) => content)}`,
    footer: html`<p>routeproof ${version} · run ${run}. This page is one file and loads nothing.</p>`,
  });
}

function titleOf(report: RunReport): string {
  const { baseline, candidates } = report.comparison;
  const [first = "no candidate", ...others] = candidates;
  const pair =
    others.length === 0
      ? `${first} vs ${baseline}`
      : `${candidates.length} candidates vs ${baseline}`;
  return `${runResult(report).word}: ${pair} · routeproof`;
}
