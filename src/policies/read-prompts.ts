import type { ReferencePrompt } from "../core/classifier-rule.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { Problem } from "../core/problem.ts";

/** A line beyond it is no prompt but a data file, named by mistake. */
const MOST_PROMPTS = 100_000;

/** The prompts of a JSONL file, one `{"text": …, "intent": …}` a line; empty lines are skipped. */
export function readPrompts(
  { path, text }: { readonly path: string; readonly text: string },
  problems: Problem[],
): readonly ReferencePrompt[] {
  const prompts: ReferencePrompt[] = [];
  const complain = (line: number | undefined, message: string, hint?: string): void => {
    problems.push({ file: path, line, column: undefined, message, hint });
  };
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const prompt = promptOf(line);
    if (typeof prompt === "string") complain(index + 1, prompt, shape);
    else prompts.push(prompt);
  }
  if (prompts.length === 0 && text.trim() === "") complain(undefined, "holds no prompt", shape);
  if (prompts.length > MOST_PROMPTS) {
    const message = `holds ${prompts.length} prompts: ${MOST_PROMPTS} are the most`;
    complain(undefined, message, "keep the ones that tell intents apart");
  }
  return prompts;
}

const shape = 'each line is {"text": "where is my money", "intent": "refund"}';

/** A text: what is wrong with the line. */
function promptOf(line: string): ReferencePrompt | string {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return "is not JSON";
  }
  if (!isJsonObject(value)) return "is not a mapping";
  const { text, intent, ...others } = value;
  if (typeof text !== "string" || text.trim() === "") return 'has no "text"';
  if (typeof intent !== "string" || intent === "") return 'has no "intent"';
  const [other] = Object.keys(others);
  return other === undefined ? { text, intent } : `has the unknown key "${other}"`;
}
