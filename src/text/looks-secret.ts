const words = new Set(
  ("key keys apikey secret secrets token tokens password passwords passwd passphrase pass pwd pw credential credentials creds cred private dsn auth oauth " +
    "salt pepper cert certificate pem jwt hmac signature signing bearer cookie otp mnemonic seed webhook").split(" "),
);

/** Written as one word with what is before it: PGPASSWORD, APIKEY. Not `key`: MONKEY. */
const endings = /(?:password|passwd|passphrase|secret|token|apikey|secretkey|accesskey|privatekey|credentials?)$/;

/** What a last word of this kind says is a setting about the secret: TOKEN_EXPIRE_MINUTES, PASSWORD_MIN_LENGTH. */
const settings = new Set("ms seconds minutes hours days ttl expiry expiration length size limit count algorithm enabled rounds".split(" "));

/** Whether a variable of this name holds a secret, going by its words: API_KEY, dbPassword, auth-token; not MONKEY, AUTHOR. */
export function looksSecret(name: string): boolean {
  const parts = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((part) => part.toLowerCase());
  const last = parts.at(-1);
  if (last === undefined || settings.has(last) || (last === "tokens" && parts.at(-2) === "max")) return false;
  return parts.some((part) => words.has(part) || endings.test(part));
}
