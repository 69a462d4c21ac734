"""What a trunk's name and a number's form tell of where a call came from. Data of operators' records, editable."""

from __future__ import annotations

from typing import Final

INTERNATIONAL: Final = r"(?i)INT|МЕЖД|МН[_ -]|ХАЛЫҚ|ABROAD|FOREIGN|ROAM"  # names of trunks to other countries
FIXED: Final = r"^\+77[12]\d{8}$"  # fixed lines of Kazakhstan, which never roam
NATIONAL: Final = r"^\+7[067]\d{9}$"  # any number of Kazakhstan
SHORT_CODE: Final = r"^[1-9]\d{2,5}$"
