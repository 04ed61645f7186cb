"""Is the evidence enough, and does each claim rest on what it cites?"""
