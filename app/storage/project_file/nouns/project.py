"""The project's own row."""

from uuid import UUID

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ProjectId
from app.domain.project import Project, ProjectKind
from app.storage.project_file.columns import time_of, time_text


def read_project(connection: Connection) -> Project:
    """What the project says about itself."""
    row = connection.execute("SELECT * FROM project").fetchone()
    return Project(
        id=ProjectId(UUID(row["id"])),
        name=row["name"],
        kind=ProjectKind(row["kind"]),
        time_zone=row["time_zone"],
        created_at=time_of(row["created_at"]),
    )


def add_project(connection: Connection, project: Project) -> None:
    """Write the row of a new project."""
    connection.execute(
        "INSERT INTO project (one, id, name, kind, time_zone, created_at) VALUES (1, ?, ?, ?, ?, ?)",
        (
            str(project.id),
            project.name,
            project.kind.value,
            project.time_zone,
            time_text(project.created_at),
        ),
    )


def rename_project(connection: Connection, name: str) -> None:
    """Give it another name."""
    connection.execute("UPDATE project SET name = ?", (name,))
