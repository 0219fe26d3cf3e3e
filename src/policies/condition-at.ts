import type { ConditionSource } from "../core/condition-source.ts";
import type { Path, Template } from "./template.ts";

/** Where an expression stands, with its text. */
export function conditionAt(template: Template, path: Path, text: string): ConditionSource {
  return { text, place: template.textPlace(path) };
}

/** The same of a key that may be left out. */
export function conditionIfAny(
  template: Template,
  path: Path,
  text: string | undefined,
): ConditionSource | undefined {
  return text === undefined ? undefined : conditionAt(template, path, text);
}
