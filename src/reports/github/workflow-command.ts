import { visibleText } from "../visible-text.ts";

/** How loud an annotation is, in the words of GitHub's workflow commands. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** One annotation of a job, as GitHub shows it: a title and a line. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
}

/** The line on stdout that makes it; texts from data end neither a property nor the command. */
export function workflowCommand({ level, title, message }: Annotation): string {
  return `::${level} title=${property(title)}::${data(message)}`;
}

/** What GitHub's runner takes back: percent first, then what ends a line. */
function data(text: string): string {
  return visibleText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
