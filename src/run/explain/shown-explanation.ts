import type { Explanation } from "../../core/explanation.ts";
import type { RunExplanation, RunRecordExplanation } from "../../core/run-explanation.ts";
import { toJournalLine } from "../../replay/to-journal-line.ts";
import { explanationJson } from "../../reports/explain-json.ts";
import { renderRouteChanges, renderRunRecord } from "../../reports/terminal/explain-run-text.ts";
import { renderExplanation } from "../../reports/terminal/explain-text.ts";

/** A result of `explain` or `diff`, as text or as JSON. */
export interface Shown {
  readonly text: (look: { readonly width: number; readonly colour: boolean }) => string;
  readonly json: () => string;
}

export function shownExplanation(explanation: Explanation): Shown {
  return {
    text: (look) => renderExplanation(explanation, look),
    json: () => explanationJson(explanation),
  };
}

export function shownRunExplanation(explanation: RunExplanation | RunRecordExplanation): Shown {
  if ("record" in explanation) {
    return {
      text: (look) => renderRunRecord(explanation, look),
      json: () => jsonText(recordAsFile(explanation)),
    };
  }
  return {
    text: (look) => renderRouteChanges(explanation, look),
    json: () => jsonText(changesAsFile(explanation)),
  };
}

function changesAsFile({ run, before, after, ...found }: RunExplanation): unknown {
  const { pairs, unpaired, changed, groups } = found;
  return {
    run,
    between: [before, after],
    pairs,
    unpaired,
    changed,
    groups: groups.map((group) => ({
      before: { route: group.before.route ?? null, because: group.before.because },
      after: { route: group.after.route ?? null, because: group.after.because },
      count: group.count,
      accepted_before: group.acceptedBefore,
      accepted_after: group.acceptedAfter,
      first_records: group.firstRecords,
    })),
  };
}

/** The decisions in the words of the run's journal, without attempts, answers and scores. */
function recordAsFile({ run, record, arms }: RunRecordExplanation): unknown {
  const policies = arms.map(({ policy, outcome }) => {
    const { attempts: _attempts, scores: _scores, ...line } = toJournalLine(outcome, policy);
    return line;
  });
  return { run, record, policies };
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
