/** What a workspace without a map has to point to. Paths are relative to it. */
export interface Findings {
  composeFiles: string[];
  services: { name: string; file: string; image?: string; dockerfile?: string }[];
  makefile?: string;
  envTemplate?: string;
  /** Markdown files and folders of documents. */
  documents: string[];
}

/** A component map of pointers to what is there, in the shape of docs/maps.md. Nothing in it that was not found. */
export function deriveMap({ composeFiles, services, makefile, envTemplate, documents }: Findings): string {
  const files = services.map((one) => one.file);
  const named = services.filter((one, index) => services.findIndex((other) => other.name === one.name) === index);
  return [
    ...(composeFiles.length > 0 ? ["## Infrastructure", entry("Docker Compose", [["Definitive Source", composeFiles.map(span)], ["Aliases", ["compose, containers, stack, services, ports, networks, volumes"]]])] : []),
    ...(makefile ? [entry("Makefile", [["Definitive Source", [span(makefile)]], ["Aliases", ["make targets, commands, tasks"]]])] : []),
    ...(named.length > 0 ? ["## Services"] : []),
    ...named.map((one) =>
      entry(one.name, [
        ["Docker", services.filter(({ name }) => name === one.name).map(({ file }) => `${span(file)} → \`services\` → ${span(one.name)}`)],
        ["Dockerfiles", one.dockerfile ? [span(one.dockerfile)] : []],
        ["Aliases", one.image ? [imageWords(one.image)] : []],
      ]),
    ),
    ...(envTemplate || documents.length > 0 ? ["## Configuration and Documents"] : []),
    ...(envTemplate ? [entry("Environment Variables", [["Template", [span(envTemplate)]], ["Where Used", [...new Set(files)].map(span)], ["Aliases", ["env, settings, secrets, configuration"]]])] : []),
    ...documents.map((path) => entry(path.replace(/\.md$/i, "").replace(/\/$/, ""), [["Definitive Source", [span(path)]]])),
  ].join("\n\n");
}

function entry(title: string, fields: [label: string, values: string[]][]): string {
  const written = fields.flatMap(([label, values]) => (values.length === 0 ? [] : values.length === 1 ? [`**${label}**: ${values[0] ?? ""}`] : [`**${label}**:\n\n${values.map((value) => `- ${value}`).join("\n")}`]));
  return [`### ${oneLine(title)}`, ...written].join("\n\n");
}

/** `postgres:15-alpine` and `${POSTGRES_IMAGE:-postgres:15}` are about postgres. */
function imageWords(image: string): string {
  return (image.match(/[A-Za-z]{3,}/g) ?? []).filter((word) => !/^(image|alpine|slim|latest|bookworm|docker|library)$/i.test(word)).join(", ");
}

function span(text: string): string {
  return `\`${oneLine(text).replaceAll("`", "'")}\``;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
