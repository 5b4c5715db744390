"""Doors and windows: joined accounts, and messages that wait until their person writes

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24 11:35:32.464803
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table('door_codes',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_door_codes_account_id_accounts')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_door_codes'))
    )
    op.create_table('door_tries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_door_tries_account_id_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_tries'))
    )
    with op.batch_alter_table('door_tries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_tries_at'), ['at'], unique=False)

    op.create_table('doors',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('role', sa.String(length=24), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('consented', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('business', sa.JSON(), nullable=True),
    sa.Column('products', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_doors_account_id_accounts')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_doors'))
    )
    # Columns are added in place. SQLite can't add a constraint to a table without making it anew, and can't drop a
    # table that others refer to; but a column may bring its own. Both databases take these words.
    op.execute('ALTER TABLE accounts ADD COLUMN person_id INTEGER '
               'CONSTRAINT fk_accounts_person_id_accounts REFERENCES accounts (id)')
    op.execute('ALTER TABLE outbox ADD COLUMN handed_from_id INTEGER '
               'CONSTRAINT fk_outbox_handed_from_id_accounts REFERENCES accounts (id)')
    op.add_column('accounts', sa.Column('others', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column('accounts', sa.Column('wrote_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('accounts', sa.Column('spent', sa.Integer(), nullable=False, server_default=sa.text('0')))
    op.add_column('accounts', sa.Column('held', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('outbox', sa.Column('held_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_accounts_person_id'), 'accounts', ['person_id'], unique=False)
    op.create_index('ix_outbox_held', 'outbox', ['channel', 'chat', 'id'], unique=False, sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index('ix_outbox_held_until', 'outbox', ['channel', 'expires_at'], unique=False, sqlite_where=WAITING, postgresql_where=WAITING)
    if op.get_context().dialect.name == 'postgresql':
        # Left out of the first tables, where two refer to each other.
        op.create_foreign_key('fk_broadcasts_progress_id_outbox', 'broadcasts', 'outbox', ['progress_id'], ['id'])


def downgrade() -> None:
    if op.get_context().dialect.name == 'postgresql':
        op.drop_constraint('fk_broadcasts_progress_id_outbox', 'broadcasts', type_='foreignkey')
    # What waits for its person to write is given up: the older program doesn't know of it.
    op.execute("UPDATE outbox SET state = 'failed', reason = 'expired' WHERE state = 'waiting'")
    op.drop_index('ix_outbox_held_until', 'outbox', sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_index('ix_outbox_held', 'outbox', sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_index(op.f('ix_accounts_person_id'), 'accounts')
    for table, column in (
        ('outbox', 'held_at'),
        ('outbox', 'handed_from_id'),
        ('accounts', 'held'),
        ('accounts', 'spent'),
        ('accounts', 'wrote_at'),
        ('accounts', 'others'),
        ('accounts', 'person_id'),
    ):
        op.drop_column(table, column)
    op.drop_table('doors')
    with op.batch_alter_table('door_tries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_door_tries_at'))

    op.drop_table('door_tries')
    op.drop_table('door_codes')
