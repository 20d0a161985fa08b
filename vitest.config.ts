import { defineConfig } from "vitest/config";

// Two cores: more workers than that only make the timed tests lie.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: "unit", testTimeout: 60_000, include: ["test/**/*.test.ts"], exclude: ["test/contract/**", "test/live/**", "test/faults/**"] } },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"], globalSetup: ["test/contract/build-programs.ts"], testTimeout: 20_000, hookTimeout: 20_000, maxWorkers: 2 } },
      { test: { name: "live", include: ["test/live/**/*.test.ts"], globalSetup: [], testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 1, fileParallelism: false } },
      { test: { name: "faults", include: ["test/faults/*.test.ts"], testTimeout: 240_000, hookTimeout: 300_000, maxWorkers: 1, fileParallelism: false } },
    ],
  },
});
