import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the command of the server names a program that the image does not have",
  expect: { code: "program-missing", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server["command"] = ["gunicorn", "server.main:app"];
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
