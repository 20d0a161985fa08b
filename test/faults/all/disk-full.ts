import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the file system of the database's data is full",
  expect: { code: "disk-full", service: "postgres" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.postgres.volumes = [];
      services.postgres["tmpfs"] = ["/var/lib/postgresql/data:size=12m"];
    });
    await stack.renew("postgres");
    await stack.failing("postgres");
  },
};
