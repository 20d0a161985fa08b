import { UserError } from "../errors.ts";
import type { Files } from "../host/files.ts";

const folderName = ".devops-infra";
const mostBytes = 16 * 1024 * 1024;

/** The program's own folder in a workspace. It is made at the first write, with a `.gitignore` that covers all of it. */
export class StateFolder {
  readonly files: Files;
  readonly #root: string;

  constructor(files: Files, root: string) {
    this.files = files;
    this.#root = root;
  }

  /** The absolute path of a file in the folder, or of the folder itself. */
  path(name = ""): string {
    const folder = `${this.#root === "/" ? "" : this.#root}/${folderName}`;
    return name === "" ? folder : `${folder}/${name}`;
  }

  /** Makes the folder. Throws `path-outside` where a link would lead out of the workspace. */
  async ensure(): Promise<void> {
    await this.#refuseLinks("");
    await this.files.makeFolder(this.path());
    await this.files.create(this.path(".gitignore"), "*\n");
  }

  /** undefined when the file is not there or holds no JSON. */
  async readJson(name: string): Promise<unknown> {
    const text = await this.#readText(name);
    return typeof text === "string" ? parse(text)?.value : undefined;
  }

  /** Replaces the file in one step. One that holds no JSON is kept beside it as NAME.damaged. `mode` is 0o600 when left out. */
  async writeJson(name: string, value: unknown, mode = 0o600): Promise<void> {
    await this.ensure();
    if (name.includes("/")) await this.files.makeFolder(this.path(name.slice(0, name.lastIndexOf("/"))));
    const old = await this.#readText(name);
    if (old !== undefined && (old === tooLarge || !parse(old))) await this.files.rename(this.path(name), this.path(`${name}.damaged`));
    await this.files.write(this.path(name), `${JSON.stringify(value, null, 2)}\n`, mode);
  }

  /** Replaces a file that only people read, in one step. */
  async writeText(name: string, text: string): Promise<void> {
    await this.ensure();
    await this.#refuseLinks(name);
    await this.files.write(this.path(name), text, 0o600);
  }

  async #readText(name: string): Promise<string | typeof tooLarge | undefined> {
    await this.#refuseLinks(name);
    try {
      return await this.files.read(this.path(name), mostBytes);
    } catch (error) {
      if (error instanceof UserError && error.code === "file-too-large") return tooLarge;
      throw error;
    }
  }

  /** A repository may bring links in this place that point at files of the person who clones it. */
  async #refuseLinks(name: string): Promise<void> {
    const real = await this.files.realPath(this.path(name));
    if (real === undefined) return;
    const root = (await this.files.realPath(this.#root)) ?? this.#root;
    if (real === new StateFolder(this.files, root).path(name)) return;
    throw new UserError(
      "path-outside",
      `${this.path(name)} is a link or lies behind one; the program keeps its state in a folder of its own.`,
      `Remove the link ${folderName}${name === "" ? "" : `/${name}`} from the workspace.`,
    );
  }
}

const tooLarge = Symbol("too large");

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
