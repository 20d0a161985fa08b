export type PointerStatus = "ok" | "missing" | "moved" | "changed" | "external" | "unchecked";

/** A pointer as a result shows it, its status computed at the call. */
export interface Pointer {
  role: string;
  path: string;
  anchor?: string[];
  status: PointerStatus;
  /** 1-based, of what the anchor names; of a file without an anchor there is none. */
  line?: number;
  end_line?: number;
  url?: string;
  /** `moved`: where a file of the same name or content is. */
  found_at?: string;
}

/** A value read from its source during the call. */
export interface LiveValue {
  label: string;
  value: string;
  path: string;
  line: number;
}

/** That one part reaches another: `via` says how, as "depends_on (service_healthy)" or "REDIS_URL". */
export interface Connection {
  to: string;
  via: string;
  path: string;
  line: number;
}

/** A statement of the map that its source contradicts. */
export interface Drift {
  label: string;
  stated: string;
  actual: string;
  path: string;
  line: number;
}
