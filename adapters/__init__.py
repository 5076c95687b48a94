"""The ways in and out: one room a platform, none knows another; what all of them do alike stands right here."""
