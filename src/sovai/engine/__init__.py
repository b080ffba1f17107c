"""Numbers in, numbers out: the method on arrays. No files, no pydantic, no global state."""
