/** Talking to the house: JSON in and out, the anti-forgery token with every write. */

import type { components } from "../api/schema";
import { tongue } from "./tongue";

export type Schemas = components["schemas"];
const API = "/api/v1";
const SIGN_IN = "/sign-in/?next=/field/";

/** The house answered, but said no. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The house could not be reached. */
export class Unreachable extends Error {}

/** Read something. */
export function read<T>(path: string): Promise<T> {
  return ask<T>("GET", path);
}

/** Write something as JSON, or a form with a file in it. */
export function write<T>(path: string, body: FormData | object = {}): Promise<T> {
  return ask<T>("POST", path, body);
}

/** Go to the page where one signs in. */
export function signIn(): void {
  location.assign(SIGN_IN);
}

/** The token for writes: the cookie's, since a kept shell may be older than the session. */
export function token(): string {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? document.getElementById("app")?.dataset["csrf"] ?? "";
}

async function ask<T>(method: string, path: string, body?: FormData | object): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": tongue.value };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  if (body !== undefined && !(body instanceof FormData)) headers["Content-Type"] = "application/json";
  const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
  const answer = await reach(API + path, { method, headers, body: sent ?? null });
  if (!answer.ok) throw await faultOf(answer);
  return (await answer.json()) as T;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin" });
  } catch {
    throw new Unreachable();
  }
}

async function faultOf(answer: Response): Promise<Fault> {
  const told = (await answer.json().catch(() => null)) as Partial<Schemas["Fault"]> | null;
  return new Fault(answer.status, told?.code ?? "", told?.message ?? String(answer.status));
}
