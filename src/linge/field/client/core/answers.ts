/** What the house said of the edits of one family, as one answer for the outbox. */

import type { components } from "../api/schema";
import type { Answer } from "./outbox";

type EditOut = components["schemas"]["EditOut"];

/** Refused when any edit was, with its sentence; a conflict or a request is done and told. */
export function familyAnswer(request_id: string, answers: readonly EditOut[]): Answer {
  const whole = (outcome: Answer["outcome"], message = ""): Answer => ({
    request_id, outcome, message, number: null,
  });
  const refusal = answers.find((each) => each.code);
  if (refusal) return whole("refused", refusal.message ?? "");
  if (answers.some((each) => each.result === "held")) return whole("waiting");
  return whole("done");
}
