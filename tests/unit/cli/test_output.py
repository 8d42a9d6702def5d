"""What reaches standard output and standard error."""

import io
import json
import os
import subprocess
import sys

from app.cli.output import Output, harmless
from app.cli.tables import table, width
from app.core.errors import UsageError


def output(*, is_json: bool) -> tuple[Output, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Output(is_json, out, err), out, err


def test_with_json_there_is_one_document_and_nothing_else():
    made, out, err = output(is_json=True)
    made.line("for people")
    made.say("a warning")
    made.document({"door": "Café"})
    made.error(UsageError("pin_empty"))
    assert json.loads(out.getvalue()) == {"door": "Café"}
    assert "a warning" in err.getvalue()
    assert "No code was given." in err.getvalue()


def test_without_json_there_is_no_document():
    made, out, _err = output(is_json=False)
    made.document({"door": 1})
    made.line("Door")
    assert out.getvalue() == "Door\n"


def test_an_error_stands_beside_the_results():
    made, out, _err = output(is_json=True)
    made.error(UsageError("unknown_door", name="Attic"), results={"doors": []})
    assert json.loads(out.getvalue()) == {
        "doors": [],
        "error": {
            "code": "unknown_door",
            "message": "There is no door called Attic; `lockchart doors` lists them.",
            "parameters": {"name": "Attic"},
        },
    }


def test_a_name_cannot_give_orders_to_the_terminal():
    assert harmless("Lock\x1b[2J\x07 \x9b5m") == "Lock�[2J� �5m"
    assert harmless("two\nlines\tof text") == "two\nlines\tof text"
    made, out, err = output(is_json=False)
    made.line("\x1b]0;title")
    made.say("\x1b[31m")
    assert "\x1b" not in out.getvalue() + err.getvalue()


def test_what_turns_or_hides_text_is_neither_shown_nor_written_as_it_is():
    text = "a\u202eb\u200fc\u2066d\u2028e\x85f"
    assert harmless(text) == "a�b�c�d�e�f"
    isolated = "\u2068\u05d0\u05d1\u2069"  # as `texts.harmless` does it
    assert harmless(isolated) == isolated
    made, out, _err = output(is_json=True)
    made.document({"door": text})
    assert out.getvalue().isascii()
    assert json.loads(out.getvalue()) == {"door": text}


def test_a_table_keeps_its_columns_under_each_other():
    lines = table(["Door", "Zone"], [["部屋", "Asia/Tokyo"], ["e\u0301", ""]])
    assert lines == ["Door  Zone", "部屋  Asia/Tokyo", "e\u0301"]
    assert width("部屋") == 4


def test_a_document_is_readable_where_only_ascii_is_spoken():
    program = (
        "import sys; from app.cli.output import Output;"
        "Output(True, sys.stdout, sys.stderr).document({'door': 'Café 部屋'})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert json.loads(run.stdout.decode("ascii")) == {"door": "Café 部屋"}
