/** The plain loop beside an import: reads a file and parses each line, nothing else. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const path = process.argv[2] ?? "";
let calls = 0;
let tokens = 0;
for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
  const row = JSON.parse(line) as { readonly total_tokens?: number };
  calls += 1;
  tokens += row.total_tokens ?? 0;
}
console.log(`${calls} lines, ${tokens} tokens`);
