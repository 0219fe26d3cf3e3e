import { reproduce as reproducePart } from "../../parts/reproduce.ts";
import { toolCommand } from "../../run-command.ts";
import type { RunReport } from "../../run-report.ts";
import { code, words } from "../../words.ts";
import { html, type Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { wordsHtml } from "../words-html.ts";

/** The command that asks for the same run again, what it ran on, and how to draw this page anew. */
export function reproduce(report: RunReport): Html {
  const { id, title, ...rest } = reproducePart(report, PAGE_ROWS);
  // A folder that holds a comparison of two runs is no run to report on: its command stands above.
  const again =
    report.manifest.across === undefined
      ? words`This page, again from the kept run: ${code(againCommand(report))}.`
      : words`Both runs have to be kept for that.`;
  return section(id, title, ...blocksHtml({ id, ...rest }), html`<p>${wordsHtml(again)}</p>\n`);
}

/** A run that was priced anew names a prices file that it was not told of itself. */
function againCommand({ manifest, folder }: RunReport): string {
  const prices = manifest.inputs.find(({ role }) => role === "prices")?.path;
  const anew =
    prices === undefined || prices === manifest.options.prices ? [] : ["--prices", prices];
  return toolCommand("report", folder, ...anew, "--format", "html");
}
