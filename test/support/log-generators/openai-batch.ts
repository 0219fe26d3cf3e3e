import type { JsonObject } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import { logGenerator, type LogGenerator, type LogUnderWay } from "./generated-log.ts";
import { failuresByWords, type TrueCall, type TrueRequest } from "./true-request.ts";

/** A batch: what was asked in one file, answers in another, in any order, and errors in a third. */
export const openaiBatch: LogGenerator = logGenerator({
  format: "openai",
  shape: "batch",
  traits: {
    failures: failuresByWords,
    hasRetries: false,
    hasCacheRead: true,
    hasCacheWrite: false,
    hasReasoning: true,
    hasFirstToken: false,
    hasCacheHits: false,
    hasRedaction: false,
    hasCost: false,
    hasLatency: false,
    failuresHaveUsage: false,
    failuresHaveCost: false,
  },
  file: "output.jsonl",
  jostledBy: 500,
  write: (request, log) => {
    const [call] = request.calls as readonly [TrueCall];
    log.row(inputRow(request, call), "input.jsonl");
    if (call.failure !== undefined) writeError(request, call, log);
    else if (log.chance.isTrue(0.01)) forgetAnswer(call, log);
    else log.row(answerRow(request, call));
  },
});

function inputRow(request: TrueRequest, call: TrueCall): JsonObject {
  const messages = [{ role: "user", content: request.prompt }];
  const body = { model: call.requestedModel, messages, max_tokens: 500 };
  return { custom_id: `q-${request.number}`, method: "POST", url: "/v1/chat/completions", body };
}

function answerRow(request: TrueRequest, call: TrueCall): JsonObject {
  const message = { role: "assistant", content: call.text };
  const prompt = call.uncached + call.cacheRead;
  const body = {
    id: `chatcmpl-${request.number}`,
    object: "chat.completion",
    created: Math.floor(call.startMs / 1000),
    model: call.servedModel,
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: call.output,
      total_tokens: prompt + call.output,
      prompt_tokens_details: { cached_tokens: call.cacheRead },
      completion_tokens_details: { reasoning_tokens: call.reasoning },
    },
  };
  return {
    id: `batch_req_${request.number}`,
    custom_id: `q-${request.number}`,
    response: { status_code: 200, request_id: `rq-${request.number}`, body },
    error: null,
  };
}

/** An error answers like anything else, with a status, or stands for an answer; in a file of its own. */
function writeError(request: TrueRequest, call: TrueCall, { row, chance }: LogUnderWay): void {
  const { httpStatus, code, message } = call.failure!;
  const ids = { id: `batch_req_${request.number}`, custom_id: `q-${request.number}` };
  if (chance.isTrue(0.5)) {
    const response = {
      status_code: httpStatus,
      request_id: "rq",
      body: { error: { code, message } },
    };
    row({ ...ids, response, error: null }, "errors.jsonl");
  } else row({ ...ids, response: null, error: { code, message } }, "errors.jsonl");
}

function forgetAnswer(call: TrueCall, { totals }: LogUnderWay): void {
  // What is missing is a failed call of which nothing else is known.
  totals.missingAnswers += 1;
  countOne(totals.failures, "invalid_response");
  totals.unknownUsage += 1;
  totals.inputUncached -= call.uncached;
  totals.inputCacheRead -= call.cacheRead;
  totals.output -= call.output;
  totals.outputReasoning -= call.reasoning;
  totals.servedModels[call.servedModel]! -= 1;
  countOne(totals.servedModels, "none");
}

/** What an evaluation kept: each item with its answer and what the graders made of it. */
export const openaiEvals: LogGenerator = logGenerator({
  format: "openai",
  shape: "evals",
  traits: {
    failures: failuresByWords,
    hasRetries: false,
    hasCacheRead: true,
    hasCacheWrite: false,
    hasReasoning: false,
    hasFirstToken: false,
    hasCacheHits: false,
    hasRedaction: false,
    hasCost: false,
    hasLatency: false,
    failuresHaveUsage: false,
    failuresHaveCost: false,
  },
  write: (request, { row, chance, totals }) => {
    const [call] = request.calls as readonly [TrueCall];
    row(evalRow(request, call));
    if (call.failure === undefined) totals[request.isAccepted ? "accepted" : "notAccepted"] += 1;
    if (chance.isTrue(0.02)) {
      row({ object: "eval.run", id: `er-${request.number}`, status: "completed" });
      countOne(totals.skipped, "eval.run");
    }
  },
});

function evalRow(request: TrueRequest, call: TrueCall): JsonObject {
  const prompt = call.uncached + call.cacheRead;
  const { failure } = call;
  const answer = {
    output: [{ role: "assistant", content: call.text }],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: call.output,
      total_tokens: prompt + call.output,
      // Flat here, and not in an object of details.
      cached_tokens: call.cacheRead,
    },
    error: null,
  };
  return {
    object: "eval.run.output_item",
    id: `oi-${request.number}`,
    created_at: Math.floor(call.startMs / 1000),
    eval_id: "ev-1",
    run_id: "er-1",
    datasource_item_id: request.number,
    datasource_item: { id: `q-${request.number}`, question: request.prompt },
    status: failure === undefined ? "completed" : "errored",
    results:
      failure === undefined
        ? [
            { name: "exact", passed: request.isAccepted, score: Number(request.isAccepted) },
            { name: "short", passed: true, score: 0.5 },
          ]
        : [],
    sample: {
      model: call.servedModel,
      finish_reason: "stop",
      input: [{ role: "user", content: request.prompt }],
      ...(failure === undefined
        ? answer
        : { output: [], usage: null, error: { code: failure.code, message: failure.message } }),
    },
  };
}
