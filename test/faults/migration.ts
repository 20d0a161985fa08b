/** A migration file of Alembic that comes after the last one of the reference stack. */
export function migration(revision: string, sql: string): string {
  return `"""A test's own"""

from alembic import op

revision = "${revision}"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("${sql}")


def downgrade():
    pass
`;
}
