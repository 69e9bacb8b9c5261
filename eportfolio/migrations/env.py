"""Alembic's entry: the owner's database URL comes from the caller, never from a file."""

import importlib
import pkgutil

from alembic import context
from sqlalchemy import create_engine, pool

import eportfolio
from eportfolio.base import Base

for module in pkgutil.walk_packages(eportfolio.__path__, "eportfolio."):
    if ".migrations" not in module.name and not module.name.endswith("_worker"):
        importlib.import_module(module.name)


def run() -> None:
    """Run the migrations in one transaction on the given connection or URL."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
    with engine.connect() as own_connection:
        context.configure(connection=own_connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
