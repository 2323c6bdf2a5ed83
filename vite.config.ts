import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { defineConfig } from "vitest/config";

/** Every face's entry; a context's entry (the map) joins once its file exists. */
const ENTRIES: Record<string, string> = {
  desk: "src/linge/desk/client/desk.ts",
  portal: "src/linge/portal/client/portal.ts",
  screen: "src/linge/screen/client/screen.ts",
  cases: "src/linge/cases/client/cases.ts",
  "cases-portal": "src/linge/cases/client/portal.ts",
  map: "src/linge/desk/map/client/map.ts",
  division: "src/linge/desk/map/client/division/division.ts",
};

const input = Object.fromEntries(
  Object.entries(ENTRIES)
    .map(([name, file]) => [name, resolve(import.meta.dirname, file)] as const)
    .filter(([, file]) => existsSync(file)),
);

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  css: {
    preprocessorOptions: {
      scss: {
        quietDeps: true,
        silenceDeprecations: ["import"],
        loadPaths: [resolve(import.meta.dirname, "node_modules")],
      },
    },
  },
  build: {
    target: "chrome87",
    cssTarget: "chrome87",
    outDir: resolve(import.meta.dirname, "src/linge/ui/static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    // The content policy forbids data: fonts; files stay files.
    assetsInlineLimit: 0,
    rolldownOptions: { input },
  },
  test: {
    include: ["src/linge/**/client/**/*.test.ts", "src/linge/field/**/*.test.ts"],
  },
});
