import type { Tool } from "../tool.ts";
import { addService } from "./add-service.ts";
import { checkIndex } from "./check-index.ts";
import { healthCheck } from "./health-check.ts";
import { lookupComponent } from "./lookup-component.ts";
import { serviceExec } from "./service-exec.ts";
import { serviceLogs } from "./service-logs.ts";
import { startEnv } from "./start-env.ts";
import { stopEnv } from "./stop-env.ts";
import { troubleshoot } from "./troubleshoot.ts";
import { updateIndex } from "./update-index.ts";

/** All tools, in the order in which they are read. */
export const tools: Tool[] = [startEnv, stopEnv, healthCheck, lookupComponent, troubleshoot, addService, updateIndex, serviceLogs, serviceExec, checkIndex];
