import type { Snapshot } from "../snapshot.ts";
import { composeAvailable, composeProblem } from "./compose-available.ts";
import { composeValid, modelProblem } from "./compose-valid.ts";
import { crashLoop } from "./crash-loop.ts";
import { directories } from "./directories.ts";
import { diskSpace } from "./disk-space.ts";
import { dockerReachable, engineProblem } from "./docker-reachable.ts";
import { envFile } from "./env-file.ts";
import { envRequired } from "./env-required.ts";
import { exited, stopped } from "./exited.ts";
import { images } from "./images.ts";
import { notAnswering } from "./not-answering.ts";
import { notStarted } from "./not-started.ts";
import { oomKilled } from "./oom-killed.ts";
import { paused } from "./paused.ts";
import { portsFree } from "./ports-free.ts";
import type { PreflightCheck } from "./preflight.ts";
import type { Problem } from "./problem.ts";
import { projectPreflight } from "./project-preflight.ts";
import { projectTaken, takenProblem } from "./project-taken.ts";
import type { ServiceCheck } from "./service.ts";
import { startFailed } from "./start-failed.ts";
import { unhealthy } from "./unhealthy.ts";

/** What is checked before a start, in the order in which it is told. */
export const preflightChecks: PreflightCheck[] = [
  dockerReachable,
  composeAvailable,
  composeValid,
  projectTaken,
  envFile,
  envRequired,
  portsFree,
  directories,
  diskSpace,
  images,
  projectPreflight,
];

/** What can be wrong with a service. The first that is, is told. */
export const serviceChecks: ServiceCheck[] = [startFailed, oomKilled, crashLoop, exited, stopped, paused, notStarted, unhealthy, notAnswering];

/** What is wrong with the project as a whole, so that no service can be judged. */
export function projectProblems(snapshot: Snapshot): Problem[] {
  return [engineProblem(snapshot), composeProblem(snapshot), modelProblem(snapshot), takenProblem(snapshot)].filter((one) => one !== undefined);
}
