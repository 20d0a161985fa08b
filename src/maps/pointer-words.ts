const PROGRAMS =
  "alembic ansible apt awk aws az bash brew bun bunx cargo cat cd celery chmod chown code cp createdb curl cut deno df diff dig dir django-admin docker docker-compose dotnet du echo ed emacs env exec export find fly flask gcloud gem gh git go gradle grep gunicorn head helm heroku hivemind htop java jq just kill kubectl less ln locust ls lsof make mkdir mongosh more mv mvn mysql nano nc netstat nginx ng node nohup npm npx nslookup nvm open openssl php pip pip3 pipenv pkill pnpm poetry pg_dump pg_restore ping podman prettier printf prisma ps psql pulumi pwd pytest python python3 rake redis-cli rg rm rmdir rsync ruby ruff rustc scp sed sh sleep sort source sqlite3 ss ssh ssh-keygen sudo supabase systemctl tail tar task tee terraform time top touch traceroute tree ts-node tsc tsx twine uname unzip uv uvicorn vercel vi vim vite vitest wait watch wget which xargs yarn yq zip zsh";
const VERBS =
  "add append apply build call change check commit configure confirm copy create debug delete deploy drop edit ensure export extend fix follow format free generate import include increase initialize inspect install keep kill lint list load look migrate move open push read rebuild recreate remove rename replace require reset restart restore review run save scan see seed serve set show start stop store sync test truncate try update upload use verify view visit wait write";
const SPEECH = "a all an and any are as at be by can each error exception failed failure fatal file for from get if in info into is it line missing no not of on only or path see than that the then these this to traceback warn warning was when where which with without your";

const COMMANDS = new Set(PROGRAMS.split(" "));
const OTHERS = new Set(`${VERBS} ${SPEECH}`.split(" "));

/** Whether a code span is a command line: by its first word, an option in it, or signs of a shell. */
export function isCommand(text: string): boolean {
  return COMMANDS.has(text.split(" ", 1)[0] ?? "") || /\s--?[A-Za-z]|[|;&]|\$\(|^\S+=/.test(text);
}

/** Whether a word before a path makes a command or, the path being one by itself, a phrase of the two: `cat`, `see`, `in`. */
export function leadsToPath(word: string, path: string): boolean {
  const lower = word.toLowerCase();
  return COMMANDS.has(lower) || (/^[\p{L}\p{N}_./]/u.test(path) && [lower, lower.replace(/(?:s|ed|ing)$/, "")].some((one) => OTHERS.has(one)));
}
