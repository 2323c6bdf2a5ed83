/** The grid worker's phone app: knows its holder, opens the outbox, draws the first screen. */

import "vant/es/style/base.css";
import "vant/es/loading/index.css";
import "vant/es/overlay/index.css";
import "vant/es/popup/index.css";
import "vant/es/toast/index.css";
import "vant/es/tab/index.css";
import "vant/es/tabs/index.css";
import "vant/es/sticky/index.css";
import "vant/es/swipe/index.css";
import "vant/es/swipe-item/index.css";
import "vant/es/image/index.css";
import "vant/es/image-preview/index.css";
import "vant/es/pull-refresh/index.css";
import "./styles/field.css";
import "./styles/parts.css";
import "./styles/doors.css";

import { createApp } from "vue";

import FieldApp from "./FieldApp.vue";
import { openDoors } from "./shell/doors";
import { open } from "./shell/outbox";
import { meet } from "./shell/session";
import { resume } from "./shell/sketch";
import { register } from "./shell/worker";

async function start(): Promise<void> {
  await Promise.all([meet(), resume()]);
  createApp(FieldApp).mount("#app");
  await open();
  await register();
  await openDoors();
}

void start();
