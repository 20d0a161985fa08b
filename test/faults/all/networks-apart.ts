import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server was put into a network of its own",
  expect: { code: "network-apart", service: "server" },
  async inject(stack) {
    stack.model(({ services, networks }) => {
      networks["apart"] = {};
      services.server["networks"] = ["apart"];
    });
    stack.after(() => stack.compose("rm", "-fs", "server"));
    await stack.renew("server");
    await stack.failing("server");
  },
};
