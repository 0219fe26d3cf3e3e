/**
 * The yardstick: reads the same rows twice with the same parser and writes one JSON line an
 * outcome, and does nothing else. Usage: node bench/plain-loop.ts TABLE.csv OUT.jsonl
 */
import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { parse } from "csv-parse";

const [table = "", out = ""] = process.argv.slice(2);

const rows = (): AsyncIterable<readonly string[]> =>
  createReadStream(table).pipe(parse({ bom: true, from_line: 2 }));

let checked = 0;
for await (const row of rows()) checked += row.length;

const file = createWriteStream(out, { highWaterMark: 1 << 20 });
for await (const row of rows()) {
  for (const route of ["strong", "weak"]) {
    const offset = route === "weak" ? 4 : 8;
    const line = JSON.stringify({
      record: row[0],
      route,
      accepted: row[offset] === "true",
      input_tokens: Number(row[offset + 1]),
      output_tokens: Number(row[offset + 2]),
      latency_ms: Number(row[offset + 3]),
    });
    if (!file.write(`${line}\n`)) await once(file, "drain");
  }
}
file.end();
await finished(file);
console.log(`${checked} cells`);
