import { expect, test } from "vitest";
import { scriptOf } from "../../../../src/comparison/mix/script-of-text.ts";

const texts = [
  ["Where is my order 1042?", "Latin"],
  ["Où est ma commande n° 1042 ?", "Latin"],
  ["Где мой заказ 1042?", "Cyrillic"],
  ["我的订单1042在哪里？", "Han"],
  ["注文1042はどこですか。", "Kana"],
  ["주문 1042는 어디에 있나요?", "Hangul"],
  ["أين طلبي 1042؟", "Arabic"],
  ["איפה ההזמנה שלי", "Hebrew"],
  ["Πού είναι η παραγγελία μου;", "Greek"],
  ["मेरा ऑर्डर कहाँ है?", "Devanagari"],
  ["คำสั่งซื้อของฉันอยู่ที่ไหน", "Thai"],
] as const;

for (const [text, script] of texts) {
  test(`${script} is what most letters of "${text}" are`, () => {
    expect(scriptOf(text)).toBe(script);
  });
}

test("a foreign word or two do not change a text's script", () => {
  expect(scriptOf("Der Kunde schrieb „заказ“ in das Feld der Bestellung")).toBe("Latin");
});

test("what holds no letters has no script", () => {
  expect(scriptOf("")).toBeUndefined();
  expect(scriptOf("1042 - 77 €?")).toBeUndefined();
});
