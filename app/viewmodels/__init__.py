"""QObjects and item models between the services and the screens."""
