/** A TCP socket in state LISTEN. `pid` and `process` are absent where this user may not see them. */
export interface Listener {
  address: string;
  port: number;
  pid?: number;
  process?: string;
}

export interface Machine {
  platform: NodeJS.Platform;
  /** The environment that the program was started with. */
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  cwd: string;
  tempFolder: string;
  /** 0 for root; undefined on Windows. */
  uid: number | undefined;
  pid: number;
  /** Changes at every boot of the machine; "" where it is not known. */
  bootId(): Promise<string>;
  /** When a process started, in an opaque form that tells two processes of one pid apart; undefined when it is gone. */
  processStart(pid: number): Promise<string | undefined>;
  /**
   * What the kernel's log says of processes that it killed for lack of memory, with the control group in `line`;
   * undefined where this user may not read that log. `atMs` is since 1970, to about a second.
   */
  memoryKills(): Promise<{ atMs: number; line: string }[] | undefined>;
  /** All listening TCP sockets of this host; undefined where the platform does not tell. */
  listeners(): Promise<Listener[] | undefined>;
}
