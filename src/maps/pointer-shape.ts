import { isToolFolder } from "../text/build-output.ts";
import { leadsToPath } from "./pointer-words.ts";

/** What stands before the first arrow: a path, or an address. */
export interface PointerHead {
  path: string;
  /** What the path itself says behind `#` or `:`. */
  anchor: string[];
}

const EXTENSIONS = new Set(
  ("md mdx markdown rst txt yml yaml json jsonc json5 toml ini cfg conf py pyi ts tsx mts cts js jsx mjs cjs svelte vue astro sh bash zsh fish ps1 sql " +
    "html css scss go rs rb java kt php c h cc cpp hpp cs swift ex exs xml lock mako j2 tf hcl tfvars prisma graphql proto csv mk tpl tmpl env example service properties gradle").split(" "),
);
const NAMES = /^(?:(?:GNU)?[Mm]akefile|Dockerfile(?:[.-][\w.-]+)?|Containerfile|Caddyfile|Procfile|Jenkinsfile|Justfile|justfile|Tiltfile|Vagrantfile|Pipfile|Gemfile|Brewfile|LICENSE|README|CHANGELOG|CODEOWNERS)$/;
const DOTFILES = /^\.(?:env(?:[.-][\w.-]+)?|git(?:ignore|attributes|modules)|docker(?:ignore)|editorconfig|tool-versions|python-version|[a-z]+(?:rc|ignore))$/;
const PRODUCTS = /^(?:node|next|nuxt|vue|express|three|d3|nest|react|angular|ember|alpine|chart|backbone|moment|discord)\.js$|^(?:process|meta|import\.meta)\.env$/i;
/** Folders at the top of a repository: a code span `apps/server` is a path, `openai/gpt-4o` is not. */
const ROOTS = /^(?:\.{0,2}|apps?|src|source|docs?|docker|scripts?|packages|pkg|services?|libs?|tests?|config|configs|infra|infrastructure|deploy|deployment|ops|tools?|bin|cmd|internal|backend|frontend|server|web|api|database|db|migrations|alembic|specs?|specifications|references|examples?|static|public|assets|k8s|helm|charts|terraform|ansible|nginx|\..+)$/;
/** Endings of files that are also those of domains, products and fields of objects. */
const DOMAINS = /^(?:[a-z0-9-]+\.)+(?:md|py|sh|rs|cc|mk|tf|fish|properties|js|env|service)$/;
/** A host before the first slash: no folder is called so. */
const HOST = /^(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|ai|co|sh|rs|me|so|gg|xyz|cloud|info|edu|gov|example|local|internal|uk|de|eu|fr|us)$/i;

interface Reading {
  /** A code span, not a bare word. */
  loose: boolean;
  /** The field is one that holds paths, so a span with a slash is one. */
  known?: boolean;
}

/**
 * Reads a code span or, `loose` being false, a bare word of prose as the head of a pointer. Service names, URL paths,
 * host:port, images, mail addresses and values are none.
 */
