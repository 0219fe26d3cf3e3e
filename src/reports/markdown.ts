import { answers, otherAnswers } from "./markdown/answers.ts";
import { ceilings } from "./parts/ceilings.ts";
import { classification } from "./parts/classification.ts";
import { coverage } from "./parts/coverage.ts";
import { confusion } from "./parts/confusion.ts";
import { decisions } from "./parts/decisions.ts";
import { drift } from "./parts/drift.ts";
import { earlyStop } from "./parts/early-stop.ts";
import { errors } from "./parts/errors.ts";
import { notInTheNumbers } from "./parts/exclusions.ts";
import { failover } from "./parts/failover.ts";
import { firstScreen } from "./markdown/first-screen.ts";
import { gateways } from "./parts/gateways.ts";
import { headline, verdicts } from "./markdown/headline.ts";
import { health } from "./parts/health.ts";
import { marker } from "./markdown/marker.ts";
import { partSection } from "./markdown/part.ts";
import { method } from "./parts/method.ts";
import { offPolicy } from "./parts/off-policy.ts";
import { policies } from "./parts/policies.ts";
import { previous } from "./parts/previous.ts";
import { projection } from "./parts/projection.ts";
import { references } from "./parts/references.ts";
import { reproduce } from "./parts/reproduce.ts";
import { response } from "./parts/response.ts";
import { decidedRoutes, servedRoutes } from "./markdown/routes.ts";
import { routesInUse } from "./parts/routes-in-use.ts";
import { scorecard } from "./markdown/scorecard.ts";
import { segments } from "./markdown/segments.ts";
import { segmentsTested } from "./markdown/segments-tested.ts";
import { timeline } from "./parts/timeline.ts";
import type { RunReport } from "./run-report.ts";

/** GitHub refuses comments of 65,536 characters and more. */
export const MAX_MARKDOWN_CHARS = 60_000;

/** Rows that a list may have; the next smaller number is tried where the report is too long. */
const ROW_LIMITS = [25, 12, 6, 3, 1] as const;

/** A section, in the order of the report; undefined where the run has nothing for it. */
type Section = (report: RunReport, rows: number) => string | undefined;

const sections: readonly Section[] = [
  firstLines,
  verdicts,
  firstScreen,
  otherAnswers,
  scorecard,
  partSection(previous),
  partSection(earlyStop),
  partSection(coverage),
  partSection(offPolicy),
  partSection(health),
  partSection(policies),
  partSection(projection),
  partSection(response),
  segments,
  segmentsTested,
  partSection(drift),
  partSection(errors),
  decidedRoutes,
  servedRoutes,
  partSection(classification),
  partSection(gateways),
  partSection(failover),
  partSection(routesInUse),
  partSection(timeline),
  partSection(ceilings),
  partSection(references),
  partSection(confusion),
  partSection(notInTheNumbers),
  partSection(decisions),
  partSection(reproduce),
  partSection(method),
];

/** `report.md`: the verdict and why in the first line, the rest in the order of the questions. */
export function renderMarkdown(report: RunReport): string {
  let text = "";
  for (const rows of ROW_LIMITS) {
    text = renderWith(report, rows);
    if (text.length <= MAX_MARKDOWN_CHARS) return text;
  }
  return cutToFit(text);
}

/** Five lines: the verdict, the marker, and an answer to each of three readers. */
function firstLines(report: RunReport): string {
  return [headline(report), marker(report), answers(report)].join("\n");
}

function renderWith(report: RunReport, rows: number): string {
  const parts = sections.map((section) => section(report, rows));
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

/** Whole lines up to the limit: what is cut is said, and stands in comparison.json. */
function cutToFit(text: string): string {
  const note = "\n\nThis report was cut here for its length; comparison.json holds all of it.\n";
  const end = text.lastIndexOf("\n", MAX_MARKDOWN_CHARS - note.length);
  return `${text.slice(0, end)}${note}`;
}
