/** Scripts by the first and last code point of their letters, the frequent ones first. */
const ranges: readonly (readonly [from: number, to: number, script: string])[] = [
  [0x41, 0x5a, "Latin"],
  [0x61, 0x7a, "Latin"],
  [0xc0, 0x24f, "Latin"],
  [0x1e00, 0x1eff, "Latin"],
  [0x400, 0x52f, "Cyrillic"],
  [0x4e00, 0x9fff, "Han"],
  [0x3400, 0x4dbf, "Han"],
  [0x3040, 0x30ff, "Kana"],
  [0xac00, 0xd7af, "Hangul"],
  [0x1100, 0x11ff, "Hangul"],
  [0x600, 0x6ff, "Arabic"],
  [0x750, 0x77f, "Arabic"],
  [0x590, 0x5ff, "Hebrew"],
  [0x370, 0x3ff, "Greek"],
  [0x900, 0x97f, "Devanagari"],
  [0x980, 0x9ff, "Bengali"],
  [0xb80, 0xbff, "Tamil"],
  [0xe00, 0xe7f, "Thai"],
  [0x10a0, 0x10ff, "Georgian"],
  [0x530, 0x58f, "Armenian"],
];

/** So much of a text is looked at: the rest is rarely in another script. */
const CHARS_READ = 400;

/** With this share of kana a text in Chinese characters is Japanese. */
const KANA_OF_JAPANESE = 0.1;

/**
 * The script that most letters of a text are written in, by the names of Unicode: a stand-in for
 * its language where nobody has noted it. Absent: there are no letters of a known script.
 */
export function scriptOf(text: string): string | undefined {
  const counts = new Map<string, number>();
  let latin = 0;
  const end = Math.min(text.length, CHARS_READ);
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      const lower = unit | 0x20;
      if (lower >= 0x61 && lower <= 0x7a) latin += 1;
      continue;
    }
    const script = ranges.find(([from, to]) => unit >= from && unit <= to)?.[2];
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  if (counts.size === 0) return latin === 0 ? undefined : "Latin";
  counts.set("Latin", (counts.get("Latin") ?? 0) + latin);
  const kana = counts.get("Kana") ?? 0;
  const han = counts.get("Han") ?? 0;
  if (kana > 0 && kana >= KANA_OF_JAPANESE * (kana + han)) {
    counts.delete("Han");
    counts.set("Kana", kana + han);
  }
  const [[script, letters] = [undefined, 0]] = [...counts].toSorted(
    ([a, more], [b, less]) => less - more || (a < b ? -1 : 1),
  );
  return letters === 0 ? undefined : script;
}
