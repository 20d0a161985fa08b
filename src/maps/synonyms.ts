import { stem } from "./stem.ts";

/** What the field calls by several words, a group a line; words of two are written as one. */
const GROUPS = `
db database postgres postgresql pg sql mysql mariadb rdbms
psql postgres postgresql pg
auth authentication authenticate login logon signin signon signup logout sso identity
auth authorization permission access role
session token jwt jwks bearer cookie
auth session jwt
user account auth
llm model gpt ai chatbot assistant completion
chat llm chatbot conversation bot message
languagemodel llm model
compose container stack orchestration
docker container image dockerfile
compose dockercompose
stack service
env environment variable dotenv setting config configuration
env variable var secret credential setting
secret key credential password token apikey
port url address endpoint host
endpoint route api url rest
shell prompt console terminal repl cli
publish expose port
deploy deployment release rollout production ship
production prod live
development dev local
log logging output stdout trace
test testing pytest spec
spec specification requirement urs
spec document documentation doc contract
requirement userrequirement urs
discussion decision adr rationale
migration schema alembic migrate revision ddl
migration upgrade downgrade
schema table column
frontend ui page web browser website client gui
frontend webapp site spa
ui interface screen component
backend api server serverside service
cache caching memcache ttl inmemory
queue job worker task background
health healthcheck healthy status alive heartbeat
doc swagger openapi redoc
command target make shortcut
makefile make gnumake
command cli script
script shell bash sh tool
preflight validation precheck startupcheck
validate check verify
preflight prerequisite
startup start boot launch
storage bucket blob s3 objectstorage
mail email smtp
monitoring metrics dashboard observability
alert alarm notification
ci pipeline workflow
search index fulltext
ingress proxy reverseproxy gateway loadbalancer
tls ssl https certificate
refused unreachable econnrefused
allocated eaddrinuse
timeout etimedout slow hang
resolve enotfound dns
memory oom killed
disk space full enospc
permission denied forbidden eacces
unauthorized 401 auth
restart crash crashloop
hotreload reload watch
image build dockerfile
dependency package
volume mount persistence
example template sample`;

const table = new Map<string, Set<string>>();
for (const line of GROUPS.trim().split("\n")) {
  const group = line.split(" ").map(stem);
  for (const word of group) table.set(word, new Set([...(table.get(word) ?? []), ...group]));
}

/** Stems of other words for the same thing in the field; none for a word that the table does not know. */
export function synonymsOf(term: string): string[] {
  return [...(table.get(term) ?? [])].filter((other) => other !== term);
}

/** The stems of every word that the table knows. */
export function wordsWithSynonyms(): Iterable<string> {
  return table.keys();
}
