import { html, type Html } from "../html-text.ts";

const newline = html`
`;

/**
 * A text from data with its lines as lines: what can act is still shown as an escape. It stands in an
 * element with the class `text`, which keeps them.
 */
export function textLines(text: string): Html {
  const lines = text.split(/\r\n|[\n\r]/);
  return html`${lines.map((line, index) => (index === 0 ? line : [newline, line]))}`;
}
