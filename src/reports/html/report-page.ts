import { runResult } from "../run-result.ts";
import type { RunReport } from "../run-report.ts";
import { html } from "./html.ts";
import { page } from "./page.ts";
import type { HtmlSection } from "./section.ts";
import { records } from "./sections/records.ts";
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
  { id: "records", label: "Records", render: records },
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
