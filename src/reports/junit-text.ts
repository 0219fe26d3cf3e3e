import { visibleText } from "./visible-text.ts";

/**
 * Text from data on one line that XML 1.0 can hold. `]]>` is broken up here because the builder
 * splits only the first one of a text.
 */
export function junitText(text: string): string {
  return visibleText(text).replaceAll("]]>", "]] >");
}
