import type { Tool } from "../tool.ts";
import { healthCheck } from "./health-check.ts";
import { serviceExec } from "./service-exec.ts";
import { serviceLogs } from "./service-logs.ts";
import { startEnv } from "./start-env.ts";
import { stopEnv } from "./stop-env.ts";

/** All tools, in the order in which they are read. */
export const tools: Tool[] = [startEnv, stopEnv, healthCheck, serviceLogs, serviceExec];
