import type { LogFormat } from "./log-format.ts";

/**
 * A format that rejects rows without any of the fields that are its own. A row of another format
 * has an id too, and says nothing of how it ended in our words: it would be read as an answer.
 */
export function ownRows(format: LogFormat, ...names: readonly string[]): LogFormat {
  const marks = names.join(" ").split(" ");
  return {
    ...format,
    read(row, reading) {
      if (marks.some((name) => row[name] !== undefined)) return format.read(row, reading);
      const because = `is no row of ${format.name}: it has none of ${marks.join(", ")}`;
      return reading.fault("row", because);
    },
  };
}
