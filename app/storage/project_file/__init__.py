"""The project file: one encrypted SQLite file behind the contracts of `app.storage.contracts`."""
