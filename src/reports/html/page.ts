import { createHash } from "node:crypto";
import { html, Html } from "../html-text.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

export interface Page {
  readonly title: string;
  /** Links to the parts of the page, in their order: anchors and what they are called; may be none. */
  readonly nav: readonly { readonly id: string; readonly label: string }[];
  readonly main: Html;
  readonly footer: Html;
}

const hashOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/**
 * Nothing is loaded, sent or run but this page's own style and script: a browser refuses even what
 * got into the page by mistake.
 */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// Both are constants of this folder, and the hashes are of exactly these bytes.
const styleElement = Html.join([`<style>${style}</style>`], []);
const scriptElement = Html.join([`<script>${script}</script>`], []);

/** A page of its own: no other file, no network, readable without its script. */
export function page({ title, nav, main, footer }: Page): string {
  const links = nav.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`);
  const parts =
    nav.length === 0
      ? undefined
      : html`<nav class="page-nav" aria-label="Parts of this report"><ul>${links}</ul></nav>\n`;
  const document = html`<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${Html.join([policy], [])}" />
<meta name="referrer" content="no-referrer" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title}</title>
${styleElement}
</head>
<body>
<a class="skip" href="#main">To the report</a>
${parts}<main id="main">
${main}
</main>
<footer>${footer}</footer>
${scriptElement}
</body>
</html>
`;
  return `<!DOCTYPE html>\n${String(document)}`;
}
