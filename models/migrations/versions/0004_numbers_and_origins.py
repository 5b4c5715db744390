"""Numbers that are never given twice; where a role came from; groups are nobody

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-24 15:20:41.513077
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

#: Tables whose rows are deleted while their numbers stay known, and where the numbers of deleted ones can be found.
_KNOWN = {
    'dues': "SELECT CAST(substr(event_id, 5) AS INTEGER) FROM inbox WHERE bot = 'house' AND event_id LIKE 'due:%'",
    'assessments': "SELECT CAST(substr(topic, 12) AS INTEGER) FROM outbox WHERE topic LIKE 'assessment:%' "
                   "UNION SELECT CAST(substr(target, 12) AS INTEGER) FROM audit WHERE target LIKE 'assessment:%'",
    'products': "SELECT CAST(substr(topic, 9) AS INTEGER) FROM outbox WHERE topic LIKE 'product:%' "
                "UNION SELECT CAST(target AS INTEGER) FROM audit WHERE action = 'product.claimed'",
}


def upgrade() -> None:
    if op.get_context().dialect.name == 'sqlite':
        _never_twice(op.get_bind())
    op.add_column('accounts', sa.Column('appointed', sa.Boolean(), nullable=False, server_default=sa.false()))
    # Whoever became an admin without an invitation was named in the settings.
    op.execute(
        "UPDATE accounts SET appointed = TRUE WHERE role = 'admin' AND id NOT IN "
        "(SELECT used_by_id FROM invitations WHERE role = 'admin' AND used_by_id IS NOT NULL)"
    )
    # A file sent in a group had made an account of the group (Telegram: a negative address). It is nobody's.
    op.execute(
        "UPDATE accounts SET state = 'stopped' WHERE channel = 'telegram' AND address LIKE '-%' AND state = 'active'"
    )


def _never_twice(connection: sa.Connection) -> None:
    """SQLite gives the highest number again when its row was deleted. PostgreSQL never does."""
    for table, known in _KNOWN.items():
        top = connection.execute(sa.text(f'SELECT max(id) FROM (SELECT id FROM {table} UNION {known})')).scalar() or 0
        if table == 'dues':
            # What waits under a number that was given before would be taken for what has come already.
            renumbered = connection.execute(
                sa.text('UPDATE dues SET id = id + :top WHERE fired_at IS NULL AND id IN (' + known + ')'), {'top': top}
            )
            top += top if renumbered.rowcount else 0
        with op.batch_alter_table(table, recreate='always', table_kwargs={'sqlite_autoincrement': True}):
            pass
        connection.execute(sa.text('DELETE FROM sqlite_sequence WHERE name = :name'), {'name': table})
        connection.execute(sa.text('INSERT INTO sqlite_sequence VALUES (:name, :top)'), {'name': table, 'top': top})


def downgrade() -> None:
    # The older program gets on with such numbers as well.
    op.drop_column('accounts', 'appointed')
