"""Forms about people, teams and signing in."""
