/** htmx, started once. Its settings stand in the page's htmx-config, the CSRF header on the body. */
import htmx from "htmx.org";

const WORDS = {
  zh: { lost: "网络没有接通，请稍后再试。", fault: "系统暂时没有响应，请稍后再试。", many: "操作太频繁，请稍等一会儿再试。", door: "您没有这项权限。", gone: "这条记录不在您的范围内，或已经移走。" },
  en: { lost: "No connection. Please try again shortly.", fault: "The system is not answering. Please try again shortly.", many: "Too many requests. Please wait a moment.", door: "You do not have this permission.", gone: "This record is outside your area or has moved." },
};

function words(): (typeof WORDS)["zh"] {
  return document.documentElement.lang === "en" ? WORDS.en : WORDS.zh;
}

export function tell(message: string, kind = "error", undo = ""): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: { message, kind, undo } }));
}

document.addEventListener("htmx:sendError", () => tell(words().lost));
document.addEventListener("htmx:responseError", (event) => {
  const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
  const said: Record<number, string> = { 403: words().door, 404: words().gone, 429: words().many };
  tell(said[status] ?? words().fault);
});

export default htmx;
