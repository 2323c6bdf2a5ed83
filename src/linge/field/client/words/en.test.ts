import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it } from "vitest";

import english from "./en.json";

const CLIENT = resolve(import.meta.dirname, "..");
/** Languages are told by their own names, and dates are made of signs. */
const NOT_WORDS = /^(中文|[年月日：、]|周[日一二三四五六])$/;

function sentences(): Set<string> {
  const files = readdirSync(CLIENT, { recursive: true, encoding: "utf8" });
  const code = files.filter((name) => /\.(vue|ts)$/.test(name) && !/test\.ts$|schema/.test(name));
  const quoted = code.flatMap((name) => {
    const text = readFileSync(resolve(CLIENT, name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, "");
    return [...text.matchAll(/"([^"\n]*[\u4e00-\u9fff][^"\n]*)"/g)].map((found) => found[1] ?? "");
  });
  const inner = quoted.flatMap((text) => text.match(/(?<=')[^']*[\u4e00-\u9fff][^']*(?=')/g) ?? [text]);
  return new Set(inner.filter((text) => !NOT_WORDS.test(text)));
}

it("has an English word for every sentence of the app, and none that is not said", () => {
  expect(Object.keys(english).sort()).toEqual([...sentences()].sort());
});

it("keeps the places of facts", () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [chinese, told] of Object.entries(english)) expect(places(told)).toEqual(places(chinese));
});
