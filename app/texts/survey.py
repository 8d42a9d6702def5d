"""Labels of what is noted of sites, doors and locks, their choices, and why a value is not taken."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

SURVEY = {
    # Sites
    "survey_site_address": QT_TRANSLATE_NOOP("texts", "Address"),
    "survey_site_contact": QT_TRANSLATE_NOOP("texts", "Contact"),
    "survey_site_way_in": QT_TRANSLATE_NOOP("texts", "Way in"),
    "survey_site_wifi_name": QT_TRANSLATE_NOOP("texts", "Wi-Fi name"),
    "survey_site_wifi_password": QT_TRANSLATE_NOOP("texts", "Wi-Fi password"),
    "survey_site_border_router": QT_TRANSLATE_NOOP("texts", "Thread border router"),
    "survey_site_hub": QT_TRANSLATE_NOOP("texts", "Hub"),
    "survey_site_note": QT_TRANSLATE_NOOP("texts", "Note"),
    # Doors
    "survey_door_handing": QT_TRANSLATE_NOOP("texts", "Opens"),
    "survey_door_thickness_mm": QT_TRANSLATE_NOOP("texts", "Thickness of the door (mm)"),
    "survey_door_backset_mm": QT_TRANSLATE_NOOP("texts", "Backset (mm)"),
    "survey_door_cylinder": QT_TRANSLATE_NOOP("texts", "Cylinder"),
    "survey_door_cylinder_outside_mm": QT_TRANSLATE_NOOP("texts", "Cylinder outside (mm)"),
    "survey_door_cylinder_inside_mm": QT_TRANSLATE_NOOP("texts", "Cylinder inside (mm)"),
    "survey_door_power": QT_TRANSLATE_NOOP("texts", "Power"),
    "survey_door_radio": QT_TRANSLATE_NOOP("texts", "Radio in reach"),
    "survey_door_used_by": QT_TRANSLATE_NOOP("texts", "Used by"),
    "survey_door_note": QT_TRANSLATE_NOOP("texts", "Note"),
    # Locks
    "survey_lock_battery_type": QT_TRANSLATE_NOOP("texts", "Battery type"),
    "survey_lock_battery_replaced_on": QT_TRANSLATE_NOOP("texts", "Battery replaced on"),
    "survey_lock_bought_on": QT_TRANSLATE_NOOP("texts", "Bought on"),
    "survey_lock_warranty_until": QT_TRANSLATE_NOOP("texts", "Warranty until"),
    "survey_lock_note": QT_TRANSLATE_NOOP("texts", "Note"),
    # Choices
    "survey_handing_left_inward": QT_TRANSLATE_NOOP("texts", "Hinges left, opens inwards"),
    "survey_handing_left_outward": QT_TRANSLATE_NOOP("texts", "Hinges left, opens outwards"),
    "survey_handing_right_inward": QT_TRANSLATE_NOOP("texts", "Hinges right, opens inwards"),
    "survey_handing_right_outward": QT_TRANSLATE_NOOP("texts", "Hinges right, opens outwards"),
    "survey_handing_sliding": QT_TRANSLATE_NOOP("texts", "Sliding door"),
    "survey_cylinder_euro_profile": QT_TRANSLATE_NOOP("texts", "Euro profile"),
    "survey_cylinder_oval": QT_TRANSLATE_NOOP("texts", "Oval"),
    "survey_cylinder_scandinavian": QT_TRANSLATE_NOOP("texts", "Scandinavian"),
    "survey_cylinder_swiss_round": QT_TRANSLATE_NOOP("texts", "Swiss round"),
    "survey_cylinder_rim": QT_TRANSLATE_NOOP("texts", "Rim"),
    "survey_cylinder_us_deadbolt": QT_TRANSLATE_NOOP("texts", "US deadbolt"),
    "survey_cylinder_mortise": QT_TRANSLATE_NOOP("texts", "Mortise"),
    "survey_cylinder_none": QT_TRANSLATE_NOOP("texts", "No cylinder"),
    "survey_power_battery": QT_TRANSLATE_NOOP("texts", "Battery"),
    "survey_power_mains": QT_TRANSLATE_NOOP("texts", "Mains"),
    "survey_power_low_voltage": QT_TRANSLATE_NOOP("texts", "Low voltage at the door"),
    "survey_power_none": QT_TRANSLATE_NOOP("texts", "None"),
    "survey_radio_wifi": QT_TRANSLATE_NOOP("texts", "Wi-Fi"),
    "survey_radio_thread": QT_TRANSLATE_NOOP("texts", "Thread"),
    "survey_radio_bluetooth_hub": QT_TRANSLATE_NOOP("texts", "Bluetooth hub"),
    "survey_radio_zigbee_hub": QT_TRANSLATE_NOOP("texts", "Zigbee hub"),
    "survey_radio_zwave_hub": QT_TRANSLATE_NOOP("texts", "Z-Wave hub"),
    "survey_radio_none": QT_TRANSLATE_NOOP("texts", "None"),
    # Refusals
    "survey_value": QT_TRANSLATE_NOOP("texts", "This is none of the choices; write {choices}."),
    "survey_number": QT_TRANSLATE_NOOP(
        "texts", "This is no number from {least} to {most} {unit}; write one."
    ),
    "survey_date": QT_TRANSLATE_NOOP("texts", "This is no date; write it like 2026-12-24."),
    "survey_too_long": QT_TRANSLATE_NOOP(
        "texts", "This is too long; write at most {limit} characters."
    ),
}
