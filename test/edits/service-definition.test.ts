import { describe, expect, test } from "vitest";
import type { Model } from "../../src/compose/model.ts";
import { completeDefinition, type Definition } from "../../src/edits/service-definition.ts";

const MODEL: Model = { name: "shop", services: { web: { restart: "always", networks: { back: null } }, db: { restart: "always", networks: { back: null, default: null } } } };

interface Around {
  text?: string;
  values?: Record<string, string>;
  used?: string[];
  offered?: Record<string, string>;
  model?: Model;
}

function completed(asked: Definition, { text = "", values = {}, used = [], offered = {}, model = MODEL }: Around = {}) {
  return completeDefinition(asked, {
    name: "mail",
    model,
    services: new Map(Object.entries(model.services)),
    volumes: new Set(["data"]),
    text,
    taken: new Map(),
    variables: { read: (name) => values[name], used: new Set(used), offered: new Map(Object.entries(offered)) },
  });
}

const PORTS = '    ports:\n      - "127.0.0.1:${WEB_PORT:-8080}:80"\n';
const IMAGES = "    image: ${WEB_IMAGE:-nginx}\n";

describe("as the others are", () => {
  test.each<[string, Definition, Around, Definition]>([
    ["networks and restart", { image: "x" }, {}, { image: "x", networks: ["back"], restart: "always" }],
    ["not where it says otherwise", { image: "x", restart: "no", networks: [] }, {}, { image: "x", restart: "no", networks: [] }],
    ["a port by a variable", { ports: ["8025"] }, { text: PORTS }, { ports: ["127.0.0.1:${MAIL_PORT:-8025}:8025"] }],
    ["in small letters", { ports: ["8025", "1025"] }, { text: PORTS.replace("WEB_PORT", "web_port") }, { ports: ["127.0.0.1:${mail_port:-8025}:8025", "127.0.0.1:${mail_1025_port:-1025}:1025"] }],
    ["not by one that has a value", { ports: ["8025"] }, { text: PORTS, values: { MAIL_PORT: "8080" } }, { ports: ["127.0.0.1:${MAIL_8025_PORT:-8025}:8025"] }],
    ["not by one that others use", { ports: ["8025"] }, { text: PORTS, used: ["MAIL_PORT", "MAIL_8025_PORT"] }, { ports: ["127.0.0.1:${MAIL_8025_PORT_2:-8025}:8025"] }],
    ["not by one that the template has for something else", { ports: ["8025"] }, { text: PORTS, offered: { MAIL_PORT: "1" } }, { ports: ["127.0.0.1:${MAIL_8025_PORT:-8025}:8025"] }],
    ["by one that the template has for it", { ports: ["8025"] }, { text: PORTS, offered: { MAIL_PORT: "8025" } }, { ports: ["127.0.0.1:${MAIL_PORT:-8025}:8025"] }],
    ["three ports of one number, three variables", { ports: ["9001:80", "9002:80", "9003:80/udp"] }, { text: PORTS }, { ports: ["127.0.0.1:${MAIL_PORT:-9001}:80", "127.0.0.1:${MAIL_80_PORT:-9002}:80", "127.0.0.1:${MAIL_80_PORT_2:-9003}:80/udp"] }],
    ["an image by a variable", { image: "good:2" }, { text: IMAGES }, { image: "${MAIL_IMAGE:-good:2}" }],
    ["not by one that has a value", { image: "good:2" }, { text: IMAGES, values: { MAIL_IMAGE: "evil:1" } }, { image: "${MAIL_SERVICE_IMAGE:-good:2}" }],
    ["conditions", { depends_on: ["db", "web"] }, { model: { ...MODEL, services: { ...MODEL.services, db: { healthcheck: { test: ["CMD", "x"] } } } } }, { depends_on: { db: { condition: "service_healthy" }, web: { condition: "service_started" } } }],
  ])("%s", (_name, asked, around, definition) => {
    expect(completed(asked, around)).toMatchObject({ definition, refusals: [] });
  });
});

describe("variables without a value", () => {
  test.each<[Definition, string[], string[]]>([
    [{ image: "x:${TAG:?}" }, ["TAG"], []],
    [{ image: "x:${TAG}" }, [], ["TAG"]],
    [{ image: "x:$TAG", command: "${TAG:?}" }, ["TAG"], []],
    [{ image: "x:${TAG:-1}" }, [], []],
    [{ image: "x:${SET}${COMPOSE_PROJECT_NAME}" }, [], []],
    [{ environment: { PW: "pa$word" } }, [], []],
  ])("%j", (asked, required, plain) => {
    expect(completed(asked, { values: { SET: "1" } }).missing).toEqual({ required, plain });
  });
});

test("what was done otherwise is told", () => {
  const { notes } = completed({ image: "good:2", ports: ["9001:80", "9002:80", "9003:80/udp"] }, { text: IMAGES + PORTS, values: { MAIL_IMAGE: "evil:1" } });
  expect(notes).toEqual(["MAIL_IMAGE has a value or a use already, so the variable is called MAIL_SERVICE_IMAGE"]);
  expect(completed({ image: "${MAIL_IMAGE:-good:2}" }, { values: { MAIL_IMAGE: "other:1" } }).notes).toEqual(["MAIL_IMAGE has a value already, which counts in place of the default in image"]);
});
