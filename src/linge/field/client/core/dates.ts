/** Dates in words, always of Shanghai: a phone set to another zone shows the same. */

const SHANGHAI = 8 * 3600 * 1000;
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"] as const;
const DAYS_EN = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

export type Language = "zh" | "en";

function shanghai(moment: Date): Date {
  return new Date(moment.getTime() + SHANGHAI);
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** `09:05` */
export function clockTime(moment: Date): string {
  const there = shanghai(moment);
  return `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}

/** `11月23日 09:05`, of another year `2025年11月23日 09:05`. */
export function moment(at: Date, now: Date, language: Language): string {
  const there = shanghai(at);
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth() + 1, there.getUTCDate()];
  const thisYear = year === shanghai(now).getUTCFullYear();
  const iso = `${two(month)}-${two(day)}`;
  if (language === "en") return `${thisYear ? iso : `${year}-${iso}`} ${clockTime(at)}`;
  return `${thisYear ? "" : `${year}年`}${month}月${day}日 ${clockTime(at)}`;
}

/** The day for the head of the first page: `11月24日 周二`. */
export function dayWords(now: Date, language: Language): string {
  const there = shanghai(now);
  const weekday = there.getUTCDay();
  const [month, day] = [there.getUTCMonth() + 1, there.getUTCDate()];
  if (language === "en") return `${DAYS_EN[weekday]} ${two(month)}-${two(day)}`;
  return `${month}月${day}日 ${WEEKDAYS[weekday]}`;
}
