import { expect, test } from "vitest";
import { shownValues } from "../../src/compose/model-secrets.ts";

test("names, images, ports and files of the model may be shown although a variable holds them", () => {
  const shown = shownValues({
    name: "shop",
    services: { web: { image: "web:1", container_name: "the-web", ports: [{ target: 80, published: "8080", host_ip: "127.0.0.1" }, { target: 81 }], environment: { API_KEY: "k" }, build: { args: { BASE_IMAGE: "node:20", IMAGE_TOKEN: "t", MODE: "m" } } }, db: {} },
    networks: { default: { name: "shop_default" }, none: null },
    volumes: { data: { name: "shop_data" } },
  });
  expect(shown.toSorted()).toEqual(["127.0.0.1", "8080", "db", "node:20", "shop", "shop_data", "shop_default", "the-web", "web", "web:1"]);
});

test("without a model nothing is", () => {
  expect(shownValues(undefined)).toEqual([]);
});
