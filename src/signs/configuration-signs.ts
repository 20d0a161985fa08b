import type { Sign } from "./sign.ts";

/** What is said where a setting is missing or wrong. */
export const configurationSigns: Sign[] = [
  {
    code: "env-file-missing",
    patterns: [/env file \S{1,160} not found|\.env(?:\.\w{1,20})?:? (?:file )?(?:is missing|not found|does not exist)|(?:stat|open|cat|find) \S{0,160}\.env: no such file|couldn't find env file/i],
    cause: "The env file is missing.",
    fix: "Copy the env template to .env and fill it in.",
    decisive: true,
  },
  {
    code: "variable-missing",
    patterns: [
      /required variable (?<name>\w{1,80}) is missing a value/i,
      /The "?(?<name>\w{1,80})"? variable is not set/i,
      /KeyError: '(?<name>[A-Z][A-Z0-9_]{2,80})'/,
      /(?:[Ee]nvironment |[Ee]nv(?:ironment)? var(?:iable)?s? )['"`]?(?<name>[A-Z][A-Z0-9_]{2,80})['"`]? (?:is )?(?:not set|not found|missing|required|undefined|must be set)/,
      /\b(?<name>[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60})\b['"`]?:? (?:is |must be |was )?(?:not set|not defined|missing|required|undefined|set\b.{0,20}\bfirst|empty)/,
      /[Mm]issing (?:required )?(?:environment variables?|env vars?|settings?|configuration)(?: for)?:? ?['"`]?(?<name>[A-Z][A-Z0-9_]{2,80})?/,
      /(?:Set|setting) the (?<name>[A-Z][A-Z0-9_]{2,80}) environment variable/,
      /ImproperlyConfigured: (?:[TS]et the |The )?(?<name>[A-Z][A-Z0-9_]{2,80})/,
      /\b(?<name>[A-Za-z_]\w{1,80}): (?:parameter (?:null or )?not set|unbound variable)/,
      /Could not resolve placeholder '(?<name>[^']{1,80})'/,
      /\b(?<name>[A-Z][A-Z0-9_]{2,80}) env(?:ironment)? variable (?:is |must be )?(?:required|missing|set\b|not set|not found|undefined)/,
      /UndefinedValueError: (?<name>[A-Z][A-Z0-9_]{2,80}) not found/,
      /"(?<name>[A-Z][A-Z0-9_]{2,80})" is not exported by "(?:virtual:env|\$env)\//,
      /\b(?<name>[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60}) must be (?:set|provided|defined|specified)\b(?! (?:in|when|if|for|only)\b)/,
      /Invalid environment variables|Missing `secret_key_base`/,
      /validation errors? for \w{0,40}(?:Settings|Config) (?<name>[\w.]{1,80}) Field required/,
      /validation errors? for \w{0,40}(?:Settings|Config)(?! \S{1,80} (?!Field required))/,
      /Environment variable not found: (?<name>\w{1,80})/i,
      /key not found: "(?<name>[A-Z][A-Z0-9_]{2,80})"/,
    ],
    cause: "{who|The program} lacks the setting {name|that it requires}.",
    fix: "Set {name|it} in .env and pass it on under the service's `environment`, then start_env.",
    decisive: true,
  },
  {
    code: "upstream-unknown",
    patterns: [/host not found in upstream "(?<host>[^":]{1,120})/i],
    cause: "{who|The proxy} does not start: no container answers to the name {host}.",
    fix: "Start {host}, correct the name, or put both into one network.",
    decisive: true,
  },
  {
    code: "setting-invalid",
    patterns: [/unknown directive "(?<name>[^"]{1,80})"/i, /validation errors? for \w{0,40}(?:Settings|Config) (?<name>[\w.]{1,80}) /, /unrecognized configuration parameter "(?<name>[^"]{1,80})"/i, /sqlalchemy\.exc\.NoSuchModuleError|could not translate host name "[^"]{0,120}@/, /invalid literal for int\(\) with base 10|Input should be a valid|value is not a valid (?:integer|url|bool)|Could not parse (?:SQLAlchemy )?URL|Invalid URL|ERR_INVALID_URL|invalid port number|invalid value for (?:option|parameter|environment)|Port could not be cast to integer|unrecognized configuration parameter|Bad directive or wrong number of arguments|FATAL CONFIG FILE ERROR|\[emerg\](?!.{0,400}(?:No such file|Permission denied))/i],
    cause: "A setting of {who|the program} has a value that it cannot read.",
    fix: "Correct the value that the line names; in URLs special characters of a password must be percent-encoded.",
    decisive: false,
  },
];
