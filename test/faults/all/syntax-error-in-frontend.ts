import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the frontend's page was saved half written",
  expect: { code: "syntax-error", service: "frontend" },
  async inject(stack) {
    stack.replace("apps/frontend/src/routes/+page.server.ts", /^export/m, "export const = ;\nexport");
    await stack.failing("frontend");
  },
};
