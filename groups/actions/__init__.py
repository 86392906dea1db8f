"""What people do with groups: one function for each verb."""
