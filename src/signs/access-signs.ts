import type { Sign } from "./sign.ts";

/** What is said where somebody is not let in: keys, tokens, origins, certificates. */
export const accessSigns: Sign[] = [
  {
    code: "api-key-refused",
    patterns: [/did not accept the key/i, /Incorrect API key|invalid_api_key|Invalid API Key|API key not valid|No auth credentials found|invalid x-api-key|InvalidAccessKeyId|SignatureDoesNotMatch|security token included in the request is invalid|User not found\."?,? ?"?code"?:? ?401/i, /(?:openrouter|openai|anthropic|stripe|sendgrid)\b.{0,80}\b(?:401|403)\b/i, /\b(?:401|403)\b.{0,60}(?:api[ -]?key|openrouter|openai)/i],
    cause: "An external service does not accept the key of {who|the program}.",
    fix: "Put a valid key into .env under the name that the service's `environment` reads, then start_env.",
    decisive: true,
  },
  {
    code: "api-quota",
    patterns: [/(?:status(?: code)?|code|error|answered|HTTP\/\d(?:\.\d)?)["']?[ :=]{1,3}429\b|429 Client Error|answered 402\b|Too Many Requests|rate.?limit(?:ed)? (?:exceeded|reached)|RateLimitError|insufficient_quota|exceeded your current quota|\b402\b.{0,40}(?:payment|credit)|requires more credits|insufficient credits|quota exceeded/i],
    cause: "An external service answers no more: too many requests, or no credit left.",
    fix: "Wait, ask less often, or raise the limit of the account.",
    decisive: false,
  },
  {
    code: "token-expired",
    patterns: [/Signature has expired|ExpiredSignatureError|jwt expired|TokenExpiredError|token (?:has|is) expired|session (?:token )?has expired/i],
    cause: "A token has expired.",
    fix: "Let the client fetch a new one; if it is new, compare the clocks.",
    decisive: false,
  },
  {
    code: "token-invalid",
    patterns: [/Signature verification failed|InvalidSignatureError|JsonWebTokenError|invalid signature|Invalid (?:JWT|token)|jwt malformed|InvalidTokenError|InvalidAudienceError|InvalidIssuerError|Not enough segments|unknown key|Unable to find a signing key|kid .{0,40}not found|azp .{0,60}not allowed|token is for another site/i],
    cause: "A token is not valid here: another key signed it, or it is for somebody else.",
    fix: "Compare the issuer's keys with what the server is given (JWKS address or public key) and the token's audience with what it expects.",
    decisive: false,
  },
  {
    code: "sign-in-not-set-up",
    patterns: [/Signing in is not set up|Missing (?:Clerk )?(?:publishable|secret) ?key|Publishable key not valid/i],
    cause: "Signing in is not set up: the keys of the identity provider are missing.",
    fix: "Set its keys in .env (the env template says which), then start_env.",
    decisive: true,
  },
  {
    code: "cors-blocked",
    patterns: [/blocked by CORS policy|No 'Access-Control-Allow-Origin'|Disallowed CORS origin|CORS.{0,40}(?:not allowed|denied|rejected)|Cross-Origin Request Blocked|Origin .{1,120} is not allowed by Access-Control/i],
    cause: "The browser may not call the API from this page: its origin is not among those allowed.",
    fix: "Add the page's address, with scheme and port, to the allowed origins of the API (lookup_component names the variable), then start_env.",
    decisive: true,
  },
  {
    code: "host-not-allowed",
    patterns: [/Blocked request\. This host \(?"?(?<host>[^"\s)]{1,120})/i, /Invalid HTTP_HOST header: '?(?<host>[^'\s]{1,120})/i, /Blocked hosts?: (?<host>[\w.-]{1,120})/, /DisallowedHost|Invalid Host header/i],
    cause: "The server does not answer for the host {host|name that it is called by}.",
    fix: "Add the name to its allowed hosts (vite: server.allowedHosts, Django: ALLOWED_HOSTS).",
    decisive: true,
  },
  {
    code: "certificate-refused",
    patterns: [/CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)|self[- ]signed certificate|x509: certificate|certificate has expired|CERT_HAS_EXPIRED|unable to get local issuer certificate|unable to verify the first certificate|SSL certificate problem|PKIX path building failed|SSL routines.{0,60}certificate verify failed/i],
    cause: "A certificate is not trusted by {who|the program}.",
    fix: "Give the container the certificate authority that signed it (a proxy on the way often has its own), or renew the certificate.",
    decisive: true,
  },
  {
    code: "webhook-signature",
    patterns: [/(?:svix|webhook).{0,60}(?:signature|secret).{0,40}(?:invalid|mismatch|missing|failed|not match)|No matching signature found|No signatures found matching the expected signature/i],
    cause: "A webhook is refused: its signature does not fit the secret.",
    fix: "Put the endpoint's own signing secret into .env, then start_env.",
    decisive: false,
  },
];
