import { effectScope, nextTick } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const page = { documentElement: { lang: "zh-CN" }, cookie: "", getElementById: () => null };

beforeEach(() => {
  page.documentElement.lang = "zh-CN";
  vi.stubGlobal("document", page);
  vi.resetModules();
});
afterEach(() => vi.unstubAllGlobals());

async function asked(): Promise<string | undefined> {
  const house = vi.fn((_path: string, _init: RequestInit) => Promise.resolve(Response.json({})));
  vi.stubGlobal("fetch", house);
  const { read } = await import("./http");
  await read("/cases");
  const headers = house.mock.calls[0]?.[1].headers as Record<string, string> | undefined;
  return headers?.["Accept-Language"];
}

it("asks the house in the language the page began with", async () => {
  expect(await asked()).toBe("zh-CN");
});

it("asks in the language that was chosen, and tells the page", async () => {
  const { speak } = await import("./tongue");
  speak("en");
  expect(await asked()).toBe("en");
  expect(page.documentElement.lang).toBe("en");
});

it("asks again when the language changes, and only then", async () => {
  const { askAgain, speak } = await import("./tongue");
  const refresh = vi.fn();
  const scope = effectScope();
  scope.run(() => { askAgain(refresh); });
  speak("zh-CN");
  await nextTick();
  expect(refresh).not.toHaveBeenCalled();
  speak("en");
  await nextTick();
  expect(refresh).toHaveBeenCalledOnce();
  scope.stop();
});
