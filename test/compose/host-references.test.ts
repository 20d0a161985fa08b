import { expect, test } from "vitest";
import { cutAddresses, hostReferences } from "../../src/compose/host-references.ts";

const model = (environment: Record<string, string>) => ({ name: "shop", services: { web: { environment } } });

test.each<[Record<string, string>, object[]]>([
  [{ URL: "redis://cache:6380/0" }, [{ variable: "URL", host: "cache", port: 6380 }]],
  [{ URL: "postgresql+asyncpg://u:p@db/x" }, [{ variable: "URL", host: "db", port: 5432 }]],
  [{ BROKERS: "a:9092,b:9093" }, [{ variable: "BROKERS", host: "a", port: 9092 }, { variable: "BROKERS", host: "b", port: 9093 }]],
  [{ DB_HOST: "db", DB_PORT: "5433" }, [{ variable: "DB_HOST", host: "db", port: 5433, portVariable: "DB_PORT" }]],
  [{ PGHOST: "db", PGPORT: "5433" }, [{ variable: "PGHOST", host: "db", port: 5433, portVariable: "PGPORT" }]],
  [{ POSTGRES_USER: "postgres", TIME: "12:30:00" }, []],
  [{ URL: "http://api:8000/@me" }, [{ variable: "URL", host: "api", port: 8000 }]],
])("%j", (environment, expected) => {
  expect(hostReferences(model(environment), "web")).toEqual(expected);
});

// What stands behind the first @ would be a part of the password.
test.each(["postgres://u:p@ss@db:5432/x", "postgres://u:p/w@db/x", "postgres://u:p#w@db/x", "postgres://u:p@s#w/1@db:5432/x"])("an address that ends within its password names no host: %s", (URL) => {
  expect(hostReferences(model({ URL }), "web")).toEqual([]);
  expect(cutAddresses(model({ URL }), "web")).toEqual(["URL"]);
});

test.each(["postgres://u:p%40ss@db:5432/x", "http://api:8000/@me", "http://api/users?mail=a@b", "redis://:pw@cache:6379"])("and one that is whole: %s", (URL) => {
  expect(cutAddresses(model({ URL }), "web")).toEqual([]);
});
