"""Discord: REST and the gateway on one side, the desk and the delivery on the other."""
