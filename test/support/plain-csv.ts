/**
 * Rows of a CSV text by their column names. It shares no line with the reader of the product, so
 * that a test may recompute from the file what the product reports.
 */
export function plainCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]!;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === "," || char === "\n") {
      rows.at(-1)!.push(cell);
      cell = "";
      if (char === "\n") rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  if (cell !== "" || rows.at(-1)!.length > 0) rows.at(-1)!.push(cell);
  const [header = [], ...data] = rows.filter((row) => row.length > 0);
  return data.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])),
  );
}
