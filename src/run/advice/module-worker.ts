import { pathToFileURL } from "node:url";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";

/** What the thread of a team's function is started with. */
export interface ModuleWorkerData {
  readonly file: string;
  readonly exportName: string;
}

/** A question to the function, with the number that its answer bears: from 1. */
export interface ModuleQuestion {
  readonly number: number;
  readonly question: unknown;
}

/** What the thread says: first, under 0, whether it can be asked; then an answer to each question. */
export interface ModuleMessage {
  readonly number: number;
  readonly said: ModuleSaying;
}

export type ModuleSaying =
  | { readonly kind: "ready" }
  | { readonly kind: "unusable"; readonly because: string }
  | { readonly kind: "answer"; readonly route: string; readonly because: string | undefined }
  | { readonly kind: "no_answer"; readonly because: string };

type Ask = (question: unknown) => unknown;

const LONGEST_TEXT = 300;

if (parentPort !== null) await serve(parentPort, workerData as ModuleWorkerData);

/** Loads the function, and answers one question after the other with what it returns. */
async function serve(port: MessagePort, data: ModuleWorkerData): Promise<void> {
  const say = (number: number, said: ModuleSaying): void => {
    port.postMessage({ number, said } satisfies ModuleMessage);
  };
  const ask = await load(data);
  if (typeof ask === "string") {
    say(0, { kind: "unusable", because: ask });
    return;
  }
  port.on("message", ({ number, question }: ModuleQuestion) => {
    void answerTo(question, ask).then((said) => say(number, said));
  });
  say(0, { kind: "ready" });
}

/** A text: why there is no function to ask. */
async function load({ file, exportName }: ModuleWorkerData): Promise<Ask | string> {
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return `cannot be loaded: ${textOf(error)}`;
  }
  const exported = loaded[exportName];
  if (typeof exported === "function") return exported as Ask;
  const names = Object.keys(loaded);
  const exports = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
  return exported === undefined
    ? `has no export "${exportName}": ${exports}`
    : `its export "${exportName}" is no function`;
}

async function answerTo(question: unknown, ask: Ask): Promise<ModuleSaying> {
  try {
    return readAnswer(await ask(question));
  } catch (error) {
    return { kind: "no_answer", because: `threw ${textOf(error)}` };
  }
}

/** The name of a route, or `{route, because}`; reading it may run code of the module again. */
function readAnswer(value: unknown): ModuleSaying {
  if (typeof value === "string") return { kind: "answer", route: value, because: undefined };
  if (typeof value === "object" && value !== null) {
    const { route, because } = value as { readonly route?: unknown; readonly because?: unknown };
    const isReason = because === undefined || typeof because === "string";
    if (typeof route === "string" && isReason) {
      return { kind: "answer", route, because: because?.slice(0, LONGEST_TEXT) };
    }
  }
  const because = `answered ${textOf(value)}, not a route or {route, because}`;
  return { kind: "no_answer", because };
}

function textOf(value: unknown): string {
  try {
    const isError = value instanceof Error;
    const text = isError ? String(value) : (JSON.stringify(value) ?? typeof value);
    return text.slice(0, LONGEST_TEXT);
  } catch {
    return "what cannot be written down";
  }
}
