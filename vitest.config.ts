/**
 * `npm test` runs all but the slow tests; `npm run test:slow` (--mode slow) runs those and no
 * others.
 */
import { defineConfig } from "vitest/config";

const conditions = ["drmcheck-source", "module", "node", "default"];
const slow = "test/**/*.slow.test.ts";

export default defineConfig(({ mode }) => ({
  // "drmcheck" is our own source here, as it is for the type checker.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [mode === "slow" ? slow : "test/**/*.test.ts"],
    exclude: mode === "slow" ? [] : [slow],
    setupFiles: ["test/setup.ts"],
    env: { DRMCHECK_VERIFY_PURITY: "1" },
    coverage: { include: ["checker", "model", "specs", "counterexamples", "cli"] },
  },
}));
