"""``python -m sovai``."""

from sovai.cli import main

if __name__ == "__main__":
    main()
