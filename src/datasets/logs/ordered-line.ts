import type { LogLine } from "./log-line.ts";

/** The same with all fields in the order of `LogLine`: what is equal is written equally. */
export function orderedLine(line: LogLine): LogLine {
  const ordered: EveryField<LogLine> = {
    id: line.id,
    at_ms: line.at_ms,
    messages: line.messages,
    redacted: line.redacted,
    group: line.group,
    workflow: line.workflow,
    owner: line.owner,
    expected: line.expected,
    tags: line.tags,
    features: line.features,
    tools: line.tools,
    tool_choice: line.tool_choice,
    response_schema: line.response_schema,
    sla_ms: line.sla_ms,
    max_output_tokens: line.max_output_tokens,
    stream: line.stream,
    prompt_tokens: line.prompt_tokens,
    propensity: line.propensity,
    propensities: line.propensities,
    accepted: line.accepted,
    score: line.score,
    signals: line.signals,
    attempts: line.attempts,
  };
  return ordered;
}

/** No field may be forgotten, though most are absent. */
type EveryField<Line> = { readonly [Field in keyof Required<Line>]: Line[Field] };
