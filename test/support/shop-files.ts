import type { FakeContainer } from "./fake-engine.ts";

export const SERVICES = ["postgres", "redis", "server", "frontend"];

export const COMPOSE_YAML = `name: shop
services:
  postgres:
    image: postgres:16
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
    ports: ["5432:5432"]
    healthcheck:
      test: pg_isready -U shop
    volumes: [pgdata:/var/lib/postgresql/data]
  redis:
    image: redis:7
    ports: ["6379:6379"]
    healthcheck:
      test: [CMD, redis-cli, ping]
  server:
    build: ./server
    env_file: .env
    depends_on:
      postgres: {condition: service_healthy}
      redis: {condition: service_healthy}
    ports: ["\${SERVER_PORT:-8011}:8011"]
    healthcheck:
      test: curl -fsS http://localhost:8011/health
  frontend:
    build: ./frontend
    depends_on:
      server: {condition: service_healthy}
    ports: ["5173:5173"]
  tools:
    image: shop-tools
    profiles: [tools]
volumes:
  pgdata:
`;

/** Values that must come out nowhere: under names that look secret, under a plain one, and in a URL. */
export const CANARIES = { POSTGRES_PASSWORD: "pg/Canary+8Kq2x", API_TOKEN: "tok-canary-77xZ9", GREETING: "violet canary waltz", DATABASE_URL: "url-Canary-p4ss" };

export const DOT_ENV = `POSTGRES_PASSWORD=${CANARIES.POSTGRES_PASSWORD}
API_TOKEN=${CANARIES.API_TOKEN}
GREETING=${CANARIES.GREETING}
DATABASE_URL=postgresql://shop:${CANARIES.DATABASE_URL}@postgres:5432/shop
SERVER_PORT=8011
`;

/** What compose's `config` makes of the file. */
export function shopModel() {
  const port = (target: number) => [{ mode: "ingress", target, published: String(target), protocol: "tcp" }];
  return {
    name: "shop",
    services: {
      postgres: { image: "postgres:16", environment: { POSTGRES_PASSWORD: CANARIES.POSTGRES_PASSWORD }, ports: port(5432), healthcheck: { test: ["CMD-SHELL", "pg_isready -U shop"] }, volumes: [{ type: "volume", source: "pgdata", target: "/var/lib/postgresql/data" }] },
      redis: { image: "redis:7", ports: port(6379), healthcheck: { test: ["CMD", "redis-cli", "ping"] } },
      server: {
        build: { context: "/srv/shop/server", dockerfile: "Dockerfile" },
        environment: { API_TOKEN: CANARIES.API_TOKEN, GREETING: CANARIES.GREETING, DATABASE_URL: `postgresql://shop:${CANARIES.DATABASE_URL}@postgres:5432/shop` },
        depends_on: { postgres: { condition: "service_healthy", required: true }, redis: { condition: "service_healthy", required: true } },
        ports: port(8011),
        healthcheck: { test: ["CMD-SHELL", "curl -fsS http://localhost:8011/health"] },
      },
      frontend: { build: { context: "/srv/shop/frontend", dockerfile: "Dockerfile" }, depends_on: { server: { condition: "service_healthy", required: true } }, ports: port(5173) },
    },
    volumes: { pgdata: { name: "shop_pgdata" } },
  };
}

const published = (port: number) => [{ containerPort: port, protocol: "tcp", address: "0.0.0.0", hostPort: port }];

/** The containers of the services: what they are made of and how long each takes until it answers. */
export const PARTS: Record<string, Partial<FakeContainer>> = {
  postgres: { image: "postgres:16", healthTest: ["CMD-SHELL", "pg_isready -U shop"], ports: published(5432), answersAfterMs: 400 },
  redis: { image: "redis:7", healthTest: ["CMD", "redis-cli", "ping"], ports: published(6379), answersAfterMs: 100 },
  server: { image: "shop-server", healthTest: ["CMD-SHELL", "curl -fsS http://localhost:8011/health"], ports: published(8011), answersAfterMs: 600 },
  frontend: { image: "shop-frontend", ports: published(5173), answersAfterMs: 200 },
};
