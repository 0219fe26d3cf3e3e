import type { JsonValue } from "../../../core/json.ts";
import type { JsonChange } from "../../json-diff.ts";
import { countText } from "../../numbers.ts";
import { shortened } from "../../visible-text.ts";
import { html, type Html } from "../../html-text.ts";

const MOST_CHANGES = 50;
const LONGEST_VALUE_CHARS = 500;

/** In what two JSON answers differ, a place a line; words say what colours and strokes say. */
export function jsonDiff(changes: readonly JsonChange[]): Html {
  if (changes.length === 0) return html`<p>The same JSON, written otherwise.</p>`;
  const rest = changes.length - MOST_CHANGES;
  const more = rest > 0 ? html`<li>and ${countText(rest)} more</li>\n` : undefined;
  return html`<ul class="json-changes">
${changes.slice(0, MOST_CHANGES).map((change) => html`<li>${changeText(change)}</li>\n`)}${more}</ul>`;
}

function changeText(change: JsonChange): Html {
  const at = html`<code>${change.pointer === "" ? "the whole answer" : change.pointer}</code>`;
  switch (change.kind) {
    case "added":
      return html`${at} added: <ins>${valueText(change.after)}</ins>`;
    case "removed":
      return html`${at} removed: <del>${valueText(change.before)}</del>`;
    case "changed":
      return html`${at} changed from <del>${valueText(change.before)}</del> to <ins>${valueText(change.after)}</ins>`;
  }
}

function valueText(value: JsonValue): string {
  return shortened(JSON.stringify(value), LONGEST_VALUE_CHARS);
}
