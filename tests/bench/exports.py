"""How long XLSX and ODS take, and how much memory, beside what the libraries of others need for the same cells.

    python tests/bench/exports.py [rows]

Makes a database in a temporary folder. Every measurement is a process of its own. XlsxWriter and odfpy must be
installed; odfpy gets 5,000 rows, because it would take minutes.
"""

import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ODFPY_ROWS = 5_000
BATCH = 5_000


def fill(rows: int) -> None:
    """Initiatives, each with a track, a forum, a partner and a source; their cells also in a file, for the others."""
    from django.core.management import call_command

    from cyberpolicy.guard import history_kept_elsewhere
    from cyberpolicy.models import Citation
    from tests.factories import make_document, make_forum, make_many, make_party, make_track, relate_many

    call_command("migrate", verbosity=0)
    track, forum, partner, document = make_track(), make_forum(), make_party(), make_document(passages=["1.1"])
    passage, summary = document.passages.get(), "Nederland zet zich in voor een vrij, open en veilig internet. " * 3
    for start in range(0, rows, BATCH):
        made = make_many(
            "initiative", min(BATCH, rows - start), date="2020-11-16", summary_nl=summary, progress="ongoing"
        )
        relate_many([(row, "in-track", track) for row in made])
        relate_many([(row, "works-in", forum) for row in made])
        relate_many([(partner, "partner-in", row) for row in made])
        cites = [Citation(entry_id=row.pk, document=document, passage=passage) for row in made]
        with history_kept_elsewhere():
            Citation.objects.bulk_create(cites, batch_size=500)
    with cells_file().open("wb") as file:
        for columns in sheet().batches():
            pickle.dump(columns, file)


# The work that is measured


def entries_and_request():
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from cyberpolicy.lists import EntryList
    from tracks.tables import INITIATIVES

    request = RequestFactory(SERVER_NAME="localhost").get("/initiatives/export/")
    return EntryList(INITIATIVES, request.path, request.GET, AnonymousUser()), request


def sheet():
    from cyberpolicy.exports.sheets import ListSheet

    return ListSheet(*entries_and_request())


def rows_alone() -> None:
    entries, _request = entries_and_request()
    for _batch in entries.table.batches(entries.queryset, entries.user):
        pass


def export(name: str) -> None:
    from cyberpolicy.exports import FORMATS

    with output(name).open("wb") as file:
        for piece in FORMATS[name].write(*entries_and_request()):
            file.write(piece)


def export_of_cells(name: str) -> None:
    """Our writer alone: the rows come from the file."""
    from cyberpolicy.exports.sheets import ListSheet

    ListSheet._all_batches = lambda _sheet: batches_from_file()
    export(name)


def bare_xlsxwriter() -> None:
    from xlsxwriter import Workbook

    with Workbook(output("xlsx"), {"constant_memory": True}) as workbook:
        worksheet, text = workbook.add_worksheet(), workbook.add_format({"text_wrap": True, "valign": "top"})
        date = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for row, cells in enumerate(cells_from_file()):
            for column, cell in enumerate(cells):
                if cell and isinstance(cell, str):
                    worksheet.write_string(row, column, cell, text)
                elif cell:
                    worksheet.write_datetime(row, column, cell, date)


def odfpy() -> None:
    from itertools import islice

    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(table := Table(name="Initiatives"))
    for cells in islice(cells_from_file(), ODFPY_ROWS):
        table.addElement(row := TableRow())
        for cell in cells:
            is_text = isinstance(cell, str)
            typed = {"valuetype": "string"} if is_text else {"valuetype": "date", "datevalue": cell.isoformat()}
            row.addElement(written := TableCell(**typed))
            written.addElement(P(text=str(cell)))
    document.save(str(output("ods")))


WORK = {
    "making the rows": fill,
    "nothing but Django": lambda _rows: entries_and_request(),
    "rows, not written": lambda _rows: rows_alone(),
    "CSV": lambda _rows: export("csv"),
    "XLSX": lambda _rows: export("xlsx"),
    "ODS": lambda _rows: export("ods"),
    "XLSX, writer alone": lambda _rows: export_of_cells("xlsx"),
    "bare XlsxWriter": lambda _rows: bare_xlsxwriter(),
    "ODS, writer alone": lambda _rows: export_of_cells("ods"),
    f"odfpy, {ODFPY_ROWS} rows": lambda _rows: odfpy(),
}


# Files, processes and the table


def output(extension: str) -> Path:
    return Path(os.environ["VAR_DIR"], f"list.{extension}")


def cells_file() -> Path:
    return Path(os.environ["VAR_DIR"], "cells.pickle")


def cells_from_file() -> Iterator[tuple]:
    for columns in batches_from_file():
        yield from zip(*columns, strict=True)


def batches_from_file() -> Iterator[list]:
    with cells_file().open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def measured(name: str, rows: int) -> tuple[float, float]:
    """Processor seconds and MiB of one piece of work. This process stays small, as a new one begins with its peak."""
    command = [sys.executable, __file__, str(rows), name]
    seconds, mebibytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-2:]
    return float(seconds), float(mebibytes)


def work(name: str, rows: int) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyberpolicy.settings")
    import django

    django.setup()
    start = time.process_time()
    WORK[name](rows)
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        print(f"{rows} rows, load {os.getloadavg()[0]:.1f}")
        for name in WORK:
            seconds, mebibytes = measured(name, rows)
            print(f"{name:24}{seconds:8.2f} s{mebibytes:8.0f} MiB", flush=True)


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        work(sys.argv[2], given)
    else:
        main(given)
