"""What a camera's widget hands on: pictures as they lie in memory, without the name of any library."""

from app.services.live_scanning import CameraPicture, Plane, PlaneOrder, ScreenPicture

__all__ = ["CameraPicture", "Plane", "PlaneOrder", "ScreenPicture"]
