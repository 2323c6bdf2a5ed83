/** What typed values become: pure functions, and the inputs they are bound to. */
const digitsOf = (text: string): string => text.replace(/[０-９Ｘｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\s/g, "");

/** 990101 19900307 1234 */
export function groupId(text: string): string {
  const value = digitsOf(text).toUpperCase();
  return [value.slice(0, 6), value.slice(6, 14), value.slice(14)].filter(Boolean).join(" ");
}

/** 120 0000 0001 */
export function groupPhone(text: string): string {
  const value = digitsOf(text);
  return [value.slice(0, 3), value.slice(3, 7), value.slice(7)].filter(Boolean).join(" ");
}

/** 0314 and 20260314 become 2026-03-14; anything else stays as typed. */
export function completeDay(text: string, year: number): string {
  const value = digitsOf(text).replace(/[/.年月]/g, "-").replace(/日$/, "");
  if (/^\d{4}$/.test(value)) return `${year}-${value.slice(0, 2)}-${value.slice(2)}`;
  if (/^\d{8}$/.test(value)) return `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`;
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
  return parts ? `${parts[1]}-${parts[2]?.padStart(2, "0")}-${parts[3]?.padStart(2, "0")}` : text;
}

/** What an identity number tells: YYYY-MM-DD and the odd or even digit of the sex. */
export function readId(text: string): { birth: string; sex: "male" | "female" } | null {
  const parts = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/.exec(digitsOf(text).toUpperCase());
  if (!parts) return null;
  return { birth: `${parts[1]}-${parts[2]}-${parts[3]}`, sex: Number(parts[4]) % 2 ? "male" : "female" };
}

/** data-birth and data-sex name the fields that are filled, where they are still empty. */
function fillFrom(input: HTMLInputElement): void {
  const told = readId(input.value);
  if (!told || !input.form) return;
  for (const [kind, value] of [["birth", told.birth], ["sex", told.sex]] as const) {
    const field = input.form.elements.namedItem(input.dataset[kind] ?? "");
    if (field && "value" in field && !field.value) field.value = value;
  }
}

/** Regroups while typing without losing the place of the caret. */
function regroup(input: HTMLInputElement, group: (text: string) => string): void {
  const before = input.value.slice(0, input.selectionStart ?? 0).replace(/\s/g, "").length;
  const grouped = group(input.value);
  if (grouped === input.value) return;
  input.value = grouped;
  let place = 0;
  for (let seen = 0; place < grouped.length && seen < before; place += 1) {
    if (grouped[place] !== " ") seen += 1;
  }
  input.setSelectionRange(place, place);
}

document.addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  if (input.matches?.("[data-id-number]")) {
    regroup(input, groupId);
    fillFrom(input);
  }
  if (input.matches?.("[data-phone]")) regroup(input, groupPhone);
});

document.addEventListener("focusout", (event) => {
  const input = event.target as HTMLInputElement;
  if (input.matches?.("[data-date]") && input.value) {
    input.value = completeDay(input.value, new Date().getFullYear());
  }
});

/** Gaps are for the eye: they leave before the form does. */
function close(form: HTMLFormElement): void {
  form.querySelectorAll<HTMLInputElement>("[data-id-number], [data-phone]").forEach((input) => {
    input.value = digitsOf(input.value);
  });
}

document.addEventListener("submit", (event) => close(event.target as HTMLFormElement), true);
