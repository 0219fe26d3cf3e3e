/** What a transition rule waits for, as its text says it. */
export type TriggerForm =
  /** A failure kind, an event, or the name of a tag, feature or signal. */
  | { readonly kind: "name"; readonly name: string }
  /** HTTP statuses, both ends included: `429`, or `5xx` for 500 to 599. */
  | { readonly kind: "status"; readonly least: number; readonly most: number }
  /** `over 30 s`, `first token over 10 s`. */
  | { readonly kind: "slower_than"; readonly of: "complete" | "first_token"; readonly ms: number }
  /** Anything else is an expression over request, response and attempts. */
  | { readonly kind: "expression" };

const MS_PER_SECOND = 1000;

/** Reads what kind of trigger a text is; whether a name or an expression makes sense is not asked. */
export function triggerForm(text: string): TriggerForm {
  if (/^[A-Za-z_][\w-]*$/.test(text)) return { kind: "name", name: text };
  const status = /^([1-5])(\d\d|xx)$/.exec(text);
  if (status !== null) {
    const [, hundreds = "", rest = ""] = status;
    if (rest !== "xx") return { kind: "status", least: Number(text), most: Number(text) };
    return { kind: "status", least: Number(hundreds) * 100, most: Number(hundreds) * 100 + 99 };
  }
  const slower = /^(first token )?over (\d+(?:\.\d+)?) ?(ms|s)$/.exec(text);
  if (slower === null) return { kind: "expression" };
  const [, firstToken, amount = "", unit] = slower;
  const ms = Number(amount) * (unit === "s" ? MS_PER_SECOND : 1);
  return { kind: "slower_than", of: firstToken === undefined ? "complete" : "first_token", ms };
}
