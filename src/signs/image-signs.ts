import type { Sign } from "./sign.ts";

/** What is said of images: fetching them, and whether they are made for this machine. */
export const imageSigns: Sign[] = [
  {
    code: "registry-credentials",
    patterns: [/error getting credentials|docker-credential-(?<name>[\w-]{1,40})"?: executable file not found|error storing credentials|credentials? (?:store|helper).{0,60}(?:not found|not initialized|failed)|pass not initialized|no basic auth credentials/i],
    cause: "The engine on this host cannot read the credentials of its registries: their helper {name|} is missing or fails.",
    fix: "Take `credsStore` or `credHelpers` out of ~/.docker/config.json (a leftover of Docker Desktop), or install the helper, and sign in again (`docker login`).",
    decisive: true,
  },
  {
    code: "registry-unreachable",
    patterns: [
      /(?:\bregistry(?!\.npm)|\bdocker\.io|https:\/\/[\w.:-]{1,100}\/v2\/).{0,200}(?:i\/o timeout|no such host|server misbehaving|connection refused|TLS handshake timeout|context deadline exceeded|connection reset|unexpected EOF|network is unreachable|50[234] |Service Unavailable|request canceled)/i,
      /You have reached your (?:unauthenticated )?pull rate limit|toomanyrequests|pull QPS exceeded|net\/http: TLS handshake timeout|net\/http: request canceled while waiting for connection/i,
    ],
    cause: "The image registry cannot be reached, or refuses more pulls.",
    fix: "Check the network and the proxy of the engine, sign in, or use an image that is here.",
    decisive: true,
  },
  {
    code: "image-missing",
    patterns: [
      /manifest (?:for (?<name>[^\s,]{1,120}) not found|unknown)/i,
      /repository (?<name>[^\s,]{1,120}) not found/i,
      /No such image: (?<name>[^\s,]{1,120})/i,
      /failed to resolve source metadata for (?<name>[^\s,]{1,160}): .{0,300}(?:not found|denied|unauthorized|insufficient_scope)/i,
      /pull access denied(?: for (?<name>[^\s,]{1,120}))?/i,
      /failed to solve: (?<name>[\w./:@-]{1,160}): [\w./:@-]{1,200}: not found|failed to resolve reference "?(?<name2>[^\s"]{1,160}).{1,300}: not found/i,
      /^Unable to find image '(?<name>[^']{1,160})' locally/i,
      /(?:Failed to pull image|Back-off pulling image) "(?<name>[^"]{1,160})"/i,
      /(?:^|: )image "?(?<name>[\w./:@-]{2,160})"? (?:not found|does not exist|could not be found)/i,
      /failed to fetch (?:oauth|anonymous) token: .{0,300}(?:40[13]|unauthorized|denied)/i,
      /manifests\/[^\s"]{1,160}"?: (?:unauthorized|denied|not found|forbidden)|unauthorized: (?:authentication required|access to the requested)|invalid reference format|requested access to the resource is denied|insufficient_scope|ErrImagePull|ImagePullBackOff|ErrImageNeverPull|denied: (?:denied|permission_denied|installation not allowed)|(?:^|: )name unknown: |short-name "?(?<name>[\w./-]{1,80})"? did not resolve/i,
    ],
    cause: "The image {name|} cannot be had: it does not exist under this name, or may not be pulled.",
    fix: "Correct its name and tag, sign in to its registry (`docker login`), or build it.",
    decisive: true,
  },
  {
    code: "image-damaged",
    patterns: [/failed to register layer(?!.{0,300}no space)|failed to extract layer|filesystem layer verification failed|Error processing tar file|unexpected (?:EOF|end of file).{0,40}(?:layer|pull|tar)|content digest \S{1,90} not found|layer does not exist|failed to (?:get|commit) (?:layer|snapshot)|unexpected commit digest|invalid tar header|parent snapshot \S{1,90} does not exist|mismatched image rootfs/i],
    cause: "An image came only in part, or what the engine keeps of it is damaged.",
    fix: "Pull it again; where that fails too, remove this image and the build cache (`docker builder prune`), and look at the disk.",
    decisive: true,
  },
  {
    code: "native-module-mismatch",
    patterns: [
      /Could not load the "(?<name>sharp)" module using|You installed (?<name2>esbuild) for another platform|could not locate the Query Engine for runtime|Query engine library for current platform .{0,60}could not be found/i,
      /[\s/"'](?<name>[\w@.-]{1,80}\.(?:node|so|dylib)): (?:invalid ELF header|cannot open shared object file: Exec format|wrong ELF class|file too short|mach-o)/i,
      /invalid ELF header|wrong ELF class|was compiled against a different Node\.js version|NODE_MODULE_VERSION \d{2,4}|ERR_DLOPEN_FAILED|incompatible architecture \(have|Could not locate the bindings file|symbol not found.{0,80}\.node|Error relocating \S{1,160}|(?:numpy|pandas)\.\w.{0,60}size changed, may indicate binary incompatibility|no native build was found for platform|Unable to load (?:native|shared) library .{0,200}(?:platform|architecture|musl)|incompatible .{0,20}with your (?:platform|architecture)/i,
    ],
    cause: "A package with machine code {name|} is installed for another system or version than it runs on.",
    fix: "Install the packages inside the image: keep node_modules (or the venv) of the host out by .dockerignore, give it a volume of its own where the source is mounted, and rebuild.",
    decisive: true,
  },
  {
    code: "image-platform",
    patterns: [/exec format error|no matching manifest for \S{1,60}|image(?:'s)? platform \S{1,60} does not match|does not match the specified platform|no match for platform in manifest|cannot execute binary file|rosetta error|qemu-\w{1,20}(?:-static)?: |qemu: uncaught target signal|image operating system "\w{1,20}" cannot be used|(?:exec|image) .{0,60}wrong architecture|Bad CPU type in executable/i],
    cause: "The image or program is made for another kind of processor.",
    fix: "Use an image for this machine's platform, or set `platform:` and let the engine emulate it.",
    decisive: true,
  },
];
