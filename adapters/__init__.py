"""The ways in and out: one room a platform, the same three file names in each; none knows another."""
