import type { LogLine } from "./log-line.ts";
import { orderedLine } from "./ordered-line.ts";

/** The request without a word that anybody wrote: it counts, and cannot be called again. */
export function withoutTexts(line: LogLine): LogLine {
  return orderedLine({
    ...line,
    messages: undefined,
    redacted: true,
    expected: undefined,
    tools: undefined,
    tool_choice: undefined,
    response_schema: undefined,
    attempts: line.attempts.map((attempt) => ({
      ...attempt,
      text: undefined,
      tool_calls: undefined,
      signals: undefined,
      error: attempt.error && { ...attempt.error, detail: undefined },
    })),
  });
}
