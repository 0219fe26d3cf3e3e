import type { RunReport } from "../run-report.ts";
import { html, type Html } from "../html-text.ts";

/** One part of the page, in the order of the page's list; undefined where the run has nothing for it. */
export type HtmlSection = (report: RunReport) => Html | undefined;

/** A titled part of the page; `id` is its anchor, made of a-z and hyphens by the page's own code. */
export function section(
  id: string,
  title: string,
  ...content: readonly (Html | undefined)[]
): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}
