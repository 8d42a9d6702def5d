"""All use cases of one open project, built together."""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.access import AccessService
from app.services.applying import ApplyService
from app.services.history import HistoryService
from app.services.importing import ImportService
from app.services.inventory import InventoryService
from app.services.lock_work import Waking
from app.services.mounted import MountedLockService
from app.services.open_project import OpenProject
from app.services.pairing import PairingService
from app.services.people import PeopleService
from app.services.pictures import PictureService
from app.services.refreshing import RefreshService
from app.services.setup_codes import SetupCodeService
from app.services.sites import SiteService
from app.services.status import StatusService


@dataclass(frozen=True, slots=True)
class Workplace:
    """The services that work on one project; they live as long as it is open."""

    project: OpenProject
    sites: SiteService
    people: PeopleService
    access: AccessService
    applying: ApplyService
    refreshing: RefreshService
    status: StatusService
    mounted: MountedLockService
    pairing: PairingService
    setup_codes: SetupCodeService
    pictures: PictureService
    inventory: InventoryService
    history: HistoryService
    importing: ImportService


def workplace_for(
    project: OpenProject, randbelow: Callable[[int], int], waking: Waking
) -> Workplace:
    """Build the services of one project; `randbelow` comes from `secrets`."""
    applying = ApplyService(project, randbelow, waking)
    return Workplace(
        project=project,
        sites=SiteService(project),
        people=PeopleService(project),
        access=AccessService(project, randbelow),
        applying=applying,
        refreshing=RefreshService(project, randbelow, waking),
        status=StatusService(project),
        mounted=MountedLockService(project, applying),
        pairing=PairingService(project, randbelow),
        setup_codes=SetupCodeService(project),
        pictures=PictureService(project),
        inventory=InventoryService(project),
        history=HistoryService(project),
        importing=ImportService(project, randbelow),
    )
