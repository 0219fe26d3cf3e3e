import { decisions as decisionsPart } from "../../parts/decisions.ts";
import type { RunReport } from "../../run-report.ts";
import { runResult } from "../../run-result.ts";
import { data, listed, own, words } from "../../words.ts";
import { html, type Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { wordsHtml } from "../words-html.ts";

const HASH_CHARS = 80;

/** What this run says, by which files, and what was decided of its policies: overrides stay marked. */
export function decisions(report: RunReport): Html {
  const { word, exitCode } = runResult(report);
  const files = report.manifest.inputs
    .filter(({ role }) => role === "policy")
    .map(({ path, sha256 }) => words`${data(path)} (SHA-256 ${data(sha256, HASH_CHARS)})`);
  const asked = files.length === 0 ? undefined : words` The gates stand in ${listed(files)}.`;
  const log = decisionsPart(report, PAGE_ROWS);
  return section(
    "decisions",
    "Decision log",
    html`<p>${wordsHtml(words`This run says ${own(word)} (exit code ${own(String(exitCode))}).${asked}`)}</p>\n`,
    ...(log === undefined
      ? [html`<p>Nothing was promoted or rolled back of these policies before this run.</p>\n`]
      : blocksHtml(log)),
  );
}
