"""What an assistant missed, mended in one step: its files changed, tried out, and changed back if that was wrong."""
