import type { StackCheck } from "./stack-facts.ts";
import { redisWantsPassword } from "./redis-wants-password.ts";
import { refusedSetting } from "./refused-setting.ts";
import { redisRefuses } from "./redis-refuses.ts";
import { migrationFailed } from "./migration-failed.ts";
import { migrationPending } from "./migration-pending.ts";
import { corsBlocked } from "./cors-blocked.ts";
import { conditionImpossible } from "./condition-impossible.ts";
import { buildFileMissing } from "./build-file-missing.ts";
import { buildFailed } from "./build-failed.ts";
import { wrongAddress } from "./wrong-address.ts";
import { unstartableProgram } from "./unstartable-program.ts";
import { startPeriodShort } from "./start-period-short.ts";
import { publishedPortUnheard } from "./published-port-unheard.ts";
import { postgresHoldsUp } from "./postgres-holds-up.ts";
import { processStopped } from "./process-stopped.ts";
import { networkApart } from "./network-apart.ts";
import { jobUnfinished } from "./job-unfinished.ts";
import { mounts } from "./mounts.ts";
import { healthPathWrong } from "./health-path-wrong.ts";
import { healthPortWrong } from "./health-port-wrong.ts";
import { externalMissing } from "./external-missing.ts";
import { healthCheckTimedOut } from "./health-check-timed-out.ts";
import { healthCommandMissing } from "./health-command-missing.ts";
import type { Explanation } from "./explanation.ts";
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
import { notCurrent } from "./not-current.ts";
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

/** Reasons why a service fails, that facts can prove: the deeper before what follows from it. */
export const explanations: Explanation[] = [processStopped, unstartableProgram, mounts, notCurrent, networkApart, wrongAddress, migrationFailed, refusedSetting, healthCommandMissing, healthPortWrong, healthPathWrong, publishedPortUnheard, startPeriodShort, healthCheckTimedOut];

/** Of these, what can be true of a service that runs well and yet complains. */
export const complaintExplanations: Explanation[] = [notCurrent, networkApart, wrongAddress];

/** What can be wrong although every service looks well, and what explains those that were never started. */
export const stackChecks: StackCheck[] = [externalMissing, buildFileMissing, buildFailed, conditionImpossible, jobUnfinished, redisRefuses, redisWantsPassword, postgresHoldsUp, migrationPending, corsBlocked];

/** What is wrong with the project as a whole, so that no service can be judged. */
export function projectProblems(snapshot: Snapshot): Problem[] {
  return [engineProblem(snapshot), composeProblem(snapshot), modelProblem(snapshot), takenProblem(snapshot)].filter((one) => one !== undefined);
}
