"""The DMN Technology Compatibility Kit: `python -m tests.tck FOLDER` runs whatever part of it the folder holds."""
