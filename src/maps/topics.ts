/**
 * What people mean by the things that entries are named after, a row each: words of a name, then the words that are used
 * for its subject. A name is not always what it is asked for by: nobody who asks for the login says Clerk.
 */
const ROWS = `
postgres postgresql pg: database, db, sql, tables, rows, records, data, queries, columns, models, psql, relational, stored, saved, persisted, permanently, kept, connection string, dump, query
mysql mariadb: database, db, sql, tables, rows, records, data, queries, relational, stored, persisted, connection string
sqlite duckdb: database, db, sql, tables, data, stored
mongodb mongo: database, db, documents, collections, nosql, data, stored
redis valkey keydb dragonfly: cache, caching, cached, in-memory store, key-value, TTL, expiry, expire, eviction, evicted, LRU, flush, stale, how long, old answers, remembered, memory limit, session store, pub sub
memcached: cache, caching, in-memory store, TTL, expiry
rabbitmq nats kafka activemq pulsar: queue, messages, broker, events, topics, consumers, publish, subscribe
celery sidekiq rq bullmq worker workers: background jobs, tasks, queue, scheduled jobs, asynchronous
elasticsearch opensearch meilisearch typesense solr: search engine, full-text search, index
minio s3: object storage, bucket, files, uploads
fastapi flask django starlette litestar: backend, api, server, python, endpoints, routes, REST, routers, web framework, swagger, openapi, CORS, allowed origins, uvicorn, business logic, controllers, handlers, middleware, health endpoint, request validation, unit tests of the backend, server code
express nestjs koa hono fastify: backend, api, server, node, javascript, endpoints, routes, REST, middleware, controllers, handlers, CORS
rails sinatra laravel symfony spring quarkus gin fiber actix axum phoenix aspnet: backend, api, server, endpoints, routes, REST, controllers, handlers, middleware, CORS
svelte sveltekit nextjs next nuxt vue react angular remix astro solid: frontend, ui, user interface, web app, website, pages, browser, client-side, components, layout, styles, css, look, buttons, forms, javascript, typescript, npm, node
vite webpack: frontend build, dev server, hot reload, bundler
alembic flyway liquibase migrations migration: schema change, database changes, revisions, upgrade, downgrade, add a column, new field, alter table, new table, roll back the schema, history of the schema, model changed, apply, pending, heads
prisma drizzle typeorm sqlalchemy: orm, models, entities, database access
clerk auth0 keycloak okta cognito authelia ory supertokens: authentication, authorization, auth, login, log in, sign in, sign up, registration, register, users, user accounts, identity, session, token, JWT, permissions, roles, who may, who is allowed, who can, logged in, identified, signed in, identity provider, unauthorized, protected
openrouter openai anthropic ollama litellm bedrock gemini mistral: AI, artificial intelligence, LLM, language model, model, chatbot, chat, assistant, bot, robot, GPT, prompt, completions, answers questions, model provider
stripe paypal adyen: payments, checkout, billing, invoices, subscriptions, cards
mailpit mailhog mailcatcher postfix smtp sendgrid mailgun: mail, email, e-mail, smtp, messages, inbox
grafana prometheus loki tempo: monitoring, metrics, dashboards, alerts, graphs
sentry: errors, crash reports, exceptions, tracking
nginx caddy traefik haproxy: reverse proxy, web server, TLS, https, routing, gateway, load balancer, certificates
compose: containers, services, stack, ports, published ports, host ports, port mapping, networks, volumes, health checks, start order, depends on, waits for, which services, what runs, local stack, orchestration, wired together, come up together, launched, restart policy, add a service, wait until healthy
dockerfile dockerfiles containerfile: image, images, build an image, how images are built, base image, FROM, layers, multi-stage, installed packages, entrypoint, CMD, user inside the image, rebuild, build context, node version, python version, container image
makefile justfile taskfile: make, targets, commands, shortcuts, recipes, available commands, developer commands, command line, one command, tasks, list of commands, what can I type
preflight: checks before a start, before starting, validation, prerequisites, startup checks, sanity checks, verified before, port is taken, port occupied, docker not running, missing folder, missing variable, refuses to start, aborts
env environment dotenv variables variable: settings, configuration, secrets, keys, API keys, credentials, passwords, env file, .env, template, required settings, placeholders, fill in, new variable, config variables, credentials file, local settings
specification specifications specs spec requirements: requirements, what the product must do, documents, written down, user requirements, user stories, acceptance criteria, technical design, interface contract, expected behaviour, what was agreed, feature description
discussion discussions adr decisions decision rfc: decisions, decided, why, reasons, reasoning, rationale, trade-offs, debated, talked about, considered alternatives, chosen, went with, arguments, instead of, notes, history of decisions, meeting notes
deployment deploy release: deployment, go live, production, rollout, roll back, release, ship, server, VPS, update production
backup backups: backup, restore, dump, recover, lost data
rollback: roll back, undo a release, return to the last version
scripts script tooling: scripts, generator, generate, scaffold, create from a template, automation, helper, skeleton, bootstrap a document, empty document, new document, regenerate, rebuild the index, index is out of date
ci github gitlab jenkins: continuous integration, pipeline, build server, automated tests, github actions
tests testing pytest vitest jest: tests, unit tests, integration tests, test suite, run the tests, coverage
logging logs: logs, log level, log format, log rotation, log output
kubernetes helm k8s: cluster, manifests, pods, ingress, deployment
terraform pulumi ansible: infrastructure as code, provisioning, servers
i18n translations locale locales: translations, languages, texts
prod production: production, live, deployed, server, limits, memory limits, restart policy, log rotation`;

const topics = new Map<string, string>();
for (const row of ROWS.trim().split("\n")) {
  const [names = "", words = ""] = row.split(": ");
  for (const name of names.split(" ")) topics.set(name, words);
}

/** The field's words for what a text is named after; "" where it names nothing known. */
export function topicsOf(name: string): string {
  const found = new Set<string>();
  // Read by hand: ten thousand entries are read before the first answer.
  for (const word of name.toLowerCase().split(/[^a-z0-9]+/)) {
    const words = topics.get(word);
    if (words !== undefined) found.add(words);
  }
  return [...found].join(", ");
}
