import { expect, test } from "vitest";
import { looksSecret } from "../../src/text/looks-secret.ts";

test.each(
  ("API_KEY OPENAI_API_KEY secret dbPassword auth-token POSTGRES_PASSWORD PGPASSWORD MYSQL_PWD SENTRY_DSN JWT_SECRET_KEY TLS_CERT PRIVATE_KEY " +
    "GOOGLE_APPLICATION_CREDENTIALS clientSecret APIKEY PASSWORD_SALT BASIC_AUTH db.password SECRET2 APIKeyV2 max_token").split(" "),
)("%s holds a secret", (name) => {
  expect(looksSecret(name)).toBe(true);
});

test.each(
  ("MONKEY KEYBOARD AUTHOR AUTHORITY TOKENIZERS_PARALLELISM COMPASS PORT DATABASE_HOST LOG_LEVEL PASSENGER DESALTED CERTAIN LLM_MAX_TOKENS " +
    "ACCESS_TOKEN_EXPIRE_MINUTES PASSWORD_MIN_LENGTH JWT_ALGORITHM 1234").split(" ").concat(""),
)("%s does not", (name) => {
  expect(looksSecret(name)).toBe(false);
});
