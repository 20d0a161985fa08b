import type { Sign } from "./sign.ts";

/** What migration tools say, and databases whose schema is not what the code expects. */
export const migrationSigns: Sign[] = [
  {
    code: "migration-heads",
    patterns: [/Multiple head revisions are present|Multiple heads are present|has multiple heads|MultipleHeads\b|multiple leaf nodes in the migration graph|Conflicting migrations detected/i],
    cause: "The migrations have more than one head: two branches each added one.",
    fix: "Merge the heads (`alembic merge heads`), or let the later migration follow the other.",
    decisive: true,
  },
  {
    code: "migration-revision-missing",
    patterns: [
      /Can't locate revision identified by '(?<name>[^']{1,60})'/i,
      /No such revision or branch '(?<name>[^']{1,60})'|no migration found for version (?<version>\d{1,20})/i,
      /NodeNotFoundError|migration .{1,80} dependencies reference nonexistent parent node|migration \d{1,20} was previously applied but is missing|applied migration not resolved locally|The following migrations? .{0,40}(?:applied|from the database) .{0,60}(?:not found locally|missing from)|migration directory is corrupt|database schema version .{0,40}(?:newer|higher|ahead)/i,
    ],
    cause: "The database stands at a migration {name|} that the code does not have.",
    fix: "Check out the branch that has the migration, or bring the database to one that both know.",
    decisive: true,
  },
  {
    code: "migration-pending",
    patterns: [
      /Target database is not up to date/i,
      /(?<name>column "?[\w.]{1,120}"?(?: of relation "[^"]{1,120}")?) does not exist/i,
      /relation "(?<name>[^"]{1,120})" does not exist/i,
      /UndefinedTableError|UndefinedColumnError|UndefinedTable\b|UndefinedColumn\b/,
      /no such (?:table|column): (?<name>[\w.]{1,120})|table \w{1,80} has no column named (?<name2>\w{1,80})/i,
      /Schema-validation: (?:missing|wrong column type).{0,40}\[(?<name>[^\]]{1,120})\]/,
      /Table '(?<name>[^']{1,120})' doesn't exist/i,
      /The (?:table|column) `(?<name>[^`]{1,120})` does not exist in the current database/,
      /Unknown column '(?<name>[^']{1,120})' in '|Invalid (?:object|column) name '(?<name2>[^']{1,120})'|ORA-00942|ORA-00904|unconfigured table (?<name3>\w{1,80})|Unknown table expression identifier '(?<name4>[^']{1,120})'/i,
      /TableNotFoundException|Base table or view not found|ActiveRecord::PendingMigrationError|ER_NO_SUCH_TABLE|ER_BAD_FIELD_ERROR|P202[12]\b/,
      /You have [1-9]\d{0,5} unapplied migration|(?:has|have) (?:[1-9]\d{0,4} )?(?:pending|unapplied) migrations|pending migrations? (?:must|need)|have not yet been applied|not yet reflected in a migration|has pending changes|Migrations are pending|need to (?:initialize|migrate|upgrade) the database|(?:database|schema) (?:is not initialized|is out of date|needs to be (?:migrated|upgraded|initialized))|There (?:are|is) (?:[1-9]\d{0,4} )?(?:pending|unapplied) migration/i,
    ],
    cause: "The database lacks {name|what the code expects}: a migration has not run.",
    fix: "Run the migrations (start_env with mode rebuild does, where the map names them), then look again.",
    tool: { name: "start_env", arguments: { mode: "rebuild" } },
    decisive: true,
  },
  {
    code: "migration-failed",
    patterns: [
      /Dirty database version (?<name>\d{1,20})|Database is dirty|migration \d{1,20} is partially applied|was previously applied but has been modified/i,
      /Migration (?<name>[\w.:-]{1,120}) failed|Migration "(?<name2>[^"]{1,120})" failed|migration failed(?: for change ?set)?(?: in line \d+)?:|\bmigrat(?:ions?|ing)\b.{0,60}\b(?:failed|fails|cannot be applied|could not be applied)\b|failed to (?:run|apply|execute|migrate)\b.{0,30}(?:migration|database)|Error (?:while )?(?:running|applying|executing) (?:the )?migrations?\b/i,
      /all later migrations canceled|InconsistentMigrationHistory|missing migrations found|DuplicateMigration\w{4,12}Error|is applied before its dependency|Detected failed migration|contains a failed migration|changesets? check sum|checksum mismatch for migration|Validate failed: |Found non-empty schema/i,
      /Could not acquire change ?log lock|(?:has|holds|acquire|waiting for) (?:a |the )?migrations? lock|Migration table is already locked|(?:Flyway|Liquibase|Migration)\w{0,40}Exception|FlywayValidate/i,
      /P3005|P3006|P3009|P3018|migrate found failed migrations|The database schema is not empty|Drift detected: /,
      /DuplicateTableError|DuplicateColumnError|Duplicate(?:Table|Column|Object)\b|relation "(?<name>[^"]{1,120})" already exists|column "(?<name2>[^"]{1,120})" of relation "[^"]{1,120}" already exists|(?:type|constraint|index|schema|function) "[^"]{1,120}"(?: for relation "[^"]{1,120}")? already exists/i,
      /(?:Table|table) '?"?(?<name>[\w.]{1,120})"?'? already exists|Duplicate column name '(?<name2>[^']{1,120})'|duplicate column name: (?<name3>\w{1,120})|Base table or view already exists|There is already an object named '(?<name4>[^']{1,120})'|Duplicate key name '/i,
      /sqlalchemy\.exc\.\w+.{0,40}alembic|alembic.{0,60}(?:failed|error)/i,
      /CannotCoerceError|NotNullViolationError|column "?[\w.]{1,80}"? (?:of relation "[^"]{1,80}" )?contains null values|cannot be cast automatically to type/i,
    ],
    cause: "A migration fails {name|}: the schema is not what it expects.",
    fix: "Read which statement failed, compare the schema with the version that the database says it has, and mend the migration.",
    decisive: false,
  },
];
