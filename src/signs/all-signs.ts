import { accessSigns } from "./access-signs.ts";
import { configurationSigns } from "./configuration-signs.ts";
import { databaseSigns } from "./database-signs.ts";
import { engineSigns } from "./engine-signs.ts";
import { networkSigns } from "./network-signs.ts";
import { programSigns } from "./program-signs.ts";
import { resourceSigns } from "./resource-signs.ts";
import type { Sign } from "./sign.ts";

/** Every sign, the more particular before the more general: a line is read by the first that fits. */
export const allSigns: Sign[] = [...databaseSigns, ...accessSigns, ...engineSigns, ...resourceSigns, ...configurationSigns, ...programSigns, ...networkSigns];
