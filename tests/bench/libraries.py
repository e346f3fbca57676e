"""A workbook by the libraries of others, as they are: run by the Python that has them, one process a workbook.

python tests/bench/libraries.py xlsx|ods CELLS.csv ROWS
"""

import csv
import json
import re
import sys
import time
from importlib import import_module
from itertools import islice
from pathlib import Path


def xlsxwriter(cells: Path, rows: int) -> None:
    """The first ``rows``."""
    from xlsxwriter import Workbook

    with (
        cells.open(encoding="utf-8", newline="") as file,
        Workbook(cells.with_suffix(".xlsx"), {"constant_memory": True}) as workbook,
    ):
        worksheet = workbook.add_worksheet()
        for row, values in enumerate(islice(csv.reader(file), rows + 1)):
            for column, value in enumerate(values):
                worksheet.write_string(row, column, value)


def odfpy(cells: Path, rows: int) -> None:
    """The first ``rows``."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(table := Table(name="Motions"))
    with cells.open(encoding="utf-8", newline="") as file:
        for values in islice(csv.reader(file), 1, rows + 1):
            table.addElement(row := TableRow())
            for value in values:
                row.addElement(cell := TableCell(valuetype="string"))
                cell.addElement(P(text=value))
    document.save(str(cells.with_suffix(".ods")))


if __name__ == "__main__":
    import_module({"xlsx": "xlsxwriter", "ods": "odf.opendocument"}[sys.argv[1]])  # not timed: not so much a row
    start = time.perf_counter()
    {"xlsx": xlsxwriter, "ods": odfpy}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    seconds, status = time.perf_counter() - start, Path("/proc/self/status").read_text("ascii")
    print(json.dumps({"seconds": seconds, "growth": int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024}))
