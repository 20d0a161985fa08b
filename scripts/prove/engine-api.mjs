// The engine's own words, asked apart from the product: fast enough to catch a moment.
import { request } from "node:http";

export const DEFAULT_SOCKET = (process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock").replace(/^unix:\/\//, "");

/** JSON where it is some, else the text. @param {string} text */
function parsed(text) {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} socketPath @param {string} path @param {string} [method] */
export function ask(socketPath, path, method = "GET") {
  return new Promise((done, fail) => {
    const sent = request({ socketPath, path, method, timeout: 20_000 }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk) => (text += chunk)).on("error", fail).on("end", () => done(parsed(text)));
    });
    sent.on("timeout", () => sent.destroy(new Error("the engine does not answer")));
    sent.on("error", fail).end();
  });
}

const filtered = (project) => encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${project}`] }));

/** All containers of a project: service, state, id. @param {string} socket @param {string} project */
export async function containersOf(socket, project) {
  const all = await ask(socket, `/containers/json?all=1&filters=${filtered(project)}`);
  return all.map((one) => ({ id: one.Id, service: one.Labels["com.docker.compose.service"], state: one.State, name: one.Names[0].slice(1) }));
}

/** How often each service's containers were started since a time (seconds since 1970). @param {string} socket @param {string} project @param {number} since */
export async function startsOf(socket, project, since) {
  const filters = encodeURIComponent(JSON.stringify({ type: ["container"], event: ["start"], label: [`com.docker.compose.project=${project}`] }));
  const text = await new Promise((done, fail) => {
    let heard = "";
    request({ socketPath: socket, path: `/events?since=${Math.floor(since)}&until=${Math.ceil(Date.now() / 1000)}&filters=${filters}` }, (answer) => answer.setEncoding("utf8").on("data", (chunk) => (heard += chunk)).on("end", () => done(heard))).on("error", fail).end();
  });
  const counts = {};
  for (const line of String(text).split("\n").filter(Boolean)) {
    const service = JSON.parse(line).Actor.Attributes["com.docker.compose.service"];
    counts[service] = (counts[service] ?? 0) + 1;
  }
  return counts;
}
