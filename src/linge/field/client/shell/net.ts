/** Whether the house can be reached, as far as the phone knows. */

import { ref } from "vue";

export const online = ref(navigator.onLine);
addEventListener("online", () => {
  online.value = true;
});
addEventListener("offline", () => {
  online.value = false;
});
