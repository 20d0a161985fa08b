import { accessSigns } from "./access-signs.ts";
import { buildSigns } from "./build-signs.ts";
import { composeSigns } from "./compose-signs.ts";
import { configurationSigns } from "./configuration-signs.ts";
import { dataSigns } from "./data-signs.ts";
import { databaseSigns } from "./database-signs.ts";
import { engineSigns } from "./engine-signs.ts";
import { faultSigns } from "./fault-signs.ts";
import { imageSigns } from "./image-signs.ts";
import { migrationSigns } from "./migration-signs.ts";
import { networkSigns } from "./network-signs.ts";
import { programSigns } from "./program-signs.ts";
import { resourceSigns } from "./resource-signs.ts";
import { runSigns } from "./run-signs.ts";
import type { Sign } from "./sign.ts";
import { storeSigns } from "./store-signs.ts";
import { trustSigns } from "./trust-signs.ts";

/** Every sign, the more particular before the more general: a line is read by the first that fits. What is full explains what fails for it. */
export const allSigns: Sign[] = [
  ...resourceSigns, ...storeSigns, ...dataSigns, ...databaseSigns, ...migrationSigns,
  ...composeSigns, ...engineSigns, ...imageSigns, ...accessSigns, ...trustSigns, ...runSigns, ...buildSigns,
  ...configurationSigns, ...programSigns, ...networkSigns, ...faultSigns,
];
