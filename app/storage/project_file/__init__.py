"""The encrypted project file: key, schema, history, repositories; all SQL."""