export function pointerHead(text: string, { loose, known = false }: Reading): PointerHead | undefined {
  if (text.length > 400) return undefined;
  if (/^https?:\/\/[^/\s]\S*$/.test(text)) return { path: text, anchor: [] };
  if (/^[/~$@+&-]|:\/\/|[=$\\]/.test(text)) return undefined;
  const spaced = /\s/.test(text);
  if (spaced ? !loose : /["'`|;,!()<>]/.test(text.replace(/\([\w.-]+\)(?=\/|\.\w+$)/g, "").replace(/<[\w.-]+>/g, ""))) return undefined;
  const [path, fragment] = splitAt(text, text.indexOf("#"));
  const line = /^(.*[^:]):(\d{1,7})(?:-(\d{1,7})|:\d{1,7})?$/.exec(path);
  const file = line?.[1] ?? path;
  if (file.includes(":") || !(/\s/.test(file) ? isSpacedPath(file, known) : isPath(file, loose, known, line !== null))) return undefined;
  const lines = line ? [`L${line[2] ?? ""}${line[3] === undefined ? "" : `-L${line[3]}`}`] : [];
  return { path: file, anchor: fragment === "" ? lines : [decoded(fragment)] };
}

/** Whether a bare word without a folder may as well be a domain or a product: `docs.rs`, `asm.js`, and `main.py` too. */
export function mayBeDomain({ path, anchor: [line = ""] }: PointerHead): boolean {
  return DOMAINS.test(path) && (line === "" || /^L(?:80|443|[1-9]\d{3,4})$/.test(line));
}

/** Percent signs of an address as what they stand for. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isPath(path: string, loose: boolean, known: boolean, numbered: boolean): boolean {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (/^[\d.v/-]+$/.test(path) || PRODUCTS.test(path) || (!path.includes("/") && (/^[A-Z]\w*\.js$/.test(path) || path.includes("@")))) return false;
  // The walk over the workspace leaves them out, so a pattern in them can find nothing.
  if (/[*?]/.test(path) && parts.some(isToolFolder)) return false;
  if (numbered) return hasExtension(name) || NAMES.test(name);
  if (path.includes("/")) {
    if (parts.slice(1, -1).includes("") || /^(?:application|text|image|audio|video|multipart|font)\/[\w.+-]+$/.test(path) || HOST.test(parts[0] ?? "")) return false;
    if (name === "") return /[\p{L}\p{N}_\])*}]{2}\/$/u.test(path);
    if (hasExtension(name) || /\w\.example$/.test(name) || NAMES.test(name) || DOTFILES.test(name) || path.startsWith("./") || /^\.\.?[\w-]*\//.test(path)) return true;
    if (path.includes("**")) return true;
    return loose && (known || parts.length > 2 || ROOTS.test(parts[0] ?? "")) && !/^[\w-]+\.[a-z]{2,}$/.test(parts[0] ?? "");
  }
  if (hasExtension(name)) return true;
  return loose || /^(?:GNU)?[Mm]akefile$/.test(name) ? NAMES.test(name) || DOTFILES.test(name) : /^\.env(?:[.-][\w.-]+)?$/.test(name);
}

/** `my docs/size (b).md`: one path, where the whole looks like one and its first words are neither a command nor a phrase. */
function isSpacedPath(path: string, known: boolean): boolean {
  if (/["'`|;,!<>?*{}[\]&%]|\s-|\s\/|\/\s|\s\s|^\s|\s$/.test(path) || path.split("(").length !== path.split(")").length) return false;
  if (!hasExtension(path.slice(path.lastIndexOf("/") + 1)) && !(known && path.endsWith("/"))) return false;
  const words = path.split(" ");
  // Those before the first slash, or before the last word, may be another sentence's.
  const first = path.includes("/") ? (path.split("/")[0] ?? "").split(" ") : words.slice(0, -1);
  return first.length <= 6 && !first.some((word) => leadsToPath(word, words.at(-1) ?? "")) && !HOST.test(path.split("/")[0] ?? "") && !words.slice(0, -1).some((word) => hasExtension(word) || /[.:]$/.test(word));
}

/** A known ending after a name that has letters or a star. `.example` alone is a domain's. */
function hasExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  const before = name.slice(0, dot);
  if (dot <= 0 || !/[\p{L}_*\])]/u.test(before)) return false;
  const ending = name.slice(dot + 1);
  return ending === "example" ? /^\.|^env$|\.env\b/.test(before) || hasExtension(before) : EXTENSIONS.has(ending);
}

function splitAt(text: string, at: number): [string, string] {
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** The kinds of files whose anchors are written differently. */
export function anchorStyle(path: string): "keys" | "names" | "headings" | "variables" | "other" {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/^\.env|\.env$/.test(name)) return "variables";
  if (/\.(?:md|mdx|markdown|rst|txt)$/.test(name)) return "headings";
  if (/\.(?:ya?ml|jsonc?|toml|ini|cfg)$/.test(name)) return "keys";
  return /[Mm]akefile$|\.mk$/.test(name) ? "names" : "other";
}
