import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { serviceDangers } from "../../src/edits/service-dangers.ts";

const ROOT = "/srv/shop";
const codes = (definition: unknown) => serviceDangers(definition, { root: ROOT }).map((one) => one.code);
const bind = (source: string, target = "/x") => ({ volumes: [{ type: "bind", source, target, bind: { create_host_path: true } }] });
const port = (address?: string) => ({ ports: [{ mode: "ingress", target: 80, published: "8080", protocol: "tcp", ...(address === undefined ? {} : { host_ip: address }) }] });

describe("dangers", () => {
  test.each<[string, Record<string, unknown>]>([
    ["privileged", { privileged: true }],
    ["privileged", { privileged: "true" }],
    ["privileged", { build: { context: ROOT, privileged: true } }],
    ["privileged", { build: { context: ROOT, entitlements: ["security.insecure"] } }],
    ["privileged", { post_start: [{ command: ["x"], privileged: true }] }],
    ["docker-socket", bind("/var/run/docker.sock", "/var/run/docker.sock")],
    ["docker-socket", bind("/run/docker.sock")],
    ["docker-socket", bind("/run/user/1000/docker.sock")],
    ["docker-socket", bind("/run/containerd/containerd.sock")],
    ["docker-socket", bind("/run/podman/podman.sock")],
    ["docker-socket", bind(`${ROOT}/linked-docker.sock`)],
    ["docker-socket", bind(`${ROOT}/link`, "/var/run/docker.sock")],
    ["docker-socket", { volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"] }],
    ["docker-socket", { volumes: [{ type: "npipe", source: "\\\\.\\pipe\\docker_engine", target: "\\\\.\\pipe\\docker_engine" }] }],
    ["docker-socket", { use_api_socket: true }],
    ["host-network", { network_mode: "host" }],
    ["host-network", { build: { context: ROOT, network: "host" } }],
    ["host-pid", { pid: "host" }],
    ["host-ipc", { ipc: "host" }],
    ["host-uts", { uts: "host" }],
    ["host-userns", { userns_mode: "host" }],
    ["host-cgroup", { cgroup: "host" }],
    ["cgroup-parent", { cgroup_parent: "m-executor-abcd" }],
    ["host-mount", bind("/")],
    ["host-mount", bind("/etc")],
    ["host-mount", bind("/var/run")],
    ["host-mount", bind("/srv")],
    ["host-mount", bind("/srv/shopping")],
    ["host-mount", bind("/srv/shop/../other")],
    ["host-mount", bind("../other")],
    ["host-mount", bind("~/.ssh")],
    ["host-mount", { volumes: ["/etc/passwd:/x:ro"] }],
    ["host-mount", { volumes: ["~/.aws:/root/.aws"] }],
    ["host-mount", { volumes: ["../x:/x"] }],
    ["host-mount", { volumes: ["C:\\Users:/x"] }],
    ["host-mount", { volumes: ["..:/x"] }],
    ["host-mount", { volumes: ["~:/x"] }],
    ["host-mount", { volumes: ["./a/../../other:/x:ro,z"] }],
    ["host-mount", { volumes: ["//etc:/x"] }],
    ["host-mount", { volumes: [{ source: "~/.ssh", target: "/x" }] }],
    ["host-mount", { volumes: [{ type: "bind", source: "..", target: "/x", read_only: true }] }],
    ["capability", { cap_add: ["SYS_ADMIN"] }],
    ["capability", { cap_add: ["CHOWN", "cap_net_admin"] }],
    ["capability", { cap_add: ["ALL"] }],
    ["capability", { cap_add: ["SYS_PTRACE"] }],
    ["device", { devices: ["/dev/sda:/dev/sda"] }],
    ["device", { devices: [{ source: "/dev/kvm", target: "/dev/kvm", permissions: "rwm" }] }],
    ["device", { device_cgroup_rules: ["a *:* rwm"] }],
    ["unconfined", { security_opt: ["seccomp:unconfined"] }],
    ["unconfined", { security_opt: ["apparmor=unconfined"] }],
    ["unconfined", { security_opt: ["no-new-privileges:false"] }],
    ["unconfined", { security_opt: ["label:disable"] }],
    ["unconfined", { security_opt: ["label=type:spc_t"] }],
    ["unconfined", { security_opt: ["systempaths=unconfined"] }],
    ["sysctl", { sysctls: { "kernel.core_pattern": "|/x" } }],
    ["sysctl", { sysctls: ["kernel.msgmax=65536"] }],
    ["provider", { provider: { type: "awesomecloud" } }],
    ["foreign-container", { volumes_from: ["container:other:ro"] }],
    ["foreign-container", { network_mode: "container:other" }],
    ["foreign-container", { pid: "container:other" }],
    ["foreign-container", { build: { context: ROOT, network: "container:other" } }],
    ["remote-build", { build: { context: "https://github.com/a/b.git#main:x" } }],
    ["remote-build", { build: "git@github.com:a/b.git" }],
    ["remote-build", { build: { context: "github.com/a/b" } }],
    ["remote-build", { build: { context: "ssh://git@host/a" } }],
    ["remote-build", { build: { context: "http://host/a.tar.gz" } }],
    ["remote-build", { build: { context: ROOT, additional_contexts: { a: "https://host/a.git" } } }],
    ["remote-build", { build: { context: ROOT, additional_contexts: ["a=git://host/a"] } }],
    ["build-outside", { build: { context: "/srv/other" } }],
    ["build-outside", { build: ".." }],
    ["build-outside", { build: { context: ROOT, additional_contexts: { a: "/etc" } } }],
    ["build-outside", { build: { context: ROOT, additional_contexts: { a: "oci-layout:///srv/images" } } }],
    ["build-outside", { build: { context: ROOT, dockerfile: "../Dockerfile" } }],
    ["build-outside", { build: { context: ROOT, dockerfile: "/tmp/Dockerfile" } }],
    ["remote-include", { extends: { file: "https://host/compose.yml", service: "a" } }],
    ["remote-include", { extends: { file: "oci://host/compose", service: "a" } }],
    ["remote-include", { include: ["oci://host/compose"] }],
    ["remote-include", { include: [{ path: "git@host:a/b.git" }] }],
    ["file-outside", { extends: { file: "/srv/other/compose.yml", service: "a" } }],
    ["file-outside", { env_file: "/etc/passwd" }],
    ["file-outside", { env_file: ["../.env"] }],
    ["file-outside", { env_file: [{ path: "/srv/other/.env", required: true }] }],
    ["file-outside", { label_file: ["/etc/labels"] }],
    ["file-outside", { secrets: [{ source: "a", file: "/etc/shadow" }] }],
    ["file-outside", { configs: [{ file: "~/.ssh/id_rsa" }] }],
    ["file-outside", { env_file: "~/.env" }],
    ["file-outside", { env_file: [{ path: "./a/../../.env", required: false }] }],
    ["file-outside", { label_file: "../labels" }],
    ["file-outside", { extends: { file: "../compose.yml", service: "a" } }],
    ["file-outside", { extends: { file: "..", service: "a" } }],
    ["file-outside", { include: ["../compose.yml"] }],
    ["file-outside", { include: [{ path: ["./a.yml", "/srv/other/b.yml"] }] }],
    ["file-outside", { include: [{ path: "./a.yml", project_directory: "/srv/other" }] }],
    ["file-outside", { include: [{ path: "./a.yml", env_file: ["../.env"] }] }],
    ["file-outside", { develop: { watch: [{ path: "../other", action: "sync", target: "/x" }] } }],
    ["file-outside", { develop: { watch: [{ path: "/etc", action: "rebuild" }] } }],
    ["port-public", port()],
    ["port-public", port("")],
    ["port-public", port("0.0.0.0")],
    ["port-public", port("::")],
    ["port-public", { ports: [{ target: 80 }] }],
    ["port-public", { ports: ["8080:80"] }],
    ["port-public", { ports: ["80"] }],
    ["port-public", { ports: [80] }],
    ["port-public", { ports: ["0.0.0.0:8080:80/udp"] }],
    ["port-public", { ports: ["[::]:8080:80"] }],
    ["port-public", { ports: ["${PORT:-8080}:80"] }],
    ["port-public", { ports: ["10.0.0.1:8080:80"] }],
    ["port-public", { ports: ["[::ffff:0.0.0.0]:8080:80"] }],
    ...["192.168.1.5", "10.0.0.1", "0::", "::0", "0::0", "0000::", "::ffff:0.0.0.0", "::ffff:0:0", "::10", "1::", "fe80::1", "0:1", "127.0.0.1.example", "1127.0.0.1"].map((address): [string, Record<string, unknown>] => ["port-public", port(address)]),
    ["build-outside", { build: { context: ROOT, cache_to: ["type=local,dest=/etc/x"] } }],
    ["build-outside", { build: { context: ROOT, cache_from: ["type=local,mode=max,src=../cache"] } }],
    ["build-outside", { build: { context: ROOT, cache_to: ['type=local,"dest=/etc/x"'] } }],
    ["build-outside", { build: { context: ROOT, cache_to: ['type=local, "dest=/etc/x"'] } }],
    ["build-outside", { build: { context: ROOT, cache_to: ['type=local,"dest=./a,/../../x"'] } }],
    ["build-outside", { build: { context: ROOT, cache_to: ['type=local,"de""st=./a","dest=/etc/x"'] } }],
    ["build-outside", { build: { context: ROOT, cache_from: ["type=local,SRC=/etc"] } }],
    ["build-outside", { build: { context: ROOT, cache_from: ["type=local,Src = /etc"] } }],
    ["build-outside", { build: { context: "../.." } }],
    ["build-outside", { build: { context: "~/app" } }],
    ["build-outside", { build: { context: ROOT, additional_contexts: ["a=../lib"] } }],
    ["build-outside", { build: { context: ROOT, additional_contexts: { a: "~/lib" } } }],
    ["build-outside", { build: { context: ROOT, additional_contexts: { a: "oci-layout://../layout" } } }],
    ["build-ssh", { build: { context: ROOT, ssh: ["default"] } }],
    ["build-ssh", { build: { context: ROOT, ssh: [{ id: "default" }] } }],
    ["build-ssh", { build: { context: ROOT, ssh: { key: "/root/.ssh/id_rsa" } } }],
    ["file-outside", { build: { context: ROOT, secrets: [{ source: "x", file: "/etc/shadow" }] } }],
    ["container-name", { container_name: "--privileged" }],
  ])("%s: %j", (code, definition) => {
    expect(codes({ image: "a", ...definition })).toEqual([code]);
  });

  test("each kind once, with all that was found", () => {
    const dangers = serviceDangers({ privileged: true, pid: "host", ...bind("/etc"), cap_add: ["SYS_ADMIN", "NET_ADMIN", "CHOWN"] }, { root: ROOT });
    expect(dangers.map((one) => one.code)).toEqual(["privileged", "host-pid", "host-mount", "capability"]);
    expect(dangers[3]).toEqual({ code: "capability", message: "Capabilities that reach beyond the container: SYS_ADMIN, NET_ADMIN.", fix: "Leave them out of cap_add, or name a narrower one." });
    expect(dangers[2]?.message).toContain("/etc");
  });

  test("what is shown stays short and on its line", () => {
    const [danger] = serviceDangers({ cap_add: Array.from({ length: 1_000 }, (_, index) => `X${index}\n# ${"y".repeat(1_000)}`) }, { root: ROOT });
    expect(danger?.message.length).toBeLessThan(700);
    expect(danger?.message).not.toContain("\n");
  });
});

describe("no false alarm", () => {
  test.each<[string, unknown]>([
    ["an image alone", { image: "redis:7" }],
    ["nothing", {}],
    ["no definition", undefined],
    ["a list", []],
    ["what privileged is not", { privileged: false }],
    ["published on this machine", port("127.0.0.1")],
    ["published on another address of loopback", port("127.0.1.1")],
    ["published on loopback, version 6", port("::1")],
    ["published on loopback, spelt otherwise", { ports: [...(port("0:0:0:0:0:0:0:1").ports), ...port("::0001").ports, ...port("::ffff:127.0.0.1").ports, "[0::1]:80:80"] }],
    ["a cache in the workspace, and one elsewhere", { build: { context: ROOT, cache_to: ["type=local,dest=./.cache", "type=registry,ref=host/a"], cache_from: ["host/a:cache"] } }],
    ["a folder called like a repository", { build: { context: `${ROOT}/repo.git` } }],
    ["a folder called like a repository, in short form", { build: "./repo.git" }],
    ["short ports", { ports: ["127.0.0.1:8080:80", "127.0.0.1::80", "[::1]:8080:80", "127.0.0.1:${PORT:-8080}:80/tcp"] }],
    ["exposed only", { expose: ["80"] }],
    ["a named volume", { volumes: [{ type: "volume", source: "data", target: "/data", volume: {} }] }],
    ["a volume without a name", { volumes: [{ type: "volume", target: "/data" }] }],
    ["volumes in short form", { volumes: ["data:/data", "/data", "./src:/src", "./docker:/docker:ro"] }],
    ["memory", { volumes: [{ type: "tmpfs", target: "/tmp" }], tmpfs: ["/run"] }],
    ["a folder of the workspace", bind(`${ROOT}/src`)],
    ["the workspace itself", bind(ROOT)],
    ["the workspace with a slash", bind(`${ROOT}/`)],
    ["a path that comes back", bind(`${ROOT}/a/../b`)],
    ["a folder whose name begins with dots", bind(`${ROOT}/..data`)],
    ["a folder called pipe", bind(`${ROOT}/pipe/docker`)],
    ["capabilities that every container has", { cap_drop: ["ALL"], cap_add: ["CHOWN", "SETUID", "SETGID", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "CAP_NET_RAW"] }],
    ["locked memory", { cap_add: ["IPC_LOCK"], ulimits: { memlock: -1 } }],
    ["more confined", { security_opt: ["no-new-privileges:true", "no-new-privileges"], read_only: true, user: "1000:1000" }],
    ["a profile of one's own", { security_opt: ["seccomp:./profile.json", "apparmor:docker-default"] }],
    ["a graphics card", { gpus: "all" }],
    ["a graphics card, reserved", { deploy: { resources: { reservations: { devices: [{ driver: "nvidia", count: 1, capabilities: ["gpu"] }] } } } }],
    ["a graphics card by its interface", { devices: ["nvidia.com/gpu=all"] }],
    ["network settings", { sysctls: { "net.core.somaxconn": "1024", "net.ipv4.ip_unprivileged_port_start": "0" } }],
    ["a build of the workspace", { build: { context: `${ROOT}/api`, dockerfile: "docker/Dockerfile.dev", target: "dev", args: { A: "https://host/a.git" } } }],
    ["a Dockerfile above its context", { build: { context: `${ROOT}/api`, dockerfile: "../docker/Dockerfile" } }],
    ["a build in short form", { build: "./api" }],
    ["contexts of images and services", { build: { context: ROOT, additional_contexts: { a: "docker-image://alpine:3", b: "service:base", c: `${ROOT}/lib`, d: "oci-layout://./layout" } } }],
    ["extends another service", { extends: "base" }],
    ["extends a file of the workspace", { extends: { file: "common.yml", service: "base" } }],
    ["a service's network", { network_mode: "service:vpn", pid: "service:vpn", ipc: "service:vpn" }],
    ["other network modes", { network_mode: "none", ipc: "shareable" }],
    ["another service's volumes", { volumes_from: ["web:ro"] }],
    ["a watched folder of the workspace, and includes of it", { develop: { watch: [{ path: "./src", action: "sync", target: "/etc" }] }, include: ["./a.yml", { path: "b.yml", project_directory: ".", env_file: "./b.env" }] }],
    ["a cache in quotes in the workspace", { build: { context: ROOT, cache_to: ['type=local,"dest=./a,b",MODE=max'] } }],
    ["env files of the workspace", { env_file: [".env", { path: "./more.env", required: false }] }],
    ["secrets and configs by name", { secrets: ["db_password", { source: "key", target: "/run/secrets/key" }], configs: [{ source: "nginx" }] }],
    ["a name", { container_name: "shop-web" }],
    ["words that only look alike", { environment: { NETWORK_MODE: "host", SOCKET: "/var/run/docker.sock" }, command: ["--privileged"], labels: { privileged: "true" } }],
    ["a hook", { post_start: [{ command: ["./x"], user: "root" }] }],
    ["a health check and limits", { healthcheck: { test: ["CMD", "true"] }, restart: "always", init: true, mem_limit: "512m", shm_size: "1gb", pids_limit: 100 }],
    ["shapes that nobody expects", { volumes: "data", ports: null, cap_add: {}, devices: [], build: null, sysctls: 5, security_opt: [null], env_file: [5] }],
  ])("%s", (_name, definition) => {
    expect(codes(definition)).toEqual([]);
  });
});

describe("what is declared for the whole project", () => {
  /** Folders of this machine, however they are written. */
  const DEVICES = {
    slashes: { driver_opts: { type: "none", o: "bind", device: "//etc" } },
    untyped: { driver_opts: { o: "bind", device: "//etc" } },
    named: { driver_opts: { type: "bind", device: "//etc" } },
    disguised: { driver_opts: { type: "nfs", o: "ro,rbind", device: "/etc" } },
    relative: { driver_opts: { type: "none", o: "bind", device: "../etc" } },
    belowRoot: { driver_opts: { type: "none", o: "rbind", device: "etc" } },
    home: { driver_opts: { type: "none", o: "bind", device: "~/x" } },
    disk: { driver_opts: { type: "ext4", device: "dev/sda1" } },
    layers: { driver_opts: { type: "overlay", o: "lowerdir=/etc:/usr,upperdir=/srv/shop/u,workdir=/srv/shop/w", device: "overlay" } },
  };
  const sections = {
    networks: { front: { name: "shop_front" }, outer: { name: "host", external: true }, driven: { driver: "host" } },
    volumes: { data: { name: "shop_data" }, bound: { driver_opts: { type: "none", o: "bind", device: "/etc" } }, own: { driver_opts: { o: "bind", device: `${ROOT}/data` } }, sock: { driver_opts: { device: "/run/docker.sock" } }, nfs: { driver_opts: { type: "nfs", device: ":/exports" } }, share: { driver_opts: { type: "cifs", device: "//host/share" } }, nfs4: { driver_opts: { type: "nfs4", o: "addr=10.0.0.1,rw", device: "/exports" } }, samba: { driver_opts: { type: "smb3", device: "//host/share" } }, memory: { driver_opts: { type: "tmpfs", device: "tmpfs", o: "size=1m" } }, ...DEVICES },
    configs: { mine: { file: "./nginx.conf" }, theirs: { file: "../nginx.conf" }, written: { content: "/etc" } },
    secrets: { mine: { file: `${ROOT}/key` }, theirs: { file: "/root/.aws/credentials" }, named: { environment: "TOKEN" } },
  };
  const volume = (source: string) => ({ volumes: [{ type: "volume", source, target: "/x" }] });

  test.each<[string[], Record<string, unknown>]>([
    [[], { networks: { front: null }, ...volume("data") }],
    [["host-network"], { networks: { outer: null } }],
    [["host-network"], { networks: ["driven"] }],
    [["host-mount"], volume("bound")],
    [["docker-socket"], volume("sock")],
    [[], volume("own")],
    [[], volume("nfs")],
    [[], volume("share")],
    [[], volume("nfs4")],
    [[], volume("samba")],
    [[], volume("memory")],
    ...Object.keys(DEVICES).map((name): [string[], Record<string, unknown>] => [["host-mount"], volume(name)]),
    [["host-mount"], { volumes: ["bound:/x"] }],
    [["host-mount"], { volumes: ["bound:/x:ro"] }],
    [[], { volumes: ["own:/x", "nfs:/y", "data:/z"] }],
    [[], volume("constructor")],
    [[], { configs: ["mine", { source: "written", target: "/x" }] }],
    [["file-outside"], { configs: ["theirs"] }],
    [["file-outside"], { configs: [{ source: "theirs", target: "/x" }] }],
    [[], { build: { context: ROOT, secrets: [{ source: "mine" }, { source: "named" }, "toString"] } }],
    [["file-outside"], { build: { context: ROOT, secrets: [{ source: "theirs" }] } }],
    [["file-outside"], { secrets: [{ source: "theirs" }] }],
  ])("%j: %j", (found, definition) => {
    expect(serviceDangers(definition, { root: ROOT, sections }).map((one) => one.code)).toEqual(found);
  });
});

describe("where links lead", () => {
  const links = new Map([[`${ROOT}/out`, "/etc"], [`${ROOT}/sock`, "/run/docker.sock"], [`${ROOT}/in`, `${ROOT}/data`], [`${ROOT}/out/Dockerfile`, "/etc/Dockerfile"]]);

  test.each<[string[], Record<string, unknown>]>([
    [["host-mount"], bind(`${ROOT}/out`)],
    [["docker-socket"], bind(`${ROOT}/sock`)],
    [[], bind(`${ROOT}/in`)],
    [["build-outside"], { build: { context: `${ROOT}/out` } }],
    [["file-outside"], { env_file: [{ path: `${ROOT}/out` }] }],
  ])("%j: %j", (found, definition) => {
    expect(serviceDangers(definition, { root: ROOT, links }).map((one) => one.code)).toEqual(found);
  });
});

test.each([
  ["colons", ":".repeat(50_000)],
  ["brackets", "[".repeat(50_000)],
  ["braces", "${".repeat(50_000)],
  ["letters", "a".repeat(50_000)],
  ["dots", "../".repeat(20_000)],
  ["quotes", ',"'.repeat(25_000)],
  ["quotes in quotes", `"${'""'.repeat(25_000)}`],
  ["options", "dest= ,".repeat(10_000)],
])("ends soon: %s", (_name, text) => {
  const begun = process.cpuUsage();
  serviceDangers({ ports: [text], volumes: [text], build: text, devices: [text], extends: { file: text }, sysctls: [text], security_opt: [text], cap_add: [text] }, { root: ROOT });
  serviceDangers({ build: { context: ".", cache_to: [text] }, volumes: ["data:/x"] }, { root: ROOT, sections: { volumes: { data: { driver_opts: { o: text, device: text } } } } });
  expect(spentMs(begun)).toBeLessThan(500);
});
