import { parentPort, workerData } from "node:worker_threads";
import type { ManifestParts } from "../manifest.ts";
import type { AskedJoins } from "./joins/asked-joins.ts";
import { joinAsked } from "./joins/join-asked.ts";
import { notPlain } from "./stretches/line-stretch.ts";
import {
  stretchReader,
  type StretchAnswer,
  type StretchAsked,
} from "./stretches/stretch-reader.ts";
import { doTasks } from "./tasks/do-tasks.ts";

export type LogTask =
  | { readonly kind: "stretch"; readonly asked: StretchAsked }
  | { readonly kind: "joins"; readonly asked: AskedJoins };

if (parentPort !== null) {
  const reader = stretchReader(workerData as ManifestParts);
  await doTasks(parentPort, (task: LogTask) =>
    task.kind === "joins" ? joinAsked(task.asked) : readAsked(task.asked),
  );

  async function readAsked(asked: StretchAsked): Promise<StretchAnswer> {
    return (await reader.read(asked).catch(notPlain)) ?? "not-plain";
  }
}
