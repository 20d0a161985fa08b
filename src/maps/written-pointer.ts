/** A pointer as it stands in a map. */
export interface WrittenPointer {
  /** The label of the field that it stands in, as "Definitive Source". */
  role: string;
  /** The path or address before the first arrow, without code marks; for a make target or a variable the file that holds it. */
  path: string;
  /** What stands behind the arrows, in order, without code marks: `["services", "server", "ports"]`, `["check_ports_available()"]`. */
  anchor: string[];
  /** 1-based line of the map. */
  line: number;
  /** As it was written, for a person to find it. */
  written: string;
}
