-- Runs once, as the superuser, in a new and empty database.
-- Tables and data come from the migrations in apps/server/alembic.

-- Substring search over listings (migration 0003).
CREATE EXTENSION IF NOT EXISTS pg_trgm;
