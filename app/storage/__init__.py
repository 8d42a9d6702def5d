"""The project file: what services see of it (`contracts`), and the engine behind (`project_file`)."""
