"""What people do with commissions: one function for each verb."""
