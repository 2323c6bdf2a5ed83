import { createHash } from "node:crypto";
import { resolve } from "node:path";

import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

const CLIENT = resolve(import.meta.dirname, "src/linge/field/client");
const OUT = resolve(import.meta.dirname, "src/linge/field/static/built/field");
const BASE = "/static/built/field/";

/** Writes into the service worker which files to keep, and a version that changes with any of them. */
function kept(): Plugin {
  return {
    name: "linge-kept",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") return;
      const files = Object.values(bundle).filter((file) => file !== worker);
      const hash = createHash("sha256").update(worker.code);
      files.forEach((file) => hash.update(file.type === "chunk" ? file.code : file.source));
      worker.code = worker.code
        .replace("__VERSION__", hash.digest("hex").slice(0, 12))
        .replace("__FILES__", files.map((file) => BASE + file.fileName).join(" "));
    },
  };
}

export default defineConfig({
  base: BASE,
  publicDir: false,
  plugins: [vue(), kept()],
  build: {
    target: "chrome87",
    cssTarget: "chrome87",
    outDir: OUT,
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    // The content policy forbids data: fonts; files stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { field: resolve(CLIENT, "main.ts"), sw: resolve(CLIENT, "sw.ts") },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunk-[name].js",
        assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "field.css" : "[name][extname]"),
      },
    },
  },
});
