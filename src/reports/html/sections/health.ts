import { healthChecks, type HealthCheck } from "../../health-checks.ts";
import { health as healthPart } from "../../parts/health.ts";
import type { RunReport } from "../../run-report.ts";
import { html, type Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { wordsHtml } from "../words-html.ts";

export const healthStyle = `
.checks{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:8px;margin:0 0 12px;padding:0}
.check{background:var(--box);border-radius:6px;padding:6px 10px;margin:0;border-top:3px solid currentColor;font-size:14px}
.check.clear{color:var(--good)}
.check.look{color:var(--warn)}
.check.broken{color:var(--bad)}
.check .state{font-weight:600}
.check .found,.check .hint{color:var(--text);display:block}
.check .hint{font-size:13px;color:var(--muted)}
`;

const states = {
  clear: { mark: "✓", word: "clear" },
  look: { mark: "!", word: "look" },
  broken: { mark: "✗", word: "broken" },
} as const;

/** A tile for everything that must be in order, and the counts behind it. */
export function health(report: RunReport): Html {
  const checks = healthChecks(report);
  const { id, title, ...rest } = healthPart(report, PAGE_ROWS);
  return section(
    id,
    title,
    html`<p>${summary(checks)}</p>\n<ul class="checks">\n${checks.map(tile)}</ul>\n`,
    ...blocksHtml({ id, ...rest }),
  );
}

function summary(checks: readonly HealthCheck[]): string {
  const of = (state: HealthCheck["state"]) =>
    checks.filter((check) => check.state === state).length;
  const [broken, look] = [of("broken"), of("look")];
  if (broken > 0) return `Not as it is: ${broken} broken, ${look} to look at.`;
  if (look > 0) return `Yes, with ${look} to look at; nothing is broken.`;
  return "Yes: all clear.";
}

function tile({ title, state, found, hint }: HealthCheck): Html {
  const { mark, word } = states[state];
  const advice = hint && html` <span class="hint">${wordsHtml(hint)}</span>`;
  return html`<li class="check ${state}"><span class="state"><span aria-hidden="true">${mark}</span> ${title}: ${word}</span> <span class="found">${wordsHtml(found)}</span>${advice}</li>
`;
}
