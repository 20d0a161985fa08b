import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the network was declared external, and does not exist",
  expect: { code: "network-missing" },
  async inject(stack) {
    stack.compose("down");
    stack.model(({ networks }) => {
      networks["bestays-network"] = { external: true, name: "no-such-network" };
    });
    await stack.up();
  },
};
