import type { Sign } from "./sign.ts";

/** What is said where somebody is not let in: keys, tokens, origins. */
export const accessSigns: Sign[] = [
  {
    code: "api-key-missing",
    patterns: [
      /Unable to locate credentials|NoCredentialsError|Could not load credentials from any providers|CredentialsProviderError|Unable to load (?:AWS )?credentials|failed to retrieve credentials|NoCredentialProviders|no EC2 IMDS role found/i,
      /Could not automatically determine credentials|Your default credentials were not found|Could not load the default credentials|DefaultCredentialsError|DefaultAzureCredential failed|Failed to determine project ID/i,
      /You did not provide an API key|\bNo API[ -]?key (?:was )?(?:provided|found|supplied|set)|\bAPI[ -]?key (?:is )?(?:missing|required|not (?:set|provided|found))|Missing (?:bearer or basic authentication|API[ _-]?key|credentials\. Please pass)|Must provide an API ?key|Did not find \w{1,40}_api_key|Could not resolve authentication method/i,
    ],
    cause: "{who|The program} has no key for an external service.",
    fix: "Put the key into .env under the name that the library reads, pass it on under the service's `environment`, then start_env.",
    decisive: true,
  },
  {
    code: "sign-in-not-set-up",
    patterns: [/Signing in is not set up|Missing (?:Clerk )?(?:publishable|secret) ?key|Publishable key not valid|MissingSecretError|Please define a `?secret`? in production|\[auth\]\[error\] (?:MissingSecret|UntrustedHost)|OAuth2? (?:client|provider) .{0,40}not configured|auth\/invalid-api-key/i],
    cause: "Signing in is not set up: the keys of the identity provider are missing.",
    fix: "Set its keys in .env (the env template says which), then start_env.",
    decisive: true,
  },
  {
    code: "mail-refused",
    patterns: [/SMTPAuthenticationError|Invalid login: \d{3}|\b535[ -]\d\.\d\.\d|Username and Password not accepted|Net::SMTPAuthenticationError|AuthenticationFailedException: \d{3}|SMTPSenderRefused|SMTPRecipientsRefused|55[04][ -]5\.\d\.\d.{0,80}(?:relay|denied|rejected)|\bEAUTH\b/i],
    cause: "The mail server refuses {who|the program}: its user or password is wrong, or it may not send from this address.",
    fix: "Correct the mail settings in .env (many providers want a password of its own for programs); in development use a mail catcher.",
    decisive: true,
  },
  {
    code: "git-access",
    patterns: [/Permission denied \(publickey|Host key verification failed|could not read (?:Username|Password) for '(?<host>https?:\/\/[^']{1,80})'/i, /(?:remote: )?(?:Invalid username or (?:password|token)|Support for password authentication was removed)|Authentication failed for '(?<host>https?:\/\/[^']{1,120})'|Could not read from remote repository|remote: Repository not found|terminal prompts disabled/i],
    cause: "Git may not read the repository: no key or token of {who|the build} is accepted there.",
    fix: "In a build pass the key on for one step only (`RUN --mount=type=ssh`, `--mount=type=secret`), never by COPY; elsewhere see `ssh -T` and the token's rights.",
    decisive: true,
  },
  {
    code: "api-key-refused",
    patterns: [
      /did not accept the key/i,
      /Incorrect API key|invalid_api_key|Invalid API[ -]?Key|\bAPI[ -]?key (?:is )?(?:not valid|invalid|expired|revoked|has been (?:revoked|disabled))|API_KEY_INVALID|No auth credentials found|invalid x-api-key|User not found\."?,? ?"?code"?:? ?401|secret_key_invalid|secret key is invalid|Expired API Key/i,
      /No such API key|Invalid authentication credentials|invalid_grant|AWS Access Key Id you provided does not exist|authorization grant is invalid|invalid_client\b|401:? (?:[-–] )?.{0,30}Bad credentials|Bad credentials\b.{0,60}github|api\.github\.com.{0,80}\b401\b/i,
      /InvalidAccessKeyId|SignatureDoesNotMatch|security token included in the request is (?:invalid|expired)|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(?:Exception)?\b|AuthFailure\b|AuthorizationHeaderMalformed/,
      /(?:openrouter|openai|anthropic|stripe|sendgrid|twilio|mailgun|groq|mistral|cohere|gemini|replicate|huggingface|pinecone|algolia|resend|supabase|cloudinary|mapbox)\w{0,8}\b.{0,80}\b(?:401|403)\b/i,
      /\b(?:401|403)\b.{0,60}(?:api[ -]?key|openrouter|openai|anthropic|sendgrid|huggingface|twilio)/i,
      /(?:openai|anthropic|stripe|groq|mistralai|cohere|twilio|sendgrid|openrouter|replicate)\b.{0,40}(?:AuthenticationError|PermissionDenied(?:Error)?|UnauthorizedError|PermissionError)/i,
    ],
    cause: "An external service does not accept the key of {who|the program}.",
    fix: "Put a valid key into .env under the name that the service's `environment` reads, then start_env.",
    decisive: true,
  },
  {
    code: "api-quota",
    patterns: [
      /(?:status(?: code)?|code|error|answered|HTTP\/\d(?:\.\d)?)["']?[ :=]{1,3}(?:429|529)\b|429 Client Error|answered 402\b|Too Many Requests|(?:error )?code: 429|rate.?limit(?:ed)? (?:exceeded|reached|hit)|exceeded (?:the |your )?(?:api )?rate.?limit|RateLimit(?:Error|Exceeded|Reached)|rate[-_ ]?limited\b|rate_limit_(?:exceeded|error)|secondary rate limit/i,
      /insufficient_quota|exceeded your current quota|\b402\b.{0,40}(?:payment|credit)|requires more credits|insufficient (?:credits|funds|balance)|credit balance is too low|quota exceeded|RESOURCE_EXHAUSTED|exceeded .{0,40}quota|usage limit (?:reached|exceeded)|billing (?:hard )?limit|OVER_QUERY_LIMIT|ThrottlingException|\b(?:was|being|been|request) throttled\b|Throttling: Rate|RequestLimitExceeded|SlowDown\b|ProvisionedThroughputExceeded/i,
      /overloaded_error|\bOverloaded\b.{0,20}$|model is (?:currently )?overloaded|is currently overloaded|at capacity, please try again/i,
    ],
    cause: "An external service answers no more: too many requests, no credit left, or it has too much to do.",
    fix: "Wait, ask less often, or raise the limit of the account.",
    decisive: false,
  },
  {
    code: "api-unreachable",
    patterns: [
      /\b(?:openrouter|openai|anthropic|stripe|sendgrid|twilio|mailgun|groq|mistral|cohere|gemini|clerk|auth0|algolia|supabase)\b.{0,40}(?:cannot be reached|could not be reached|is unreachable|not reachable)/i,
      /(?:openai|anthropic|stripe|groq|mistralai|cohere|google\.api_core|botocore|twilio|sendgrid|openrouter|replicate|algolia|pinecone)[\w. ]{0,60}(?:APIConnectionError|ServiceUnavailable(?:Error)?|InternalServerError|EndpointConnectionError|APIStatusError: 5\d\d|APIError: 5\d\d|ConnectionError)/i,
      /\bAPIConnectionError\b|\b50\d\b.{0,80}https?:\/\/api\.|https?:\/\/api\.\S{1,160}.{0,40}\b50\d\b|StripeConnectionError|An error occurred with our connection to Stripe|Could not connect to the endpoint URL: "https:\/\/[^"]{1,160}\.amazonaws\.com/i,
    ],
    cause: "{who|The program} does not reach an external service, or that one is down.",
    fix: "See whether the container reaches the outside at all (DNS, proxy, firewall), and the status page of the service.",
    decisive: true,
  },
  {
    code: "token-expired",
    patterns: [/Signature has expired|ExpiredSignature(?:Error)?\b|jwt expired|TokenExpiredError|token (?:has|is|was) expired|session (?:token )?(?:has|is) expired|Expired(?:Jwt|Token)|token_expired|ERR_JWT_EXPIRED|"exp" claim timestamp check failed/i],
    cause: "A token has expired.",
    fix: "Let the client fetch a new one; if it is new, compare the clocks.",
    decisive: false,
  },
  {
    code: "token-invalid",
    patterns: [
      /Signature verification failed|InvalidSignatureError|JsonWebTokenError|invalid signature|Invalid (?:JWT|(?:access |auth(?:entication)? |bearer |id |refresh )?token)|jwt malformed|InvalidTokenError|InvalidAudienceError|InvalidIssuerError|JWTClaimsError|Not enough segments|unknown key|Unable to find a signing key|No applicable key found in the JSON Web Key Set|JWKSNoMatchingKey|kid .{0,40}not found/i,
      /azp .{0,60}not allowed|token is for another site|audience (?:is )?invalid|invalid (?:audience|issuer)|(?:aud|iss)" claim|SignatureException: JWT|Token signature (?:could not be|is not) verified|CSRF (?:token|verification|cookie).{0,40}(?:missing|invalid|failed|incorrect|mismatch|not set)|InvalidAuthenticityToken|TokenMismatchException|The given token .{0,40}not valid/i,
    ],
    cause: "A token is not valid here: another key signed it, or it is for somebody else.",
    fix: "Compare the issuer's keys with what the server is given (JWKS address or public key) and the token's audience with what it expects.",
    decisive: false,
  },
  {
    code: "cors-blocked",
    patterns: [
      /blocked by CORS policy|No 'Access-Control-Allow-Origin'|Disallowed CORS (?:origin|method|headers?)|Not allowed by CORS|CORS protocol does not allow|CORS header .{0,60}(?:missing|does not match)|CORS.{0,40}(?:not allowed|denied|rejected|request did not succeed)|(?:rejected|blocked|denied) by CORS|Cross-Origin Request Blocked/i,
      /Origin .{1,120} is not allowed by Access-Control|Response to preflight request doesn't pass access control check|origin .{1,120} (?:is )?not (?:in|on) (?:the )?(?:allow(?:ed)?[ -]?list|allowed origins)|Access-Control-Allow-Origin' header .{0,120}(?:must not|not equal|contains)|Invalid CORS request|CorsError/i,
    ],
    cause: "The browser may not call the API from this page: its origin is not among those allowed.",
    fix: "Add the page's address, with scheme and port, to the allowed origins of the API (lookup_component names the variable), then start_env.",
    decisive: true,
  },
  {
    code: "host-not-allowed",
    patterns: [/Blocked request\. This host \(?"?(?<host>[^"\s)]{1,120})/i, /Invalid HTTP_HOST header: '?(?<host>[^'\s]{1,120})/i, /Blocked hosts?: (?<host>[\w.-]{1,120})/, /DisallowedHost|Invalid Host header|invalid Host request header|Host .{1,80} is not (?:in the )?allowed(?:Hosts| hosts)|UntrustedHost|Host must be trusted/i],
    cause: "The server does not answer for the host {host|name that it is called by}.",
    fix: "Add the name to its allowed hosts (vite: server.allowedHosts, Django: ALLOWED_HOSTS).",
    decisive: true,
  },
  {
    code: "webhook-signature",
    patterns: [/(?:svix|webhook).{0,60}(?:signature|secret).{0,40}(?:invalid|mismatch|missing|failed|not match)|(?:invalid|bad|wrong) webhook signature|No matching signature found|No signatures found matching the expected signature|SignatureVerification(?:Error|Exception)|Timestamp outside the tolerance zone/i],
    cause: "A webhook is refused: its signature does not fit the secret.",
    fix: "Put the endpoint's own signing secret into .env, then start_env.",
    decisive: false,
  },
];
