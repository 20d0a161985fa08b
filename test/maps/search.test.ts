import { describe, expect, test } from "vitest";
import { COMPONENT_WEIGHTS, ISSUE_WEIGHTS } from "../../src/maps/search-weights.ts";
import { buildSearch, THRESHOLD, type Search } from "../../src/maps/search.ts";

const components: Record<string, string>[] = [
  { name: "Message Broker", aliases: "kafka, events", there: "topics and partitions, retention", pointers: "compose.yaml → services → kafka" },
  { name: "SvelteKit App", aliases: "frontend, ui", there: "pages and components", pointers: "apps/web/src/routes vite.config.ts" },
  { name: "PostgreSQL", aliases: "database", there: "image, port and volume", pointers: "docker/postgres/init.sql POSTGRES_USER make shell-db" },
  { name: "Health Checks", there: "what is asked of every service", pointers: "scripts/check_ports_available.sh" },
  { name: "Sign-In", there: "session tokens are verified here", vocabulary: "verifyToken sessionCookie" },
  { name: "Environment Variables", aliases: "env, settings", there: "required and optional variables", pointers: ".env.example" },
];

const search = (fields: Record<string, string>[], weights = COMPONENT_WEIGHTS): Search => buildSearch(fields.map((one, id) => ({ id, fields: one })), weights);
const first = (query: string, fields = components): string | undefined => fields[search(fields).find(query).hits[0]?.id ?? -1]?.["name"];

describe("what is found", () => {
  test.each([
    ["a name", "PostgreSQL", "PostgreSQL"],
    ["an alias", "where is the database", "PostgreSQL"],
    ["a name in two words", "svelte kit", "SvelteKit App"],
    ["two words as one", "healthchecks", "Health Checks"],
    ["the other form of a word", "how is a session verification done", "Sign-In"],
    ["the plural of a word", "partition", "Message Broker"],
    ["a verb with its particle", "how do I log in", "Sign-In"],
    ["a word of the field for the same", "which db", "PostgreSQL"],
    ["an abbreviation", "env", "Environment Variables"],
    ["a letter exchanged", "frontned", "SvelteKit App"],
    ["a letter missing", "kafa", "Message Broker"],
    ["a letter too many", "kafkaa", "Message Broker"],
    ["two letters wrong in a long word", "enviroment varibles", "Environment Variables"],
    ["the beginning of a long word", "postgre", "PostgreSQL"],
    ["an identifier", "check_ports_available", "Health Checks"],
    ["words of an identifier", "who checks the available ports", "Health Checks"],
    ["an identifier by its humps", "verify cookie", "Sign-In"],
    ["a path", "docker/postgres/init.sql", "PostgreSQL"],
    ["the name of a file alone", "init.sql", "PostgreSQL"],
    ["a file with a dot before", ".env.example", "Environment Variables"],
    ["a variable", "POSTGRES_USER", "PostgreSQL"],
    ["with punctuation around", "«Kafka»?!", "Message Broker"],
  ])("%s: %s", (_what, query, name) => {
    expect(first(query)).toBe(name);
  });
});

describe("what is not answered", () => {
  test.each([
    "",
    "?!",
    "what is it",
    "how do I configure terraform",
    "rabbitmq port",
    "the mongodb service",
    "which elasticsearch index is required",
    "where is the billing service image",
    "kube",
    "12345",
    "\u{1F680}",
  ])("%s", (query) => {
    expect(search(components).find(query).hits).toEqual([]);
  });

  test("the nearest are named where something is near, and only where nothing is an answer", () => {
    const { near } = search(components).find("where is the rabbitmq port");
    expect(near.map((id) => components[id]?.["name"])).toContain("PostgreSQL");
    expect(search(components).find("kafka").near).toEqual([]);
    expect(search(components).find("xylophone").near).toEqual([]);
  });
});

test("a hit says how sure it is, in order, and which words it has", () => {
  const { hits } = search(components).find("which port does the Databse use");
  expect(hits[0]).toEqual({ id: 2, score: expect.any(Number), matched: ["port", "databse"] });
  expect(hits.every(({ score }) => score >= THRESHOLD && score <= 1)).toBe(true);
  expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
});

test("an id is the caller's own, and the limit holds", () => {
  const twins = buildSearch([7, 3, 9].map((id) => ({ id, fields: { name: "Queue" } })), {});
  expect(twins.find("queue").hits.map(({ id }) => id)).toEqual([7, 3, 9]);
  expect(twins.find("queue", 2).hits).toHaveLength(2);
});

test("asking does not change what is answered", () => {
  const index = search(components);
  const before = index.find("database port");
  for (const query of ["kafka", "frontned", "nothing of that", "env settings port"]) index.find(query);
  expect(index.find("database port")).toEqual(before);
});

test("the word itself comes before another word for the same", () => {
  const stores = [{ name: "PostgreSQL" }, { name: "MySQL" }];
  expect(first("mysql", stores)).toBe("MySQL");
  expect(first("postgresql", stores)).toBe("PostgreSQL");
});

