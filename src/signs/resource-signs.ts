import type { Sign } from "./sign.ts";

/** What is said when memory, disk, files or threads run out. */
export const resourceSigns: Sign[] = [
  {
    code: "file-watchers-used-up",
    patterns: [/System limit for number of file watchers reached|inotify_add_watch.{0,60}No space left|inotify_init.{0,60}Too many open files|inotify instances|OS file watch limit reached|inotify (?:watch|instance) limit reached|ENOSPC.{0,60}watch|(?:max_user_watches|max_user_instances).{0,60}(?:reached|exceeded|too low)|too many inotify/i],
    cause: "{who|The program} cannot watch more files: the host's limit is reached.",
    fix: "Raise fs.inotify.max_user_watches on the host, or let it watch fewer folders.",
    decisive: true,
  },
  {
    code: "disk-full",
    patterns: [
      /No space left on device|\bENOSPC\b|disk quota exceeded|\bEDQUOT\b|don't have enough free space|could not (?:write|extend) (?:to )?file .{1,160}(?:No space|wrote only)|There is not enough space on the disk|database or disk is full|\[Errno 28\]|\bdisk is full\b|os error 28|critical space allocation|StorageFull|No space left/i,
      /flood[- ]stage (?:disk )?watermark|disk usage exceeded flood-stage|(?:high|low) disk watermark \[[^\]]{1,20}\] exceeded|Disk free space limit reached|disk resource limit alarm|free disk space (?:is )?(?:low|insufficient)/i,
      /(?:insufficient|not enough|low|out of) (?:free )?(?:disk|storage) space\b|minimum free (?:drive|disk) threshold|XMinioStorageFull|The table '[^']{1,120}' is full|Could not allocate (?:a new page|space for object)|available disk space of .{1,40} is less than/i,
      /Insufficient (?:free )?space (?:on|in|for)\b|ORA-01653|ORA-19809/i,
    ],
    cause: "The disk is full.",
    fix: "Free space: `docker system df` shows what the engine holds; logs, build cache and images that nothing uses go first.",
    decisive: true,
  },
  {
    code: "oom-killed",
    patterns: [/OOMKilled"?:? ?true|\bOOMKilled\b|Memory cgroup out of memory|Out of memory: Kill(?:ed)? process|oom-kill:|invoked oom-killer|oom_reaper: reaped|Killed process \d{1,8}|cgroup out of memory|terminated by (?:the )?(?:OOM|out.of.memory) killer/i],
    cause: "A process was killed for lack of memory.",
    fix: "Raise the memory limit of the service, or find what grows in it.",
    decisive: true,
  },
  {
    code: "out-of-memory",
    patterns: [
      /JavaScript heap out of memory|FATAL ERROR: .{0,80}Allocation failed|ERR_WORKER_OUT_OF_MEMORY|java\.lang\.OutOfMemoryError(?!: unable to create)|GC overhead limit exceeded|insufficient memory for the Java Runtime|Could not reserve enough space for .{0,20}object heap|OutOfMemoryException|\bMemoryError\b(?!\()|NoMemoryError|Unable to allocate [\d.]{1,12} [KMGT]iB/i,
      /Cannot allocate memory|\bENOMEM\b|std::bad_alloc|runtime: out of memory|cannot allocate memory|virtual memory exhausted|(?:^|: )out of memory\b[.!]?$|\b(?:process|ran|run|running|killed|fatal|failed|failing)\b.{0,30} out of memory\b|out of memory (?:error|exception)|memory allocation of \d{1,20} bytes failed/i,
      /Allowed memory size of \d{1,12} bytes exhausted|failed to allocate memory|out of memory allocating|(?:ERROR|FATAL): {1,2}out of memory|Out Of Memory allocating|CUDA out of memory|eheap_alloc: Cannot allocate|DefaultCPUAllocator: (?:can't|not enough) |MemoryLimitExceeded|MEMORY_LIMIT_EXCEEDED/i,
      /Worker \(pid:\d{1,8}\) was sent SIGKILL! Perhaps out of memory|(?:exited too early|process exited).{0,80}ran out of memory|signal terminated program (?:cc1|ld)|cc1plus.{0,40}Killed|circuit_breaking_exception|CircuitBreakingException|(?:LLVM|rustc|linker).{0,60}signal: 9/i,
    ],
    cause: "{who|The program} ran out of memory.",
    fix: "Give it more (its own heap setting, then the service's memory limit), or find what holds so much.",
    decisive: true,
  },
  {
    code: "too-many-open-files",
    patterns: [/Too many open files|\bEMFILE\b|\bENFILE\b|accept4?\(\) failed \(24|max file descriptors \[\d{1,9}\].{0,60}too low|os error 24|You requested maxclients of \d{1,9} requiring at least|(?:open files|nofile|file descriptor).{0,20}limit .{0,40}(?:too low|reached|exceeded)/i],
    cause: "{who|The program} has too many files or connections open, or is allowed too few.",
    fix: "Find what is not closed again, then raise `ulimits.nofile` of the service.",
    decisive: true,
  },
  {
    code: "threads-used-up",
    patterns: [/^(?!.{0,400}qemu).{0,300}failed to create new OS thread|can't start new thread|unable to create (?:new )?native thread|Resource temporarily unavailable.{0,60}fork|fork.{0,40}Resource temporarily unavailable|fork: retry|pthread_create failed|thread creation failed|failed to spawn thread|max number of threads \[\d{1,9}\].{0,60}too low|can't create Thread: Resource temporarily/i],
    cause: "{who|The program} may start no more threads or processes.",
    fix: "Look for what starts so many, then at `pids_limit` and the limits of the host.",
    decisive: true,
  },
  {
    code: "kernel-setting",
    patterns: [/max virtual memory areas (?<name>vm\.max_map_count)/, /(?<name>(?:vm|net|kernel|fs)\.[a-z_.]{2,60}) (?:\[\d{1,12}\] )?(?:is (?:too low|lower)|must be (?:set to|at least)|should be (?:at least|increased)|needs to be (?:set|increased|at least))/, /sysctl "(?<name>[\w.]{1,80})" (?:is not (?:allowed|in a separate)|not allowed)|sysctl: (?:setting key|cannot stat|permission denied on key) .{0,10}(?<name2>[\w./]{1,80})|open \/proc\/sys\/(?<name3>\S{1,80}): (?:no such|permission|read-only)/],
    cause: "A setting of the host's kernel {name|} is not what {who|the program} needs.",
    fix: "Set it on the host, or in the engine's virtual machine (`sysctl -w …`, and in /etc/sysctl.d to keep it); Elasticsearch alone in development needs it less with `discovery.type=single-node`.",
    decisive: true,
  },
];
