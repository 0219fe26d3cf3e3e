import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Real outcome tables that stand beside the checkout where the project is developed. */
export const sharedData: string = resolve(import.meta.dirname, "../../../shared/data");

export const hasSharedData: boolean = existsSync(resolve(sharedData, "expected.json"));

if (!hasSharedData) console.log("skipped: the shared data folder is not beside this checkout");
