import { textIndex, type TextIndex } from "./text-index.ts";

/** Printable ASCII without capitals: stands for itself. */
const plain = /^[!-@[-`{-~]*$/;
const SHOWN = 3;

/** Ids that differ, but only in case, outer blanks or the way that accents are written. */
export interface LookAlikes {
  add(id: string): void;
  warning(): string | undefined;
}

/** Ids are compared exactly; what only looks the same is worth a warning. */
export function lookAlikes(ids: TextIndex): LookAlikes {
  const folded = textIndex();
  const shown: string[] = [];
  let count = 0;
  return {
    add: (id) => {
      if (folded.size === 0 && plain.test(id)) return;
      const form = id.normalize("NFC").trim().toLowerCase();
      const isKnown =
        form === id
          ? folded.find(form) !== undefined
          : ids.find(form) !== undefined || folded.add(form) < 0;
      if (!isKnown) return;
      count += 1;
      if (shown.length < SHOWN) shown.push(JSON.stringify(id));
    },
    warning: () => {
      if (count === 0) return undefined;
      const rest = count > shown.length ? ` and ${count - shown.length} more` : "";
      return `ids that differ only in case, blanks or accents are different records: ${shown.join(", ")}${rest}`;
    },
  };
}
