"""What the database knows of its tables: how many rows they have, and how many of them share a value.

By that it chooses its way to the rows asked for. PostgreSQL sees to it by itself; SQLite looks only when it is told to,
and what it does not know it guesses: with 370,000 motions the sources of a picture then took it 560 ms instead of 1.
"""

from django.db import connection, transaction

from cyberpolicy.models import CatalogueEntry

MANY = 10_000  # records; of fewer any way is a short one
GROWN = 4  # times as many records: then another way may be shorter
SAMPLE = 100_000  # rows of an index that SQLite looks at: it takes a second of writing, however large the register is


def keep_up(*, has_new_indexes: bool = False) -> bool:
    """Have the database look at its tables if what it knows of them is too old. Tells whether it did."""
    if not (has_new_indexes or _must_be_told()):
        return False
    count = CatalogueEntry.objects.count()
    is_outdated = count > MANY and (has_new_indexes or count > GROWN * _known())
    if is_outdated:
        look()
    return is_outdated


def look() -> None:
    """Have the database look at its tables now."""
    with transaction.atomic(), connection.cursor() as cursor:
        if _must_be_told():
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
            # Open connections take in what there is to know when a table comes or goes, and not before.
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        cursor.execute("ANALYZE")


def _must_be_told() -> bool:
    return connection.vendor == "sqlite"


def _known() -> int:
    """How many records there were when SQLite last looked, by its lowest estimate; 0 if it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone():
            return 0
        table = CatalogueEntry._meta.db_table
        cursor.execute("SELECT MIN(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = %s", [table])
        (least,) = cursor.fetchone()
    return least or 0
