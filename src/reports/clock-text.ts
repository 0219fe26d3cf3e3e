/** Time since a timeline's start: `0:10:00`, after a day `2 d 3:05:09`; parts of a second are cut. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const [minute, second] = [Math.floor(seconds / 60) % 60, seconds % 60];
  const time = [hours, two(minute), two(second)].join(":");
  return days === 0 ? time : `${days} d ${time}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
