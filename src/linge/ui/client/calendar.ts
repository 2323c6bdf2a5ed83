/** The calendar under a day's field: loaded when one is first entered. Weeks start on Monday. */
import flatpickr from "flatpickr";
import { Mandarin } from "flatpickr/dist/l10n/zh.js";

import "../styles/calendar.scss";
import { completeDay } from "./inputs.ts";

const READS = { firstDayOfWeek: 1 } as const;

function dayOf(text: string): Date {
  const [year, month, day] = completeDay(text, new Date().getFullYear()).split("-").map(Number);
  return new Date(year ?? NaN, (month ?? NaN) - 1, day);
}

/** Puts a calendar on the input and opens it; what is typed stays typed. */
export function open(input: HTMLInputElement): void {
  const holder = input.closest("dialog") ?? document.body;
  const calendar = flatpickr(input, {
    allowInput: true,
    appendTo: holder,
    dateFormat: "Y-m-d",
    disableMobile: true,
    locale: document.documentElement.lang === "en" ? READS : { ...Mandarin, ...READS },
    monthSelectorType: "static",
    parseDate: dayOf,
  });
  calendar.open();
}
