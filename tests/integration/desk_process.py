"""A desk in a process of its own, for another network: python desk_process.py FOLDER; a line of JSON is one command's words."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.integration.cli_world import Program, Ran
from tests.integration.desk import Desk
from tests.integration.line_process import LineProcess


@dataclass(slots=True)
class DistantDesk(Program):
    """A desk that is used over standard input and output; `end_desk` closes its project."""

    _process: LineProcess = field(init=False)

    def __post_init__(self) -> None:
        Program.__post_init__(self)
        self._process = LineProcess([*self.prefix, sys.executable, __file__, self.folder])

    def run(self, *words: str) -> Ran:
        self._process.write(json.dumps(words))
        said = self._process.until(lambda line: "code" in line, 120.0)[-1]
        ran = Ran(words, said["code"], said["out"], said["err"])
        self.ran.append(ran)
        return ran

    def run_here(self, *words: str) -> Ran:
        return self.run(*words)

    def end_desk(self) -> None:
        said = self._process.close()
        assert not said, said


def serve(folder: Path) -> None:
    desk = Desk(folder)
    try:
        for line in sys.stdin:
            ran = desk.run(*json.loads(line))
            print(json.dumps({"code": ran.code, "out": ran.out, "err": ran.err}), flush=True)
    finally:
        desk.end_desk()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
