import type { ModelRequest } from "./model-request.ts";
import type { ReplayRecord, Signal } from "./replay-record.ts";

/** What a policy may see of a record: never what is expected, never an outcome. */
export interface RequestView {
  readonly recordId: string;
  readonly request: ModelRequest;
  readonly tags: Readonly<Record<string, string>>;
  readonly features: Readonly<Record<string, Signal>>;
  readonly owner: string | undefined;
  readonly workflow: string | undefined;
}

export function viewOf(record: ReplayRecord): RequestView {
  return {
    recordId: record.id,
    request: record.request,
    tags: record.tags,
    features: record.features,
    owner: record.owner,
    workflow: record.workflow,
  };
}
