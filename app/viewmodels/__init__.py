"""What a screen shows and can do, without widgets: QObjects and item models over the services."""
