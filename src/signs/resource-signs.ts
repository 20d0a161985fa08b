import type { Sign } from "./sign.ts";

/** What is said when memory, disk, files or time run out. */
export const resourceSigns: Sign[] = [
  {
    code: "file-watchers-used-up",
    patterns: [/System limit for number of file watchers reached|inotify_add_watch.{0,60}No space left|inotify instances|OS file watch limit reached|inotify (?:watch|instance) limit reached|ENOSPC.{0,60}watch/i],
    cause: "{who|The program} cannot watch more files: the host's limit is reached.",
    fix: "Raise fs.inotify.max_user_watches on the host, or let it watch fewer folders.",
    decisive: true,
  },
  {
    code: "disk-full",
    patterns: [/No space left on device|ENOSPC|disk quota exceeded|don't have enough free space|could not (?:write|extend) (?:to )?file .{1,160}(?:No space|wrote only)|There is not enough space on the disk|database or disk is full|OSError: \[Errno 28\]/i],
    cause: "The disk is full.",
    fix: "Free space: `docker system df` shows what the engine holds; logs, build cache and images that nothing uses go first.",
    decisive: true,
  },
  {
    code: "oom-killed",
    patterns: [/OOMKilled"?:? ?true|\bOOMKilled\b|Memory cgroup out of memory|Out of memory: Kill(?:ed)? process|oom-kill:|invoked oom-killer|Killed process \d{1,8}/i],
    cause: "A process was killed for lack of memory.",
    fix: "Raise the memory limit of the service, or find what grows in it.",
    decisive: true,
  },
  {
    code: "out-of-memory",
    patterns: [/JavaScript heap out of memory|FATAL ERROR: .{0,80}Allocation failed|java\.lang\.OutOfMemoryError(?!: unable to create)|\bMemoryError\b|Cannot allocate memory|ENOMEM|std::bad_alloc|runtime: out of memory|Allowed memory size of \d{1,12} bytes exhausted|Worker \(pid:\d{1,8}\) was sent SIGKILL! Perhaps out of memory/i],
    cause: "{who|The program} ran out of memory.",
    fix: "Give it more (its own heap setting, then the service's memory limit), or find what holds so much.",
    decisive: true,
  },
  {
    code: "killed",
    patterns: [/exited with code 137|exit code:? 137|exit(?:ed)? \(137\)|signal: killed|status 137|\bSIGKILL\b/i],
    cause: "A process was killed: for lack of memory, or because it did not end in time when it was stopped.",
    fix: "troubleshoot says which of the two it was, from the engine's events and the kernel's log.",
    tool: { name: "troubleshoot", arguments: {} },
    decisive: false,
  },
  {
    code: "too-many-open-files",
    patterns: [/Too many open files|\bEMFILE\b|\bENFILE\b|accept4?\(\) failed \(24/i],
    cause: "{who|The program} has too many files or connections open.",
    fix: "Find what is not closed again, then raise `ulimits.nofile` of the service.",
    decisive: true,
  },
  {
    code: "threads-used-up",
    patterns: [/can't start new thread|unable to create (?:new )?native thread|Resource temporarily unavailable.{0,60}fork|fork: retry|pthread_create failed/i],
    cause: "{who|The program} may start no more threads or processes.",
    fix: "Look for what starts so many, then at `pids_limit` and the limits of the host.",
    decisive: true,
  },
];
