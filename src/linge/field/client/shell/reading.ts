/** Reading that survives the lift and the cellar: what was read last is shown at once. */

import { onMounted, type Ref, ref, shallowRef } from "vue";

import { read, signIn, Fault, Unreachable } from "./http";
import { store } from "./store";
import { online } from "./net";
import { askAgain } from "./tongue";

export interface Reading<T> {
  readonly value: Ref<T | null>;
  /** When the value came from the house. */
  readonly at: Ref<Date>;
  readonly loading: Ref<boolean>;
  /** The house's sentence when it refused; empty otherwise. */
  readonly fault: Ref<string>;
  refresh(): Promise<void>;
}

/** The answer to a question: the kept one at once, then the fresh one. */
export function useReading<T>(path: string): Reading<T> {
  const value = shallowRef<T | null>(null);
  const at = ref(new Date());
  const loading = ref(true);
  const fault = ref("");

  async function refresh(): Promise<void> {
    loading.value = true;
    try {
      value.value = await readAndKeep<T>(path);
      at.value = new Date();
      fault.value = "";
    } catch (why) {
      if (why instanceof Fault) fault.value = why.message;
      else if (!(why instanceof Unreachable)) throw why;
    } finally {
      loading.value = false;
    }
  }

  onMounted(async () => {
    const kept = await store.kept.get(path);
    if (kept !== undefined) {
      value.value = kept.value as T;
      at.value = new Date(kept.at);
    }
    await refresh();
  });
  askAgain(refresh);
  return { value, at, loading, fault, refresh };
}

/** Read and keep for later; whoever is signed out is led to the door. */
export async function readAndKeep<T>(path: string): Promise<T> {
  try {
    const value = await read<T>(path);
    online.value = true;
    await store.kept.put({ key: path, value, at: new Date().toISOString() });
    return value;
  } catch (why) {
    if (why instanceof Unreachable) online.value = false;
    if (why instanceof Fault && why.status === 401) signIn();
    if (why instanceof Fault && why.status === 404) await store.kept.delete(path);
    throw why;
  }
}
