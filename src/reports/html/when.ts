import { html, type Html } from "../html-text.ts";

export const whenStyle = `
time{white-space:nowrap}
`;

/** The day, in UTC, of a time as files write it. */
export function dayOf(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 10)}</time>`;
}
