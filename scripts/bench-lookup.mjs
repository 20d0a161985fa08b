// How long a lookup takes in a map of many entries: read, scan, index and answer the first question in a new process, then
// many more. Usage: node scripts/bench-lookup.mjs [ROUNDS] [ENTRIES]. Times of one run on one machine.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";

const rounds = Number(process.argv[2] ?? 11);
const entries = Number(process.argv[3] ?? 10_000);
const root = join(import.meta.dirname, "..");
const folder = await mkdtemp(join(tmpdir(), "bench-lookup-"));
const map = join(folder, "component-map.md");

/** The same numbers from 0 to 1 each time. */
let state = 7;
const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
const WORDS = "account address alert archive asset audit backup badge basket billing booking branch broker budget button cache calendar campaign carrier catalog channel charge client cluster comment config contract counter courier coupon customer dashboard deadline delivery deposit device discount dispatch document domain driver editor endpoint engine event export feature field filter gateway graph group handler header history hook import index invoice item journal key label language layer layout ledger letter limit link listing loader locale location login lookup mailer manager mapping market member menu merge message metric migration mirror model monitor network notice number object offer order outbox owner package page parcel partner payment period permission picture pipeline plan player policy pool portal preview price printer process product profile project promotion provider proxy quota queue quote rating reader receipt record refund region registry release reminder renderer replica report request reservation resource response result review reward role route rule sample schedule schema scope search section seller sender sensor session setting shipment signal snapshot source stage statement station status stock storage stream subscriber supplier support survey table target tariff task tax team template tenant terminal ticket timer token tracker transfer trigger update upload user validator value vendor version voucher wallet warehouse widget worker workspace zone".split(" ");
const word = () => WORDS[Math.floor(next() * WORDS.length)] ?? "";
const entry = (number) => `### ${word()} ${word()} ${number}\n\n**Definitive Source**: \`compose.yaml\` → \`services\` → \`${word()}-${word()}\`\n\n**What's There**:\n\n- ${word()} ${word()} ${word()}\n- ${word()} ${word()}\n\n**Key Details**: ${word()} ${word()} ${word()} ${word()}\n\n**Aliases**: ${word()}, ${word()} ${word()}\n`;
await writeFile(map, `# Component map\n\n${Array.from({ length: entries }, (_, number) => (number % 100 === 0 ? `## ${word()} ${number}\n\n${entry(number)}` : entry(number))).join("\n")}`);

const asking = join(folder, "ask.ts");
await writeFile(asking, `
import { nodeFiles } from ${JSON.stringify(join(root, "src/host/node-files.ts"))};
import { documentsOf } from ${JSON.stringify(join(root, "src/knowledge/find-components.ts"))};
import { mapEntries } from ${JSON.stringify(join(root, "src/maps/map-entries.ts"))};
import { COMPONENT_WEIGHTS } from ${JSON.stringify(join(root, "src/maps/search-weights.ts"))};
import { buildSearch } from ${JSON.stringify(join(root, "src/maps/search.ts"))};
const [map, ...questions] = process.argv.slice(2);
const begun = performance.now();
const search = buildSearch(documentsOf(mapEntries(await nodeFiles.read(map, 1e8)), []), COMPONENT_WEIGHTS);
search.find(questions[0]);
const first = performance.now() - begun;
const times = [];
for (let round = 0; round < 5; round += 1) for (const question of questions) { const since = performance.now(); search.find(question); times.push(performance.now() - since); }
console.log(JSON.stringify({ first, times }));
`);
const bundle = await rolldown({ input: asking, platform: "node", logLevel: "silent" });
await bundle.write({ file: join(folder, "ask.mjs"), format: "esm" });

const questions = Array.from({ length: 400 }, (_, number) => [`where is the ${word()} ${word()} configured`, `${word()} ${word()} ${Math.floor(next() * entries)}`, `${word().replace(/(.)(.)$/, "$2$1")} ${word()}`, `which ${word()} does the ${word()} of the ${word()} use`][number % 4] ?? "");
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env;
const runs = Array.from({ length: rounds }, () => JSON.parse(spawnSync(process.execPath, [join(folder, "ask.mjs"), map, ...questions], { env, encoding: "utf8" }).stdout));
await rm(folder, { recursive: true, force: true });

const quantile = (list, part) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)] ?? 0;
const firsts = runs.map((run) => run.first);
const times = runs.flatMap((run) => run.times);
console.log(`lookup in ${entries} entries, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, N = ${rounds} processes of ${questions.length * 5} questions`);
console.log(`first answer (read, scan, index, answer)  median ${quantile(firsts, 0.5).toFixed(0)} ms, best ${quantile(firsts, 0).toFixed(0)} ms`);
console.log(`each further answer                       median ${quantile(times, 0.5).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms`);
