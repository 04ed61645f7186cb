"""`python -m snc_assistant`."""

from snc_assistant.cli import main

if __name__ == "__main__":
    main()
