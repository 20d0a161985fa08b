/** The maps of the shop, as files of a skill in its workspace. */
export const SKILL = ".claude/skills/shop/references";

export const COMPONENT_MAP = `# Component map

## Infrastructure

### Docker Compose

**Definitive Source**: \`compose.yaml\`

**Aliases**: containers, ports, services

## Backend

### Server

**Definitive Source**: \`server/main.py\`

**Docker**: \`compose.yaml\` → \`services\` → \`server\`

**Ports**: 8011

**Spec**: \`docs/server.md\` → \`Errors\`

**Aliases**: api, backend

### Database

**Docker**: \`compose.yaml\` → \`services\` → \`postgres\`

**Aliases**: db, postgres, sql
`;

export const TROUBLESHOOTING_INDEX = `# Troubleshooting index

## Service-Specific

### "Database refuses the password"

**Symptoms**:

- the server restarts although the database is healthy

**Troubleshooting Path**:

1. Read the quoted line: troubleshoot
2. Compare the password with the one that the volume was made with

**Common Causes**:

- the volume keeps its first password → \`compose.yaml\` → \`services\` → \`postgres\`

**Definitive Source**: \`docs/server.md\` → \`Errors\`

**Signals**:

- \`password authentication failed for user\`

### "Page stays empty"

**Symptoms**:

- no homes on the page

**Troubleshooting Path**:

1. make logs-server

**Proof**: candidate, 2026-01-31
`;

/** The workspace's files that the maps point to, and the maps. */
export const MAPPED = {
  "server/main.py": "app = 1\n",
  "docs/server.md": "# Server\n\n## Errors\n\nWhat each means.\n",
  [`${SKILL}/component-map.md`]: COMPONENT_MAP,
  [`${SKILL}/troubleshooting-index.md`]: TROUBLESHOOTING_INDEX,
};
