import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "all of apps/frontend is mounted over the image's folder, and hides its node_modules",
  expect: { code: "volume-hides-files", service: "frontend" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.frontend.volumes = ["./apps/frontend:/app"];
    });
    await stack.renew("frontend");
    await stack.failing("frontend");
  },
};
