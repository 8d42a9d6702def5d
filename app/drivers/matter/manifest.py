"""What the Matter family is and can do, before any lock is asked."""

from app.driver_api.manifest import DriverManifest, IdentifyTime

MANIFEST = DriverManifest(
    id="matter",
    name="Matter",
    setup_code_families=("matter",),
    advert_matchers=("fff6",),
    can=(
        "can_write_pins",
        "can_read_slots",
        "can_see_openings",
        "can_schedule",
        "can_move_bolt",
        "can_share",
    ),
    cannot=("cannot_read_pin", "cannot_thread_without_border_router"),
    identify=IdentifyTime.NEVER,
    settle_s=15.0,
    has_past_events=True,
    has_fabrics=True,
)