test("a name comes before a mention, and a whole name before a part of one", () => {
  expect(first("redis", [{ name: "Server", there: "uses redis for redis things, redis" }, { name: "Redis" }])).toBe("Redis");
  expect(first("database", [{ name: "Database Migrations" }, { name: "PostgreSQL", aliases: "db, database" }])).toBe("PostgreSQL");
  expect(first("database migrations", [{ name: "PostgreSQL", aliases: "db, database" }, { name: "Database Migrations" }])).toBe("Database Migrations");
});

test("a word that is known is no typo of another", () => {
  expect(first("cart", [{ name: "Card" }, { name: "Cart" }])).toBe("Cart");
});

test("a field without a weight weighs 1, and one of weight 0 nothing", () => {
  const fields: Record<string, string>[] = [{ a: "gateway" }, { b: "gateway" }];
  expect(search(fields, { a: 2 }).find("gateway").hits.map(({ id }) => id)).toEqual([0, 1]);
  expect(search(fields, { b: 2 }).find("gateway").hits.map(({ id }) => id)).toEqual([1, 0]);
  expect(search(fields, { a: 0 }).find("gateway").hits.map(({ id }) => id)).toEqual([1]);
  expect(search(fields, { a: 0, b: 0 }).find("gateway")).toEqual({ hits: [], near: [] });
});

describe("symptoms", () => {
  const issues: Record<string, string>[] = [
    { title: "Port already in use", symptoms: "the start fails with a bind error", causes: "another process holds the port", signals: "port is already allocated\naddress already in use", category: "Environment" },
    { title: "Database refuses the password", symptoms: "the backend cannot log in to PostgreSQL", causes: "POSTGRES_PASSWORD changed after the volume was made", signals: "password authentication failed for user", category: "Backend" },
    { title: "Database connection refused", symptoms: "the backend does not start", causes: "postgres is not healthy yet", signals: "connection refused\ncould not connect to server", category: "Backend" },
    { title: "Container is out of memory", symptoms: "a service restarts without a message", causes: "the memory limit is too low", signals: "OOMKilled\nexited with code 137", category: "Docker" },
    { title: "Migration is missing", symptoms: "queries fail after a pull", causes: "the schema is behind", signals: "relation does not exist\nUndefinedTable", category: "Backend" },
    { title: "Disk is full", symptoms: "builds and writes fail", causes: "old images and volumes", signals: "no space left on device", category: "Docker" },
    { title: "Chat does not answer", symptoms: "the chat shows an error", causes: "OPENROUTER_API_KEY is missing or wrong", signals: "401 Unauthorized from openrouter", category: "Application" },
    { title: "Page does not reload on changes", symptoms: "hot reload does nothing", causes: "the source is not mounted", category: "Development" },
  ];

  test.each([
    ['FATAL: password authentication failed for user "x"', 1],
    ['sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "postgres" (172.18.0.2), port 5432 failed: FATAL: password authentication failed for user "shop_user"', 1],
    ["Error response from daemon: driver failed programming external connectivity on endpoint web-1 (8c1f): Bind for 0.0.0.0:5432 failed: port is already allocated", 0],
    ["Error: listen EADDRINUSE: address already in use :::3000", 0],
    ["dial tcp 172.18.0.3:5432: connect: connection refused", 2],
    ["web-1 exited with code 137", 3],
    ['psycopg2.errors.UndefinedTable: relation "listings" does not exist', 4],
    ["write /var/lib/docker/tmp/GetImageBlob123: no space left on device", 5],
    ["hot reload is not working", 7],
    ["the AI chat is broken", 6],
    ["container keeps getting OOM killed", 3],
  ])("%s", (line, id) => {
    expect(search(issues, ISSUE_WEIGHTS).find(line).hits[0]?.id).toBe(id);
  });

  test.each(["TypeError: Cannot read properties of undefined (reading 'map')", "x509: certificate has expired or is not yet valid", "npm ERR! ERESOLVE unable to resolve dependency tree"])("not known: %s", (line) => {
    expect(search(issues, ISSUE_WEIGHTS).find(line).hits).toEqual([]);
  });
});

describe("ends soon", () => {
  test.each([
    ["one long word", "a".repeat(100_000)],
    ["joints without end", "a-".repeat(50_000)],
    ["capitals in turn", "aB".repeat(50_000)],
    ["apostrophes", "'s".repeat(50_000)],
    ["punctuation", "./_-:@".repeat(20_000)],
    ["many words", Array.from({ length: 20_000 }, (_, at) => `databse${at} frontned`).join(" ")],
    ["lone halves and NUL", "\ud800\0".repeat(50_000)],
  ])("%s", (_what, text) => {
    const begun = performance.now();
    search([...components, { name: text, there: text, pointers: text }]).find(text);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
