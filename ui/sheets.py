"""Lists as a workbook of Excel: a sheet for each, without markup, and nothing in it that is run."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

from ui.tables import BaseTable, Row, csv_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel takes no longer name, nor one of these.
LONGEST_NAME, NOT_IN_A_NAME = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST = 60


def xlsx_response(tables: Mapping[Any, BaseTable], title: str | Promise) -> HttpResponse:
    """The rows of each table as a sheet that has its name, in a file to keep that is named after ``title``."""
    content = BytesIO()
    # Texts stay texts, whatever they begin with. Days are days, and numbers numbers.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {**options, "default_date_format": "d mmm yyyy"}) as book:
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(str(name).translate(NOT_IN_A_NAME)[:LONGEST_NAME])
            columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
            sheet.freeze_panes(1, 1)
            sheet.write_row(0, 0, [str(column.header) for column in columns], bold)
            for number, record in enumerate(table.data.data, start=1):
                row = Row(record, table)
                for place, column in enumerate(columns):
                    write(sheet, number, place, row.get_cell_value(column.name))
            sheet.autofit(WIDEST * 7)
    return HttpResponse(
        content.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{slugify(str(title))}.xlsx"'},
    )


def write(sheet: Any, row: int, column: int, value: Any) -> None:
    """One cell. What a spreadsheet program would run as a formula, were it saved as text, is marked as in a CSV."""
    if value is None:
        sheet.write_blank(row, column, None)
    elif isinstance(value, Decimal | Fraction | int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_string(row, column, str(csv_cell(value)))
