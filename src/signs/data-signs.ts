import type { Sign } from "./sign.ts";

/** What databases say of the files that they keep. */
export const dataSigns: Sign[] = [
  {
    code: "data-directory-version",
    patterns: [
      /database files are incompatible with server|initialized with (?:PG_CONTROL_VERSION|CATALOG_VERSION_NO)/i,
      /data directory was initialized by PostgreSQL version (?<version>[\d.]{1,10})/i,
      /Data Dictionary initialization failed|Cannot boot server version \d+ on data directory built by version|Unsupported redo log format|Upgrade (?:after a crash is not supported|is not supported after a crash)/i,
      /Wrong mongod version|Invalid featureCompatibilityVersion|featureCompatibilityVersion.{0,120}(?:incompatible|too (?:old|new)|must be)|This version of MongoDB is too recent to start up on the existing data files/i,
      /Can't handle RDB format version|Wrong signature trying to load DB from file/,
      /Invalid MySQL server (?:up|down)grade|Cannot (?:up|down)grade (?:server|from \d)|in 18\+, these Docker images are configured to store database data/i,
      /cannot (?:up|down)grade a node from version|cannot downgrade a node|was created (?:in|with) version \[[^\]]{1,40}\].{0,80}(?:minimum|compatible|required)|The index .{0,160}needs to be reindexed|minimum compatible (?:index )?version|created with an? (?:unsupported|incompatible) version/i,
      /cannot be opened because it is version \d{1,4}|cluster cannot be downgraded|required feature flags? (?:are )?not (?:enabled|supported)|Invalid cluster\.?id|unsupported (?:storage|on-disk) format|Cluster ID \S{1,60} doesn't match stored clusterId|store (?:files )?(?:needs? to be|must be) (?:upgraded|migrated)|The store format .{0,80}(?:not supported|unknown)|(?:data|database) (?:was|were) (?:created|written) (?:by|with) a (?:newer|more recent|later|different) version/i,
    ],
    cause: "The data in the volume of {who|the database} was written by another version of it.",
    fix: "Run the version that wrote the data, and move the data by a dump to the newer one. Keep the volume until then.",
    decisive: true,
  },
  {
    code: "data-directory-locked",
    patterns: [/lock file "[^"]{0,160}postmaster\.pid" already exists|Unable to lock (?:the lock file|\.?\/?ib\w{1,20})|DBPathInUse|failed to obtain node locks?|lock DB directory: resource temporarily unavailable|store and its lock file has been locked|Another (?:mongod|postmaster) .{0,60}(?:already running|using|holds)|database directory is locked|Failed to acquire lock on file .{0,120}\.lock/i],
    cause: "The data of {who|the database} is locked: another process uses it, or one that was killed left its lock.",
    fix: "See that only one container mounts this volume. If none runs, start it again: most databases clear the lock themselves once the other process is gone.",
    decisive: true,
  },
  {
    code: "data-directory-not-usable",
    patterns: [
      /data directory "(?<path>[^"]{1,120})" has (?:wrong ownership|invalid permissions|group or world access)/i,
      /initdb: error: directory "(?<path>[^"]{1,120})" exists but is not empty/i,
      /could not (?:create|open|access|change permissions of|read permissions of) (?:file|directory|lock file) "(?<path>\/var\/lib\/postgresql[^"]{0,120})"/i,
      /--initialize specified but the data directory has files in it|The designated data directory (?<path>\S{1,120}) is unusable/i,
      /(?:Data directory|NonExistentPath: Data directory) (?<path>\/\S{1,120}) not found|Can't create(?:\/write to)? (?:test )?file '(?<path2>\/var\/lib\/mysql[^']{0,80})'|Attempted to create a lock file on a read-only directory/i,
      /path\.data.{0,80}not writable|Unable to access 'path\.data'|failed to (?:create|bind) (?:node environment|service).{0,200}AccessDeniedException/i,
      /unable to open database file|SQLITE_CANTOPEN|could not (?:open|read|access) (?:directory|file) "(?<path>(?:pg_(?:notify|wal|xact|logical|tblspc|replslot|twophase|commit_ts|snapshots|subtrans|multixact)|base\/|global\/)[^"]{0,80})"/i,
      /Plugin 'InnoDB' (?:init function returned error|registration as a STORAGE ENGINE failed)|Unknown\/unsupported storage engine: InnoDB|open or create the system tablespace|is of a different size .{0,60} than specified|InnoDB: (?:Plugin initialization aborted|Operating system error number|No valid checkpoint found)/i,
    ],
    cause: "{who|The database} cannot use its data directory {path|}.",
    fix: "Look at the owner of the volume and at what lies in it: it must be empty or belong to this database, and the folder must be there.",
    decisive: true,
  },
  {
    code: "data-corrupt",
    patterns: [/could not locate a valid checkpoint record|invalid page in block|Bad file format reading the append only file|Short read or OOM loading DB|InnoDB: .{0,60}corrupt|PANIC: .{0,80}checkpoint|database disk image is malformed|SQLITE_CORRUPT|file is not a database|WiredTiger error.{0,160}(?:corrupt|WT_PANIC|checksum)|TranslogCorruptedException|CorruptIndexException|Table '[^']{1,120}' is marked as crashed|Internal error in AOF file|wal: crc mismatch|corrupt(?:ed)? (?:block|segment)\b/i],
    cause: "The data of {who|the database} is damaged.",
    fix: "Keep a copy of the volume, then restore the last backup.",
    decisive: true,
  },
  {
    code: "superuser-password-missing",
    patterns: [/Database is uninitialized and (?:superuser )?password (?:option )?is not specified|You must specify POSTGRES_PASSWORD|You need to specify one of .{0,40}MYSQL_ROOT_PASSWORD|OPENSEARCH_INITIAL_ADMIN_PASSWORD|Please (?:set|define) (?:an? )?(?:initial )?admin password|The (?:SA_PASSWORD|MSSQL_SA_PASSWORD) environment variable|Unable to set system administrator password/i],
    cause: "The database has no password to be made with.",
    fix: "Set its password variable (POSTGRES_PASSWORD, MYSQL_ROOT_PASSWORD) in .env and the compose file.",
    decisive: true,
  },
];
