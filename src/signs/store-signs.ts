import type { Sign } from "./sign.ts";

/** What caches, brokers, search engines and stores of files say. */
export const storeSigns: Sign[] = [
  {
    code: "redis-protected",
    patterns: [/DENIED Redis is running in protected mode/i],
    cause: "Redis takes connections of its own container only: it has no password and runs in protected mode.",
    fix: "Give it a password (`--requirepass`) and {who|its clients} the same, or let it listen for the network of the project (`--bind 0.0.0.0 --protected-mode no`) where no port is published.",
    decisive: true,
  },
  {
    code: "redis-password-wrong",
    patterns: [
      /NOAUTH (?:Authentication required|HELLO)|\bNOAUTH\b|WRONGPASS|invalid username-password pair/i,
      /\bAUTH .{0,40}without any password configured|Client sent AUTH, but no password is set|ERR invalid password|ERR wrong number of arguments for 'auth' command/i,
      /AuthenticationError: .{0,40}(?:Authentication required|invalid password)|HELLO must be called with the client already authenticated/i,
    ],
    cause: "Redis refuses {who|the program}: the password is missing, wrong, or not expected.",
    fix: "Bring the password of the Redis URL and the one that Redis was started with (`requirepass`) together.",
    decisive: true,
  },
  {
    code: "redis-readonly",
    patterns: [/You can't write against a read only (?:replica|slave)/i],
    cause: "{who|The program} writes to a Redis that is a replica.",
    fix: "Point it at the primary, or make this one a primary again (`REPLICAOF NO ONE`).",
    decisive: true,
  },
  {
    code: "redis-not-saving",
    patterns: [/MISCONF Redis is configured to save RDB snapshots|MISCONF Errors writing to the AOF|\bMISCONF\b|Can't save in background|Failed opening the (?:temp )?RDB file|Can't open or create append-only dir|Can't open the append-only file|Background saving error|Write error (?:saving DB|writing append only file)/i],
    cause: "Redis takes no writes: it cannot save its data to the disk.",
    fix: "Look at the free space and at the owner of its volume; its log has the reason of the failed save.",
    decisive: true,
  },
  {
    code: "redis-full",
    patterns: [/command not allowed when used memory|SERVER_ERROR out of memory storing object/i],
    cause: "The cache takes no writes: its memory (`maxmemory`) is used up and nothing may be evicted.",
    fix: "Raise `maxmemory`, choose an eviction policy, or let keys expire.",
    decisive: true,
  },
  {
    code: "redis-cluster",
    patterns: [/\b(?:MOVED|ASK) \d{1,5} [\w.:-]{1,80}:\d{1,5}|CROSSSLOT|CLUSTERDOWN|cluster support disabled|SELECT is not allowed in cluster mode/],
    cause: "{who|The program} and Redis do not agree on whether Redis is a cluster.",
    fix: "Use the client's cluster mode for a cluster and the plain one for a single Redis; keys of one command need a common hash tag.",
    decisive: true,
  },
  {
    code: "redis-command-unknown",
    patterns: [/ERR unknown (?:sub)?command ['`](?<name>[\w.| -]{1,60})|unknown command ['`](?<name2>[\w.]{1,60})['`], with args beginning/i],
    cause: "Redis does not know the command {name|that is used}: it lacks a module, or is too old.",
    fix: "Use an image that has it (redis/redis-stack for JSON, search and time series, or a newer Redis).",
    decisive: true,
  },
  {
    code: "redis-wrong-type",
    patterns: [/WRONGTYPE Operation against a key/],
    cause: "A key in Redis holds another kind of value than {who|the program} expects.",
    fix: "Two parts of the code, or an older version, use the same key: give one of them another prefix.",
    decisive: true,
  },
  {
    code: "broker-password-wrong",
    patterns: [
      /ACCESS_REFUSED|(?:PLAIN|AMQPLAIN) login refused|ConnectionClosedByBroker: \(403\)|ProbableAuthenticationError|user can only log in via localhost/i,
      /SaslAuthentication(?:Failed)?Exception|SASL authentication error|kafka.{0,80}SASL authentication failed|SASL_AUTHENTICATION_FAILED|Authentication failed during authentication due to invalid credentials|SaslAuthenticationFailed|\bSASL \S{1,30} mechanism handshake failed/i,
      /Connection Refused: (?:not authori[sz]ed|bad user ?name or password)|(?:nats: |')Authorization Violation|bad user name or password|User name or password \[.{0,80}\] is invalid|(?:TopicAuthorization|GroupAuthorization)Exception|NOT_AUTHORIZED - /i,
    ],
    cause: "The message broker refuses {who|the program}: its user, password or right is wrong.",
    fix: "Bring user and password of its URL and those that the broker was made with together; RabbitMQ's `guest` may only sign in from the broker's own container, and a volume keeps the first users.",
    decisive: true,
  },
  {
    code: "store-object-missing",
    patterns: [
      /UnknownTopicOrPartition|UNKNOWN_TOPIC_OR_PARTITION|does not host this topic-partition|Topic:? (?<name>[\w.-]{1,120}) not (?:found|present) in metadata/i,
      /NOT_FOUND - no (?:queue|exchange|binding) '(?<name>[^']{1,120})'|(?:NOT_ALLOWED|NOT_FOUND) - vhost '?(?<name2>[^'\s]{1,80})'? not found|vhost \S{1,80} not found/i,
      /index_not_found_exception|no such index \[(?<name>[^\]]{1,120})\]|Collection `(?<name2>[\w-]{1,120})` (?:doesn't exist|not found)|Index `(?<name3>[^`]{1,120})` not found/i,
      /NoSuchBucket|The specified bucket does not exist|bucket "?(?<name>[\w.-]{1,80})"? (?:does not exist|not found)|nats: stream not found|QueueDoesNotExist|NonExistentQueue|ResourceNotFoundException: .{0,80}(?:table|stream|queue)/i,
    ],
    cause: "The topic, queue, index or bucket {name|that is asked for} does not exist.",
    fix: "Create it before {who|the program} starts (a script of its own that the service waits for), or correct its name.",
    decisive: true,
  },
  {
    code: "cluster-without-leader",
    patterns: [/master_not_discovered_exception|MasterNotDiscovered|master not discovered(?: yet| or elected yet)|LEADER_NOT_AVAILABLE|LeaderNotAvailable|NOT_LEADER_FOR_PARTITION|no (?:known )?(?:leader|elected leader)\b|etcdserver: (?:no leader|leader changed)|No cluster leader|Not enough brain|NotEnoughReplicas|Replication factor: ?\d{1,3} larger than available brokers|NoShardAvailableActionException|all shards failed|quorum (?:lost|not (?:met|reached|available))/i],
    cause: "The cluster of {who|the store} has no leader, or fewer nodes than it needs.",
    fix: "For a single node say so in its settings (`discovery.type=single-node`, replication factor 1); else see why the other nodes do not join.",
    decisive: false,
  },
];
