"""Sites."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import SiteId
from app.domain.project import Site
from app.storage.project_file.columns import Row, map_of, map_text, optional_secret, secret_text
from app.storage.project_file.table_repository import Keeper, TableRepository


class SiteRepository(TableRepository[SiteId, Site]):
    """Sites by name."""

    table = "sites"
    order = "name COLLATE NOCASE, id"
    keepers = (Keeper("doors", "doors", "site_id = :id"),)

    def row_of(self, value: Site) -> Row:
        """The site as a row."""
        return {
            "id": str(value.id),
            "name": value.name,
            "time_zone": value.time_zone,
            "fields": map_text(value.fields),
            "secret_wifi_password": secret_text(value.wifi_password),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Site]:
        """The rows as sites."""
        return [
            Site(
                SiteId(UUID(row["id"])),
                row["name"],
                row["time_zone"],
                map_of(row["fields"]),
                optional_secret(row["secret_wifi_password"]),
            )
            for row in rows
        ]
